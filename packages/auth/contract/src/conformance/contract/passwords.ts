import { assert, assertEqual, assertError, fieldsOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { goodPassword } from '../scene.ts';

const needs = { operations: ['users.create'], traits: ['users.password'] } as const;
const other = 'Another-horse 8 battery staple';
const wrong = { status: 'wrong' } as const;

/** A password is checked. */
export const verifyPasswordCases = cases('contract', 'users.verifyPassword', {
  right_by_address: {
    title: 'The right password is right, by e-mail address and in any letters of it, and says who it is.',
    needs,
    async run(scene) {
      const { user, identifier } = await scene.withPassword();
      for (const name of [identifier, identifier.toUpperCase()]) {
        const verdict = await scene.value(
          scene.auth.users.verifyPassword({ identifier: name, password: goodPassword }),
        );
        assertEqual([verdict.status, fieldsOf(fieldsOf(verdict)['user'])['id']], ['right', user.id], name);
      }
    },
  },
  right_by_user_name: {
    title: 'The right password is right by user name too.',
    needs,
    async run(scene) {
      await scene.create({ username: 'grace', password: goodPassword });
      const input = { identifier: 'grace', password: goodPassword };
      assertEqual((await scene.value(scene.auth.users.verifyPassword(input))).status, 'right', 'status');
    },
  },
  wrong_and_unknown_alike: {
    title: 'A wrong password and an unknown person answer alike: nobody learns who is a user.',
    needs,
    async run(scene) {
      const { identifier } = await scene.withPassword();
      const { email: without = '' } = await scene.create();
      for (const name of [identifier, without, 'nobody@people.example', 'nobody']) {
        const input = { identifier: name, password: other };
        assertEqual(
          await scene.value(scene.auth.users.verifyPassword(input)),
          wrong,
          `the verdict on ${name}`,
        );
      }
    },
  },
  every_letter_counts: {
    title: 'Every letter of a password counts: its case, its spaces, its end.',
    needs,
    async run(scene) {
      const password = `${'Long-enough '.repeat(8)}and one letter: é`;
      const { identifier } = await scene.withPassword(password);
      const almost = [password.toLowerCase(), `${password} `, password.slice(0, -1), password.slice(0, 72)];
      for (const text of almost) {
        const input = { identifier, password: text };
        assertEqual(await scene.value(scene.auth.users.verifyPassword(input)), wrong, 'the verdict');
      }
      const { status } = await scene.value(scene.auth.users.verifyPassword({ identifier, password }));
      assertEqual(status, 'right', 'the verdict on the right one');
    },
  },
  of_nobody_else: {
    title: 'The password of one person is wrong for another.',
    needs,
    async run(scene) {
      const { identifier } = await scene.withPassword(goodPassword);
      await scene.withPassword(other);
      const input = { identifier, password: other };
      assertEqual(await scene.value(scene.auth.users.verifyPassword(input)), wrong, 'the verdict');
    },
  },
  disabled: {
    title: 'The right password of somebody who is disabled lets nobody in.',
    needs: { ...needs, operations: ['users.create', 'users.disable'] },
    async run(scene) {
      const { user, identifier } = await scene.withPassword();
      await scene.value(scene.auth.users.disable(user.id));
      const input = { identifier, password: goodPassword };
      const { status } = await scene.value(scene.auth.users.verifyPassword(input));
      assert(status !== 'right', `it is not right, found ${status}`);
    },
  },
  guessing_is_stopped: {
    title: 'Who guesses on and on is locked out, even from the right password, for a while; nobody else is.',
    needs,
    async run(scene) {
      const { identifier } = await scene.withPassword();
      const neighbour = await scene.withPassword();
      const statuses: string[] = [];
      while (statuses.length < 100 && statuses.at(-1) !== 'locked') {
        const input = { identifier, password: `a guess, number ${statuses.length}` };
        statuses.push((await scene.value(scene.auth.users.verifyPassword(input))).status);
      }
      assertEqual(statuses.at(-1), 'locked', 'how guessing ends');
      const right = { identifier, password: goodPassword };
      const verdict = await scene.value(scene.auth.users.verifyPassword(right));
      assertEqual(verdict.status, 'locked', 'the verdict on the right one');
      const another = { ...right, identifier: neighbour.identifier };
      assertEqual(
        (await scene.value(scene.auth.users.verifyPassword(another))).status,
        'right',
        'on another’s',
      );
      if (verdict.status !== 'locked' || verdict.until === undefined) return;
      await scene.clock.advance(Number(verdict.until) - scene.clock.now() + 1000);
      assertEqual((await scene.value(scene.auth.users.verifyPassword(right))).status, 'right', 'afterwards');
    },
  },
});

/** A password is set. */
export const setPasswordCases = cases('contract', 'users.setPassword', {
  replaces_the_old_one: {
    title: 'A new password is right from then on, the old one wrong.',
    needs: { ...needs, operations: ['users.create', 'users.verifyPassword'] },
    async run(scene) {
      const { user, identifier } = await scene.withPassword();
      await scene.value(scene.auth.users.setPassword({ id: user.id, password: other }));
      const verdicts = [goodPassword, other].map((password) =>
        scene.auth.users.verifyPassword({ identifier, password }),
      );
      const statuses = (await scene.value(Promise.all(verdicts))).map(({ status }) => status);
      assertEqual(statuses, ['wrong', 'right'], 'the verdicts on the old and the new');
    },
  },
  ends_sessions: {
    title: 'A new password ends the sessions that were there before.',
    needs: { traits: ['users.password', 'sign_in'], operations: ['flow.refresh'] },
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const id = scene.fixtures.people.ada.subject;
      await scene.value(scene.auth.users.setPassword({ id, password: other }));
      const error = await scene.failure(scene.auth.tokens.refresh(tokens));
      assertError(error, { code: 'unauthenticated', reason: 'grant_invalid' });
    },
  },
  weak: {
    title: 'A password below the directory’s shortest is `password_weak`, and the old one stays.',
    needs: { ...needs, operations: ['users.create', 'users.verifyPassword'] },
    async run(scene) {
      const { user, identifier } = await scene.withPassword();
      const password = 'Xk9#'.repeat(50).slice(0, scene.capabilities.limits.passwordLength - 1);
      const error = await scene.failure(scene.auth.users.setPassword({ id: user.id, password }));
      assertError(error, { code: 'invalid_request', reason: 'password_weak', outcome: 'not_applied' });
      const input = { identifier, password: goodPassword };
      assertEqual((await scene.value(scene.auth.users.verifyPassword(input))).status, 'right', 'the old one');
    },
  },
});
