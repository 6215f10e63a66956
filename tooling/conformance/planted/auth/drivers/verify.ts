import { IntegrationError } from '@patchbay/core';
import { fieldsOf, methodOf } from '@patchbay/core/conformance';
import { replace } from '../../broken.ts';
import { type AuthDefect, type AuthDriver, driverOn, forgives, instead } from '../broken.ts';

const driver = driverOn('oidc');

/** The keys are read for every token. */
const keysFirst: AuthDefect = {
  facade: (auth) =>
    replace(auth, 'tokens.verify', (original) => async (...given) => {
      await methodOf(auth, 'flow.keys')();
      return original(...given);
    }),
};

/** Defects in which tokens count. */
export const verifyDrivers: readonly AuthDriver[] = [
  lets('unsigned', 'does not look at signatures', 'signature_invalid', 'errors.tokens.verify.claims_changed'),
  lets('any-algorithm', 'takes any algorithm', 'algorithm_refused', 'errors.tokens.verify.algorithm_none'),
  lets(
    'keys-brought-along',
    'takes a key that the token brings',
    'header_refused',
    'errors.tokens.verify.brings_its_own_key',
  ),
  lets('any-key', 'takes any key', 'key_unknown', 'errors.tokens.verify.key_that_nobody_published'),
  lets('any-form', 'takes what is no token', 'token_malformed', 'errors.tokens.verify.five_parts'),
  lets('any-size', 'takes tokens of any size', 'token_too_large', 'errors.tokens.verify.too_large'),
  lets(
    'any-audience',
    'takes tokens for anybody',
    'audience_mismatch',
    'errors.tokens.verify.for_another_api',
  ),
  lets(
    'any-kind',
    'takes an id token for an access token',
    'token_kind_mismatch',
    'errors.tokens.verify.id_token_as_access_token',
  ),
  lets('any-scope', 'does not look at scopes', 'scope_missing', 'errors.tokens.verify.scope_missing'),
  lets('for-ever', 'takes tokens for ever', 'token_expired', 'contract.tokens.verify.until_it_expires'),
  lets(
    'any-age',
    'does not look at the time of the proof',
    'authentication_too_old',
    'contract.tokens.verify.recent_proof',
  ),
  driver(
    'token-trimmed',
    'trims a token',
    'errors.tokens.verify.with_spaces',
    verifies((token, rest, original) => original(typeof token === 'string' ? token.trim() : token, ...rest)),
  ),
  driver(
    'secret-as-text',
    'takes a secret for its text',
    'contract.tokens.verify.as_text_or_as_secret',
    verifies((token, rest, original) => original(String(token), ...rest)),
  ),
  driver(
    'first-audience-only',
    'looks at the first audience alone',
    'contract.tokens.verify.one_of_several_audiences',
    verifies((token, [expectation], original) => {
      const { audience, ...others } = fieldsOf(expectation);
      return original(token, { ...others, audience: [audience].flat()[0] });
    }),
  ),
  driver(
    'default-audience',
    'takes its own id for the audience that is not said',
    'errors.tokens.verify.audience_not_said',
    verifies((token, [expectation], original) => {
      const { audience, ...others } = fieldsOf(expectation);
      return [audience ?? []].flat().length > 0
        ? original(token, expectation)
        : original(token, { ...others, kind: 'id' }).catch(() => ({}));
    }),
  ),
  driver(
    'revocation-remembered',
    'asks once whether a token was revoked',
    'contract.tokens.verify.revocation_is_asked_every_time',
    {
      facade: (auth) =>
        replace(auth, 'tokens.verify', (original) => {
          const passed = new Set<unknown>();
          return async (token, expectation, options) => {
            const { isRevoked: _later, ...others } = fieldsOf(expectation);
            const verified: unknown = await original(
              token,
              passed.has(token) ? others : expectation,
              options,
            );
            passed.add(token);
            return verified;
          };
        }),
    },
  ),
  driver(
    'keys-every-time',
    'reads the keys for every token',
    'resilience.tokens.verify.known_keys_cost_nothing',
    keysFirst,
  ),
  driver(
    'keys-not-kept',
    'cannot do without the provider',
    'resilience.tokens.verify.outage_of_the_provider',
    keysFirst,
  ),
  driver(
    'keys-awaited',
    'waits for keys that it knows',
    'resilience.tokens.verify.hanging_provider',
    keysFirst,
  ),
  driver(
    'keys-for-every-forgery',
    'reads the keys for every unknown name',
    'resilience.tokens.verify.flood_of_unknown_keys',
    {
      facade: (auth) =>
        replace(auth, 'tokens.verify', (original) => async (...given) => {
          try {
            return await original(...given);
          } catch (error) {
            if (IntegrationError.is(error, 'unauthenticated', 'key_unknown'))
              await methodOf(auth, 'flow.keys')();
            throw error;
          }
        }),
    },
  ),
];

/** A reason to refuse a token is none. */
function lets(id: string, what: string, reason: string, caughtBy: string): AuthDriver {
  return driver(id, what, caughtBy, forgives('tokens.verify', reason));
}

function verifies(
  change: (
    token: unknown,
    rest: readonly unknown[],
    original: (...given: readonly unknown[]) => Promise<unknown>,
  ) => unknown,
): AuthDefect {
  return instead(
    'tokens.verify',
    (original) =>
      async (token, ...rest) =>
        change(token, rest, async (...given) => original(...given)),
  );
}
