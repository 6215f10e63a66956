import { assert, assertError, describeError, type ExpectedError } from '@patchbay/core/conformance';
import { type AuthRow, cases } from '../define.ts';
import { answerOf, pairOf, withCookies } from '../scene.ts';

const denied = (reason: string) => ({ code: 'access_denied', reason }) as const;

/** What the provider says by way of the browser instead of a code (RFC 6749 §4.1.2.1, OpenID Connect Core §3.1.2.6). */
export const answerCases = cases('errors', 'signIn.complete', {
  answers_access_denied: means('access_denied', denied('consent_denied')),
  answers_login_required: means('login_required', denied('login_required')),
  answers_interaction_required: means('interaction_required', denied('login_required')),
  answers_consent_required: means('consent_required', denied('login_required')),
  answers_account_selection_required: means('account_selection_required', denied('login_required')),
  answers_unauthorized_client: means('unauthorized_client', {
    code: 'provider_auth_failed',
    reason: 'client_refused',
  }),
  answers_temporarily_unavailable: means('temporarily_unavailable', { code: 'provider_unavailable' }),
  answers_server_error: means('server_error', { code: 'provider_error' }),
  answers_invalid_scope: means('invalid_scope', { code: 'invalid_request', reason: 'parameter_invalid' }),
  answers_what_nobody_knows: means('moon_is_full', { code: 'invalid_request', reason: 'parameter_invalid' }),
});

function means(error: string, expected: ExpectedError): AuthRow {
  return {
    title: `The provider’s ${error} is \`${expected.code}\`; its own words, a stranger’s, are not repeated.`,
    parameters: { error },
    needs: { traits: ['sign_in'] },
    async run(scene) {
      const start = await scene.begin();
      const answer = await answerOf(await scene.comeBack(start));
      answer.delete('code');
      answer.set('error', error);
      answer.set('error_description', '<b>Call 555-0100 to get your account back</b>');
      const { redirectUri } = scene.fixtures;
      const request = withCookies(new Request(`${redirectUri}?${answer.toString()}`), pairOf(start.cookie));
      const found = await scene.failure(scene.auth.signIn.complete({ request }));
      assertError(found, { ...expected, outcome: 'not_applied' });
      const printed = describeError(found) + JSON.stringify(found);
      assert(!printed.includes('555-0100'), 'a stranger’s words stay out of the error');
    },
  };
}
