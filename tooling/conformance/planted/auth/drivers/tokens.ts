import type { TokenSet } from '@patchbay/auth';
import { IntegrationError } from '@patchbay/core';
import { fieldsOf, methodOf } from '@patchbay/core/conformance';
import { answers, type Method, replace } from '../../broken.ts';
import { type AuthDriver, driverOn, forgives, inputs, instead } from '../broken.ts';

const driver = driverOn('oidc');

/** Defects in how tokens are renewed. */
const refreshDrivers: readonly AuthDriver[] = [
  driver('refresh-each-for-itself', 'refreshes for each who asks', 'contract.tokens.refresh.many_at_once', {
    facade: (auth) =>
      replace(auth, 'tokens.refresh', () => async (tokens) => {
        const { refreshToken = tokens } = fieldsOf(tokens);
        return methodOf(auth, 'flow.refresh')({ refreshToken });
      }),
  }),
  refreshes(
    'refresh-shared-by-all',
    'shares a refresh between people',
    'contract.tokens.refresh.two_people_at_once',
    (original) => {
      let shared: Promise<unknown> | undefined;
      return (...given) =>
        (shared ??= Promise.resolve(original(...given)).finally(() => {
          shared = undefined;
        }));
    },
  ),
  refreshes(
    'first-gives-up-for-all',
    'gives up for all when the first does',
    'contract.tokens.refresh.one_leaves_the_others_stay',
    (original) => {
      const shared = new Map<unknown, unknown>();
      return (tokens, options) => {
        if (!shared.has(tokens)) shared.set(tokens, original(tokens, options));
        return shared.get(tokens);
      };
    },
  ),
  refreshes(
    'failure-remembered',
    'remembers a failure',
    'contract.tokens.refresh.after_a_failure_it_is_asked_anew',
    (original) => {
      let failed = false;
      return async (...given) => {
        if (failed)
          throw new IntegrationError({ code: 'unauthenticated', outcome: 'not_applied', message: 'No.' });
        return Promise.resolve(original(...given)).catch((error: unknown) => {
          failed = true;
          throw error;
        });
      };
    },
  ),
  refreshes(
    'successor-lost',
    'keeps the refresh token that was used',
    'contract.tokens.refresh.again_and_again',
    (original) => async (tokens, options) => ({
      ...fieldsOf(await original(tokens, options)),
      refreshToken: fieldsOf(tokens)['refreshToken'],
    }),
  ),
  refreshes(
    'refreshed-twice',
    'refreshes again when the answer is lost',
    'contract.tokens.refresh.lost_answer',
    (original) =>
      async (...given) =>
        Promise.resolve(original(...given)).catch(() => original(...given)),
  ),
  refreshes(
    'text-refused',
    'takes no bare refresh token',
    'contract.tokens.refresh.by_the_token_alone',
    (original) => async (tokens, options) => {
      if (typeof tokens !== 'string') return original(tokens, options);
      throw new IntegrationError({
        code: 'invalid_request',
        outcome: 'not_applied',
        message: 'This is text.',
      });
    },
  ),
  refreshes(
    'nothing-refreshed',
    'answers the same tokens where none can be refreshed',
    'contract.tokens.refresh.nothing_to_refresh_with',
    (original) => async (tokens, options) => Promise.resolve(original(tokens, options)).catch(() => tokens),
  ),
  driver(
    'person-forgotten',
    'forgets whose tokens they are',
    'contract.tokens.refresh.new_tokens_for_the_same_person',
    answers<TokenSet>('tokens.refresh', ({ subject: _forgotten, ...tokens }) => tokens),
  ),
];

/** Defects in how tokens end, and in what they open. */
const otherDrivers: readonly AuthDriver[] = [
  driver(
    'access-token-revoked',
    'ends the access token and leaves the refresh token',
    'contract.tokens.revoke.ends_the_refresh_token',
    inputs('tokens.revoke', ({ refreshToken: _left, ...tokens }) => tokens),
  ),
  driver(
    'nothing-to-revoke',
    'ends nothing where there is no refresh token',
    'contract.tokens.revoke.access_token_where_it_is_all',
    instead(
      'tokens.revoke',
      (original) => async (tokens, options) =>
        'refreshToken' in fieldsOf(tokens) ? original(tokens, options) : undefined,
    ),
  ),
  driver(
    'scopes-dropped',
    'drops the scopes of a machine',
    'contract.tokens.clientCredentials.token_of_nobody',
    inputs('tokens.clientCredentials', ({ scopes: _dropped, ...input }) => input),
  ),
  driver(
    'machine-as-person',
    'takes the application for a person',
    'contract.tokens.clientCredentials.opens_no_profile',
    answers<TokenSet>('tokens.clientCredentials', (tokens) => ({ ...tokens, subject: 'web' })),
  ),
  driver(
    'profile-of-somebody',
    'takes the profile of somebody else',
    'contract.tokens.identity.of_somebody_else',
    forgives('tokens.identity', 'subject_mismatch'),
  ),
  driver(
    'address-lost',
    'loses the e-mail address',
    'contract.tokens.identity.is_the_same_person',
    answers<{ email?: unknown }>('tokens.identity', ({ email: _lost, ...identity }) => identity),
  ),
  driver(
    'nobody-is-empty',
    'answers an empty profile for a token that opens none',
    'contract.tokens.identity.token_that_opens_nothing',
    forgives('flow.userInfo', 'token_revoked'),
  ),
];

/** Defects in how tokens are renewed, in how they end, and in what they open. */
export const tokenDrivers: readonly AuthDriver[] = [...refreshDrivers, ...otherDrivers];

function refreshes(
  id: string,
  what: string,
  caughtBy: string,
  make: (original: Method) => Method,
): AuthDriver {
  return driver(id, what, caughtBy, instead('tokens.refresh', make));
}
