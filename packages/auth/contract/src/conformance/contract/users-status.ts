import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { type AuthScene, pairOf, withCookies } from '../scene.ts';

const over = { code: 'unauthenticated', reason: 'grant_invalid' } as const;
const sessions = { traits: ['sign_in'], operations: ['flow.refresh'] } as const;

/** Somebody may sign in no more. */
export const disableCases = cases('contract', 'users.disable', {
  says_so: {
    title: 'Who is disabled is listed so; to disable them twice is harmless.',
    needs: { operations: ['users.create', 'users.get'] },
    async run(scene) {
      const user = await scene.create();
      assertEqual((await scene.value(scene.auth.users.disable(user.id))).status, 'disabled', 'status');
      assertEqual((await scene.value(scene.auth.users.disable(user.id))).status, 'disabled', 'status again');
      assertEqual((await scene.value(scene.auth.users.get(user.id))).status, 'disabled', 'status as stored');
    },
  },
  lets_nobody_in: {
    title: 'Who is disabled is not signed in; the others are.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const { subject } = scene.fixtures.people.ada;
      await scene.value(scene.auth.users.disable(subject));
      assertEqual(await canSignIn(scene, 'ada'), false, 'whether Ada can sign in');
      assertEqual(await canSignIn(scene, 'bob'), true, 'whether Bob can');
    },
  },
  ends_sessions: {
    title: 'Who is disabled is out: what they hold is refreshed no more.',
    needs: sessions,
    async run(scene) {
      const [ada, bob] = [await scene.signInForLong('ada'), await scene.signInForLong('bob')];
      await scene.value(scene.auth.users.disable(scene.fixtures.people.ada.subject));
      assertError(await scene.failure(scene.auth.tokens.refresh(ada.tokens)), over);
      await scene.value(scene.auth.tokens.refresh(bob.tokens));
    },
  },
  ends_a_sign_in_under_way: {
    title: 'Who is disabled while signing in does not come in by the code that they hold.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const request = await scene.comeBack(await scene.begin());
      await scene.value(scene.auth.users.disable(scene.fixtures.people.ada.subject));
      const error = await scene.failure(scene.auth.signIn.complete({ request }));
      assert(['unauthenticated', 'access_denied'].includes(error.code), `refused, found ${error.code}`);
    },
  },
});

/** Somebody may sign in again. */
export const enableCases = cases('contract', 'users.enable', {
  lets_in_again: {
    title: 'Who is enabled again signs in, as who they were; the sessions from before stay over.',
    needs: { ...sessions, operations: ['users.disable', 'flow.refresh'] },
    async run(scene) {
      const { subject } = scene.fixtures.people.ada;
      const before = await scene.signInForLong();
      await scene.value(scene.auth.users.disable(subject));
      assertEqual((await scene.value(scene.auth.users.enable(subject))).status, 'active', 'status');
      assertEqual((await scene.signIn()).identity.key.subject, subject, 'who signs in');
      assertError(await scene.failure(scene.auth.tokens.refresh(before.tokens)), over);
    },
  },
  harmless_for_the_active: {
    title: 'To enable who is active changes nothing.',
    needs: { operations: ['users.create'] },
    async run(scene) {
      const user = await scene.create({ name: 'Grace' });
      const { status, name } = await scene.value(scene.auth.users.enable(user.id));
      assertEqual([status, name], ['active', 'Grace'], 'status, name');
    },
  },
});

/** Sessions end. */
export const endSessionsCases = cases('contract', 'users.endSessions', {
  on_every_device: {
    title: 'All sessions of a person end, on every device; other people stay, and they sign in anew.',
    needs: sessions,
    async run(scene) {
      const [phone, laptop] = [await scene.signInForLong('ada'), await scene.signInForLong('ada')];
      const bob = await scene.signInForLong('bob');
      await scene.value(scene.auth.users.endSessions(scene.fixtures.people.ada.subject));
      for (const { tokens } of [phone, laptop])
        assertError(await scene.failure(scene.auth.tokens.refresh(tokens)), over);
      await scene.value(scene.auth.tokens.refresh(bob.tokens));
      const anew = await scene.signInForLong('ada');
      await scene.value(scene.auth.tokens.refresh(anew.tokens));
    },
  },
});

/** Somebody is forgotten. */
export const deleteCases = cases('contract', 'users.delete', {
  gone_and_gone_again: {
    title: 'Who is deleted is gone; to delete them again, or somebody who never was, is fine.',
    needs: { operations: ['users.create', 'users.get'] },
    async run(scene) {
      const user = await scene.create();
      await scene.value(scene.auth.users.delete(user.id));
      const before = await scene.subject.people();
      await scene.value(scene.auth.users.delete(user.id));
      await scene.value(scene.auth.users.delete(scene.fixtures.unknownUserId));
      assertEqual(await scene.subject.people(), before, 'people');
      const error = await scene.failure(scene.auth.users.get(user.id));
      assertError(error, { code: 'not_found', reason: 'user_missing', outcome: 'not_applied' });
    },
  },
  cannot_sign_in: {
    title: 'Who is deleted is not signed in, and what they hold is refreshed no more.',
    needs: sessions,
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      await scene.value(scene.auth.users.delete(scene.fixtures.people.ada.subject));
      assertEqual(await canSignIn(scene, 'ada'), false, 'whether Ada can sign in');
      assertError(await scene.failure(scene.auth.tokens.refresh(tokens)), over);
    },
  },
});

/** False where the provider shows its own page instead, or refuses by way of the browser. */
async function canSignIn(scene: AuthScene, person: 'ada' | 'bob'): Promise<boolean> {
  const { url, cookie } = await scene.begin();
  const arrived = await scene.subject.settle(scene.subject.signIn(url, person));
  if (arrived.status === 'rejected') return false;
  const request = withCookies(arrived.value, pairOf(cookie));
  const ended = await scene.subject.settle(scene.auth.signIn.complete({ request }));
  if (ended.status === 'fulfilled') return true;
  assertError(await scene.failure(Promise.reject(ended.reason)), { code: 'access_denied' });
  return false;
}
