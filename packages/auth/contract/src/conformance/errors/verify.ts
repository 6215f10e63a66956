import { assertEqual, assertError, assertMentions, fieldsOf } from '@patchbay/core/conformance';
import type { TokenExpectation } from '../../sign-in-types.ts';
import { type AuthRow, cases } from '../define.ts';
import type { AuthScene } from '../scene.ts';

type Part = Readonly<Record<string, unknown>>;

/** What is no token, or not one for this. */
export const verifyErrorCases = cases('errors', 'tokens.verify', {
  claims_changed: forged('claims_changed', 'signature_invalid', ({ header, claims, signature }) =>
    [encode(header), encode({ ...claims, sub: 'somebody-else' }), signature].join('.'),
  ),
  signature_changed: forged('signature_changed', 'signature_invalid', ({ head, signature }) => {
    const other = signature.startsWith('A') ? 'B' : 'A';
    return `${head}.${other}${signature.slice(1)}`;
  }),
  signature_of_another: forged(
    'signature_of_another',
    'signature_invalid',
    ({ head, signature }) => `${head}.${Array.from(signature).toReversed().join('')}`,
  ),
  signature_taken_off: forged('signature_taken_off', 'signature_invalid', ({ head }) => `${head}.`),
  algorithm_none: forged(
    'algorithm_none',
    'algorithm_refused',
    ({ header, claims }) => `${encode({ ...header, alg: 'none' })}.${encode(claims)}.`,
  ),
  algorithm_none_in_capitals: forged(
    'algorithm_none_in_capitals',
    'algorithm_refused',
    ({ header, claims }) => `${encode({ ...header, alg: 'NONE' })}.${encode(claims)}.`,
  ),
  algorithm_with_a_shared_key: forged(
    'algorithm_with_a_shared_key',
    'algorithm_refused',
    withHeader({ alg: 'HS256' }),
  ),
  brings_its_own_key: forged(
    'brings_its_own_key',
    'header_refused',
    withHeader({ jwk: { kty: 'oct', k: 'AAAA' } }),
  ),
  names_where_its_key_is: forged(
    'names_where_its_key_is',
    'header_refused',
    withHeader({ jku: 'https://evil.example/keys' }),
  ),
  wants_what_nobody_knows: forged('wants_what_nobody_knows', 'header_refused', withHeader({ crit: ['b64'] })),
  key_that_nobody_published: forged(
    'key_that_nobody_published',
    'key_unknown',
    withHeader({ kid: 'nobody-published-this' }),
  ),
  two_parts: forged('two_parts', 'token_malformed', ({ head }) => head),
  five_parts: forged('five_parts', 'token_malformed', ({ head, signature }) => `${head}.${signature}.a.b`),
  no_token_at_all: forged('no_token_at_all', 'token_malformed', () => 'hello'),
  with_spaces: forged('with_spaces', 'token_malformed', ({ head, signature }) => ` ${head}.${signature}`),
  header_is_no_object: forged('header_is_no_object', 'token_malformed', ({ claims, signature }) =>
    [encodeText('["ES256"]'), encode(claims), signature].join('.'),
  ),
  header_says_it_twice: forged('header_says_it_twice', 'token_malformed', ({ header, claims, signature }) =>
    [encodeText(JSON.stringify(header).replace('{', '{"alg":"none",')), encode(claims), signature].join('.'),
  ),
  too_large: forged(
    'too_large',
    'token_too_large',
    ({ head, signature }) => head + 'A'.repeat(20_000) + signature,
  ),
  for_another_api: unfit('A token for another API is refused.', 'audience_mismatch', () => ({
    audience: 'https://other.example/api',
  })),
  for_an_api_with_a_longer_name: unfit(
    'An audience that only begins alike is another one.',
    'audience_mismatch',
    ({ fixtures }) => ({ audience: `${fixtures.api.audience}/` }),
  ),
  access_token_as_id_token: unfit(
    'An access token never counts as an id token.',
    'token_kind_mismatch',
    ({ fixtures }) => ({ kind: 'id', audience: fixtures.api.audience }),
  ),
  id_token_as_access_token: {
    title: 'An id token never counts as an access token.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const idToken = (await scene.signIn()).tokens.idToken?.reveal() ?? '';
      const expectation = { audience: scene.fixtures.clientId };
      const error = await scene.failure(scene.auth.tokens.verify(idToken, expectation));
      assertError(error, { code: 'unauthenticated', reason: 'token_kind_mismatch', outcome: 'not_applied' });
    },
  },
  refresh_token_as_access_token: {
    title: 'A refresh token never counts as an access token.',
    needs: { traits: ['sign_in'], operations: ['flow.refresh'] },
    async run(scene) {
      const refreshToken = (await scene.signInForLong()).tokens.refreshToken?.reveal() ?? '';
      const { audience } = scene.fixtures.api;
      const error = await scene.failure(scene.auth.tokens.verify(refreshToken, { audience }));
      assertError(error, { code: 'unauthenticated', outcome: 'not_applied' });
    },
  },
  audience_not_said: {
    title: 'Whoever verifies an access token has to say for whom it must be.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const text = await scene.apiToken();
      for (const expectation of [{}, { audience: [] }]) {
        const error = await scene.failure(scene.auth.tokens.verify(text, expectation));
        assertError(error, { code: 'invalid_request', reason: 'parameter_invalid', outcome: 'not_applied' });
      }
    },
  },
  scope_missing: {
    title: 'A token without a scope that is needed is `access_denied`: the person is known, and may not.',
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const { audience, scope } = scene.fixtures.api;
      const text = await scene.apiToken();
      const error = await scene.failure(
        scene.auth.tokens.verify(text, { audience, scopes: [scope, 'world:destroy'] }),
      );
      assertError(error, { code: 'access_denied', reason: 'scope_missing', outcome: 'not_applied' });
      assertMentions(error, 'world:destroy');
    },
  },
});

