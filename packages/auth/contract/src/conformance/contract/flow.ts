import { assert, assertEqual, assertError, assertOneOf } from '@patchbay/core/conformance';
import { randomToken } from '../../bytes.ts';
import { type AuthRow, cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

const browser = { traits: ['sign_in'], operations: ['flow.discover'] } as const;
const refused = { code: 'unauthenticated', reason: 'grant_invalid', outcome: 'not_applied' } as const;

/** A code, and what it is bound to. */
export const exchangeCases = cases('contract', 'flow.exchange', {
  counts_once: {
    title: 'A code gives tokens once.',
    needs: browser,
    async run(scene) {
      const input = await scene.exchangeable();
      await scene.value(scene.auth.flow.exchange(input));
      assertError(await scene.failure(scene.auth.flow.exchange(input)), refused);
    },
  },
  verifier_of_another: bound('the verifier of another sign-in', () => ({ codeVerifier: randomToken() })),
  address_of_another: bound('another redirect address', ({ fixtures }) => ({
    redirectUri: new URL('/elsewhere', fixtures.redirectUri).href,
  })),
  code_of_nobody: bound('a code that nobody was given', () => ({ code: randomToken() })),
});

/** What a refresh may ask for. */
export const refreshFlowCases = cases('contract', 'flow.refresh', {
  fewer_scopes: {
    title: 'A refresh may ask for less than was granted, and gets no more than that.',
    needs: browser,
    async run(scene) {
      const { tokens } = await scene.signInForLong();
      const refreshToken = tokens.refreshToken ?? '';
      const answer = await scene.value(scene.auth.flow.refresh({ refreshToken, scopes: ['openid'] }));
      assertEqual(answer.scopes ?? ['openid'], ['openid'], 'scopes');
      assert(answer.accessToken.length > 0, 'there is an access token');
    },
  },
  token_of_nobody: {
    title: 'A refresh token that nobody was given is refused, tried once.',
    async run(scene) {
      const error = await scene.failure(scene.auth.flow.refresh({ refreshToken: randomToken() }));
      assertError(error, refused);
      assertEqual(
        [error.retryable, error.attempts.filter(({ code }) => code).length],
        [false, 1],
        'attempts',
      );
    },
  },
});

/** What a profile tells. */
export const userInfoCases = cases('contract', 'flow.userInfo', {
  only_what_was_granted: {
    title: 'A profile tells what was granted, and nothing else.',
    needs: browser,
    async run(scene) {
      const { people } = scene.fixtures;
      const [little, much] = [
        await scene.signIn('ada', { scopes: ['openid'] }),
        await scene.signIn('ada', { scopes: ['openid', 'email', 'profile'] }),
      ];
      const claims = await Promise.all(
        [little, much].map(({ tokens: { accessToken } }) =>
          scene.value(scene.auth.flow.userInfo({ accessToken })),
        ),
      );
      const subjects = claims.map(({ sub }) => sub);
      assertEqual(subjects, [people.ada.subject, people.ada.subject], 'subjects');
      assertEqual(
        claims.map(({ email }) => email),
        [undefined, people.ada.email],
        'e-mail addresses',
      );
      assertEqual(
        claims.map(({ name }) => name),
        [undefined, people.ada.name],
        'names',
      );
    },
  },
});

/** What the application may ask for itself. */
export const clientFlowCases = cases('contract', 'flow.clientCredentials', {
  each_time_another: {
    title: 'Each call gives another token.',
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const input = { scopes: [scope], audience };
      const calls = [1, 2].map(() => scene.auth.flow.clientCredentials(input));
      const tokens = (await scene.value(Promise.all(calls))).map(({ accessToken }) => accessToken);
      assertEqual(new Set(tokens).size, 2, 'different tokens');
    },
  },
  scope_that_nobody_has: {
    title: 'A scope that the provider does not know is never told as granted.',
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const input = { scopes: [scope, 'world:destroy'], audience };
      const settled = await scene.subject.settle(scene.auth.tokens.clientCredentials(input));
      if (settled.status === 'fulfilled')
        return assertEqual(settled.value.scopes, [scope], 'scopes that are told as granted');
      const error = await scene.failure(Promise.reject(settled.reason));
      assertOneOf(error.code, ['invalid_request', 'access_denied'], 'code');
      assertEqual([error.outcome, error.retryable], ['not_applied', false], 'outcome, retryable');
    },
  },
});

/** A code is refused with anything but what it is bound to. */
function bound(what: string, change: (scene: AuthScene) => object): AuthRow {
  return {
    title: `A code is refused with ${what}, and gives no tokens.`,
    parameters: { what },
    needs: browser,
    async run(scene) {
      const input = { ...(await scene.exchangeable()), ...change(scene) };
      const before = await scene.subject.issued();
      assertError(await scene.failure(scene.auth.flow.exchange(input)), refused);
      assertEqual(await scene.subject.issued(), before, 'tokens that were given out');
    },
  };
}
