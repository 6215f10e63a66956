import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const needs = { operations: ['users.create', 'users.get'] } as const;

/** People change. */
export const updateCases = cases('contract', 'users.update', {
  what_is_given_changes: {
    title: 'What is given changes, the rest stays.',
    needs,
    async run(scene) {
      const user = await scene.create({ name: 'Grace', username: 'grace', emailVerified: true });
      const answer = await scene.value(scene.auth.users.update({ id: user.id, name: 'Grace Hopper' }));
      const stored = await scene.value(scene.auth.users.get(user.id));
      for (const { name, username, email, emailVerified } of [answer, stored])
        assertEqual(
          [name, username, email, emailVerified],
          ['Grace Hopper', 'grace', user.email, true],
          'the person',
        );
    },
  },
  null_removes: {
    title: '`null` removes: the field is gone, not empty.',
    needs,
    async run(scene) {
      const pictureUrl = 'https://people.example/grace.png';
      const user = await scene.create({ name: 'Grace', pictureUrl, username: 'grace' });
      await scene.value(
        scene.auth.users.update({ id: user.id, name: null, pictureUrl: null, username: null }),
      );
      const stored = await scene.value(scene.auth.users.get(user.id));
      for (const field of ['name', 'pictureUrl', 'username'])
        assertEqual(field in stored, false, `whether there is a ${field}`);
      assertEqual(stored.email, user.email, 'e-mail address');
    },
  },
  new_address: {
    title: 'Somebody moves to another e-mail address: found by the new one, which nobody has verified yet.',
    needs: { operations: ['users.create', 'users.get', 'users.find'] },
    async run(scene) {
      const user = await scene.create({ email: 'old@people.example', emailVerified: true });
      await scene.value(scene.auth.users.update({ id: user.id, email: 'new@people.example' }));
      const [found] = await scene.value(scene.auth.users.find({ email: 'new@people.example' }));
      assertEqual([found?.id, found?.emailVerified], [user.id, false], 'who is found, verified');
      assertEqual(
        await scene.value(scene.auth.users.find({ email: 'old@people.example' })),
        [],
        'by the old one',
      );
    },
  },
  address_of_another: {
    title: 'An address that somebody else has is `user_exists`, and nothing changes.',
    needs,
    async run(scene) {
      const [grace, joan] = [await scene.create(), await scene.create({ name: 'Joan' })];
      const input = { id: joan.id, email: grace.email ?? '', name: 'Joan Clarke' };
      const error = await scene.failure(scene.auth.users.update(input));
      assertError(error, { code: 'already_exists', reason: 'user_exists', outcome: 'not_applied' });
      const { email, name } = await scene.value(scene.auth.users.get(joan.id));
      assertEqual([email, name], [joan.email, 'Joan'], 'e-mail address, name');
    },
  },
  own_address_again: {
    title: 'The address that somebody has already is no other person’s.',
    needs,
    async run(scene) {
      const user = await scene.create({ email: 'grace@people.example', emailVerified: true });
      const input = { id: user.id, email: 'grace@people.example' };
      const answer = await scene.value(scene.auth.users.update(input));
      assertEqual([answer.email, answer.emailVerified], ['grace@people.example', true], 'address, verified');
    },
  },
  metadata_is_merged: {
    title: 'Names of metadata that are given are set, the others stay.',
    needs: { ...needs, traits: ['users.metadata'] },
    async run(scene) {
      const user = await scene.create({ metadata: { plan: 'gold', since: '2024' } });
      await scene.value(scene.auth.users.update({ id: user.id, metadata: { plan: 'silver', seats: '4' } }));
      const { metadata } = await scene.value(scene.auth.users.get(user.id));
      assertEqual(metadata, { plan: 'silver', since: '2024', seats: '4' }, 'metadata');
    },
  },
  time_of_the_change: {
    title: 'A change moves `updatedAt`, never `createdAt`.',
    needs,
    async run(scene) {
      const user = await scene.create();
      await scene.clock.advance(5000);
      const after = await scene.value(scene.auth.users.update({ id: user.id, name: 'Grace' }));
      assertEqual(Number(after.createdAt), Number(user.createdAt), 'createdAt');
      assert(Number(after.updatedAt) >= Number(user.updatedAt), 'updatedAt does not go back');
    },
  },
  next_sign_in_tells: {
    title: 'The next sign-in tells of the change.',
    needs: { ...needs, traits: ['sign_in'] },
    async run(scene) {
      const { subject } = scene.fixtures.people.ada;
      await scene.value(scene.auth.users.update({ id: subject, name: 'Ada King' }));
      const { identity } = await scene.signIn('ada', { scopes: ['openid', 'profile'] });
      assertEqual([identity.name, identity.key.subject], ['Ada King', subject], 'name, subject');
    },
  },
});