interface Genuine {
  readonly header: Part;
  readonly claims: Part;
  /** Both, as they were signed. */
  readonly head: string;
  readonly signature: string;
}

/** A genuine token that somebody changed. The genuine one has passed before, so that nothing remembered lets it in. */
function forged(what: string, reason: string, change: (genuine: Genuine) => string): AuthRow {
  return {
    title: `A token is refused as \`${reason}\`: ${what.replaceAll('_', ' ')}.`,
    parameters: { what, reason },
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const { audience } = scene.fixtures.api;
      const text = await scene.apiToken();
      await scene.value(scene.auth.tokens.verify(text, { audience }));
      const [header = '', claims = '', signature = ''] = text.split('.');
      const head = `${header}.${claims}`;
      const forgery = change({ header: decode(header), claims: decode(claims), head, signature });
      await assertRefused(scene, forgery, { audience }, reason);
    },
  };
}

/** A genuine token that is not for this. */
function unfit(title: string, reason: string, expectation: (scene: AuthScene) => TokenExpectation): AuthRow {
  return {
    title,
    parameters: { title },
    needs: { traits: ['sign_in'] },
    run: async (scene) => assertRefused(scene, await scene.apiToken(), expectation(scene), reason),
  };
}

async function assertRefused(
  scene: AuthScene,
  text: string,
  expectation: TokenExpectation,
  reason: string,
): Promise<void> {
  const error = await scene.failure(scene.auth.tokens.verify(text, expectation));
  assertError(error, { code: 'unauthenticated', reason, outcome: 'not_applied' });
  assertEqual([error.operation, error.retryable], ['auth.tokens.verify', false], 'operation, retryable');
}

function withHeader(more: Part): (genuine: Genuine) => string {
  return ({ header, claims, signature }) =>
    [encode({ ...header, ...more }), encode(claims), signature].join('.');
}

function encode(part: Part): string {
  return encodeText(JSON.stringify(part));
}

function encodeText(text: string): string {
  const bytes = new TextEncoder().encode(text);
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

function decode(part: string): Part {
  const text = atob(part.replaceAll('-', '+').replaceAll('_', '/'));
  return fieldsOf(
    JSON.parse(new TextDecoder().decode(Uint8Array.from(text, (letter) => letter.charCodeAt(0)))),
  );
}
