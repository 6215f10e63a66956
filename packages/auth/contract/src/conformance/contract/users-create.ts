import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { goodPassword } from '../scene.ts';

const exists = { code: 'already_exists', reason: 'user_exists', outcome: 'not_applied' } as const;
const withGet = { operations: ['users.get'] } as const;

/** People are added. */
export const createCases = cases('contract', 'users.create', {
  everything_arrives: {
    title: 'A person is kept as they were told: names, picture, address and whether it is verified.',
    needs: withGet,
    async run(scene) {
      const input = {
        email: 'grace@people.example',
        emailVerified: true,
        username: 'grace.hopper',
        name: 'Grace Hopper – Großmeisterin 提督',
        pictureUrl: 'https://people.example/grace.png?size=64',
      };
      const created = await scene.value(scene.auth.users.create(input, scene.once()));
      const { email, emailVerified, username, name, pictureUrl, status } = await scene.value(
        scene.auth.users.get(created.id),
      );
      assertEqual({ email, emailVerified, username, name, pictureUrl }, input, 'the person');
      assertEqual(status, 'active', 'status');
    },
  },
  metadata: {
    title: 'What the application notes of a person is kept.',
    needs: { ...withGet, traits: ['users.metadata'] },
    async run(scene) {
      const metadata = { plan: 'gold', note: 'ab 1. Mai; „wichtig“', empty: '' };
      const created = await scene.create({ metadata });
      assertEqual((await scene.value(scene.auth.users.get(created.id))).metadata, metadata, 'metadata');
    },
  },
  by_user_name_alone: {
    title: 'A user name is enough; an address that nobody told is not there.',
    async run(scene) {
      const user = await scene.value(scene.auth.users.create({ username: 'kiosk-7' }, scene.once()));
      assertEqual(
        [user.username, user.email, user.emailVerified],
        ['kiosk-7', undefined, false],
        'the person',
      );
      assertEqual('email' in user, false, 'whether the field is there');
    },
  },
  unverified_unless_told: {
    title: 'An e-mail address is not verified unless somebody says so.',
    async run(scene) {
      assertEqual((await scene.create()).emailVerified, false, 'whether it is verified');
    },
  },
  same_address_twice: {
    title: 'An e-mail address that somebody has is `user_exists`, in any letters, and nobody is added.',
    needs: withGet,
    async run(scene) {
      const first = await scene.create({ email: 'Grace@people.example', name: 'Grace' });
      const before = await scene.subject.people();
      for (const email of ['Grace@people.example', 'grace@people.example', 'GRACE@PEOPLE.EXAMPLE'])
        assertError(await scene.failure(scene.auth.users.create({ email }, scene.once())), exists);
      assertEqual(await scene.subject.people(), before, 'people');
      assertEqual((await scene.value(scene.auth.users.get(first.id))).name, 'Grace', 'name of the first');
    },
  },
  same_user_name_twice: {
    title: 'A user name that somebody has is `user_exists`, and nobody is added.',
    async run(scene) {
      await scene.create({ username: 'grace' });
      const before = await scene.subject.people();
      assertError(await scene.failure(scene.auth.users.create({ username: 'grace' }, scene.once())), exists);
      assertEqual(await scene.subject.people(), before, 'people');
    },
  },
  same_address_at_once: {
    title: 'Of two people with one address who are added at the same time one is.',
    async run(scene) {
      const before = await scene.subject.people();
      const email = 'twins@people.example';
      const calls = [1, 2].map(() => scene.auth.users.create({ email }, scene.once()));
      const ends = (await scene.value(Promise.allSettled(calls))).map(({ status }) => status);
      assertEqual(ends.toSorted(), ['fulfilled', 'rejected'], 'how both ended');
      assertEqual((await scene.subject.people()) - before, 1, 'people who were added');
    },
  },
  another_machine_sees_them: {
    title: 'Somebody whom one machine adds is there for another at once.',
    needs: withGet,
    async run(scene) {
      const another = await scene.subject.another();
      const user = await scene.create({ name: 'Grace' });
      assertEqual((await scene.value(another.users.get(user.id))).name, 'Grace', 'name');
    },
  },
  signs_in: {
    title: 'Somebody who was added signs in, and their id is the subject of their identity.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const user = await scene.create({ name: 'Grace Hopper', emailVerified: true });
      const { identity } = await scene.signIn(
        { subject: user.id },
        { scopes: ['openid', 'email', 'profile'] },
      );
      assertEqual(identity.key, { issuer: user.issuer, subject: user.id }, 'key');
      assertEqual([identity.name, identity.email?.address], [user.name, user.email], 'name, e-mail address');
      assertEqual(identity.email?.verified, true, 'whether the address is verified');
    },
  },
  password_is_never_shown: {
    title: 'No answer shows a password.',
    needs: { ...withGet, operations: ['users.get', 'users.list'], traits: ['users.password'] },
    async run(scene) {
      const user = await scene.create({ password: goodPassword });
      const again = await scene.value(scene.auth.users.get(user.id));
      const all = await scene.all(scene.auth.users.list());
      for (const answer of [user, again, ...all]) {
        const text = JSON.stringify(answer) + JSON.stringify(answer.raw);
        assert(!text.includes(goodPassword), 'the password is not in the answer');
        assert(!/scrypt|argon|\$2[aby]\$|pbkdf2/i.test(text), 'nor is anything that was made of it');
      }
    },
  },
});
