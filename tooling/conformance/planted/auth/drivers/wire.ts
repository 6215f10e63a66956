import { fieldsOf } from '@patchbay/core/conformance';
import { type AuthDriver, driverOn } from '../broken.ts';
import { answered, type Fetch, type Form, fieldOf, forms, overFetch, refusal, renamed } from '../wire.ts';

const driver = driverOn('oidc');
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** Defects in how requests are made, repeated and given up. */
export const wireDrivers: readonly AuthDriver[] = [
  over(
    'second-exchange-on-reset',
    'redeems a code again when the answer is lost',
    'resilience.flow.exchange.reset_after_commit',
    (next) =>
      (...request) =>
        next(...request).catch(() => next(...request)),
  ),
  over(
    'second-exchange-on-5xx',
    'redeems a code again after a 5xx, inside one attempt',
    'resilience.flow.exchange.html_503',
    again(({ status }) => status >= 500),
  ),
  over(
    'profile-read-twice',
    'repeats reads inside one attempt',
    'resilience.flow.userInfo.html_502',
    again(({ ok }, method) => !ok && method === 'GET'),
  ),
  over(
    'swallowed-502',
    'takes the page of a proxy for success',
    'resilience.flow.revoke.html_502',
    answered((response) => (response.status === 502 ? new Response(null) : undefined)),
  ),
  over(
    'any-200-is-tokens',
    'takes any 200 for tokens',
    'resilience.flow.exchange.other_shape',
    answered(async (response, init) => {
      if (!response.ok || fieldOf(init, 'code') === undefined) return undefined;
      return Response.json({
        access_token: 'none',
        token_type: 'Bearer',
        ...fieldsOf(await response.json()),
      });
    }),
  ),
  over(
    'any-200-is-a-profile',
    'takes any 200 for a profile',
    'resilience.flow.userInfo.garbage',
    answered(async (response, init) => {
      if (!response.ok || init?.method !== 'GET') return undefined;
      const claims: unknown = await response.json().catch(() => ({ sub: 'nobody' }));
      return Response.json(claims);
    }),
  ),
  over(
    'abort-ignored',
    'goes on after an abort',
    'resilience.flow.exchange.aborted_before_the_answer',
    (next) =>
      (input, init = {}) => {
        const { signal: _ignored, ...rest } = init;
        return next(input, rest);
      },
  ),
  over(
    'retry-after-ignored',
    'does not tell how long to wait',
    'resilience.flow.exchange.retry_after_in_seconds',
    answered(async (response) => {
      const headers = new Headers(response.headers);
      headers.delete('retry-after');
      return new Response(await response.text(), { status: response.status, headers });
    }),
  ),
  over(
    'check-signs-in',
    'checks the application by getting tokens',
    'resilience.check.is_one_reading_request',
    (next) => async (input, init) => {
      const body = new URLSearchParams({ grant_type: 'client_credentials' });
      if (isCheck(init)) await next(input, { ...init, body });
      return next(input, init);
    },
  ),
  over(
    'check-repeated',
    'repeats a check that failed',
    'resilience.check.is_never_retried',
    (next) => async (input, init) => {
      const response = await next(input, init);
      return isCheck(init) && response.status >= 500 ? next(input, init) : response;
    },
  ),
  over(
    'check-without-credential',
    'checks without looking at the credential',
    'resilience.check.tells_a_wrong_credential',
    (next) => (input, init) =>
      isCheck(init) ? Promise.resolve(refusal(400, 'invalid_grant')) : next(input, init),
  ),
  over(
    'grant-as-credential',
    'takes a code that is not taken for a wrong secret',
    'errors.signIn.complete.code_that_nobody_gave',
    answered((response) => (response.status === 400 ? refusal(401, 'invalid_client') : undefined)),
  ),
  over(
    'device-never-waits',
    'takes a device that waits for one that is refused',
    'contract.device.complete.first_it_is_pending',
    answered((response, init) =>
      response.status === 400 && fieldOf(init, 'device_code') !== undefined
        ? refusal(400, 'access_denied')
        : undefined,
    ),
  ),
  over(
    'outage-is-a-no',
    'takes an outage for a no',
    'contract.device.complete.outage_while_waiting',
    answered(({ status }, init) =>
      status >= 500 && fieldOf(init, 'device_code') !== undefined ? refusal(400, 'access_denied') : undefined,
    ),
  ),
  over(
    'haste-is-a-no',
    'takes a device that hurries for one that is refused',
    'contract.device.complete.asked_too_often',
    renamed('slow_down', 'access_denied'),
  ),
  over(
    'unknown-is-expired',
    'takes a device code that nobody gave for one that expired',
    'contract.device.complete.code_that_nobody_gave',
    renamed('invalid_grant', 'expired_token'),
  ),
  sends(
    'no-verifier',
    'redeems a code without its verifier',
    'contract.flow.exchange.answers_in_form',
    'code',
    ({ fields }) => fields.delete('code_verifier'),
  ),
  sends(
    'no-address',
    'redeems a code without its address',
    'contract.signIn.complete.tells_who_it_is',
    'code',
    ({ fields }) => fields.delete('redirect_uri'),
  ),
  sends(
    'refresh-as-code',
    'sends a refresh token as a code',
    'contract.flow.refresh.answers_in_form',
    'refresh_token',
    ({ fields }) => fields.set('grant_type', 'authorization_code'),
  ),
  sends(
    'device-as-code',
    'sends a device code as a code',
    'contract.flow.pollDevice.answers_in_form',
    'device_code',
    ({ fields }) => fields.set('grant_type', deviceGrant.replace('device_code', 'code')),
  ),
  sends(
    'nothing-revoked',
    'revokes without saying what',
    'contract.flow.revoke.answers_in_form',
    'token',
    ({ fields }) => fields.delete('token'),
  ),
  sends(
    'secret-in-the-url',
    'sends the secret in the URL',
    'contract.flow.clientCredentials.answers_in_form',
    'grant_type',
    ({ url, headers }) => {
      url.searchParams.set('client_secret', headers.get('authorization') ?? '');
      headers.delete('authorization');
    },
  ),
  sends(
    'not-offline',
    'asks a device for less than it should',
    'contract.flow.startDevice.answers_in_form',
    'scope',
    ({ fields }) => fields.set('scope', 'less'),
  ),
  over(
    'profile-by-query',
    'sends the access token in the URL',
    'contract.flow.userInfo.answers_in_form',
    (next) =>
      (input, init = {}) => {
        const headers = new Headers(init.headers);
        const [, token] = /^Bearer (.*)$/.exec(headers.get('authorization') ?? '') ?? [];
        if (token === undefined) return next(input, init);
        headers.delete('authorization');
        const url = new URL(input instanceof Request ? input.url : input);
        url.searchParams.set('access_token', token);
        return next(url, { ...init, headers });
      },
  ),
];

function over(id: string, what: string, caughtBy: string, change: (next: Fetch) => Fetch): AuthDriver {
  return driver(id, what, caughtBy, { planted: overFetch(change) });
}

/** Forms that have this field leave otherwise. */
function sends(
  id: string,
  what: string,
  caughtBy: string,
  field: string,
  change: (form: Form) => void,
): AuthDriver {
  const planted = forms((form) => {
    if (form.fields.has(field)) change(form);
  });
  return driver(id, what, caughtBy, { planted });
}

function again(isRepeated: (response: Response, method?: string) => boolean): (next: Fetch) => Fetch {
  return (next) => async (input, init) => {
    const response = await next(input, init);
    if (!isRepeated(response, init?.method)) return response;
    await response.text();
    return next(input, init);
  };
}

function isCheck(init?: RequestInit): boolean {
  return fieldOf(init, 'refresh_token') === 'patchbay-check';
}
