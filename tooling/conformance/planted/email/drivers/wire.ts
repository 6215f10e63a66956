import type { EmailDriver } from '../broken.ts';
import { sendPath } from '../mail-json.ts';
import { outgoing, overFetch } from '../wire.ts';

const on = 'sendgrid';

/** Defects in how requests are made, repeated and given up. */
export const wireDrivers: readonly EmailDriver[] = [
  over(
    'second-send-on-reset',
    'sends again when the answer is lost',
    'resilience.send.reset_after_commit',
    (next) =>
      (...request) =>
        next(...request).catch(() => next(...request)),
  ),
  over(
    'second-send-on-5xx',
    'sends again after a 5xx, inside one attempt',
    'resilience.send.html_503',
    (next) =>
      async (...request) => {
        const response = await next(...request);
        if (response.status < 500) return response;
        await response.text();
        return next(...request);
      },
  ),
  over(
    'read-twice',
    'repeats reads inside one attempt',
    'resilience.suppressions.list.html_502',
    (next) =>
      async (...request) => {
        const response = await next(...request);
        if (response.ok || request[1]?.method !== 'GET') return response;
        await response.text();
        return next(...request);
      },
  ),
  over(
    'swallowed-502',
    'takes a page of a proxy for success',
    'resilience.send.html_502',
    (next) =>
      async (...request) => {
        const response = await next(...request);
        return response.status === 502 ? taken() : response;
      },
  ),
  over(
    'any-200-is-success',
    'takes any 200 for a mail that was taken',
    'resilience.send.other_shape',
    (next) =>
      async (...request) => {
        const response = await next(...request);
        return response.status === 200 && isSend(request) ? taken() : response;
      },
  ),
  over(
    'abort-ignored',
    'goes on after an abort',
    'resilience.send.aborted_before_the_answer',
    (next) =>
      (input, init = {}) => {
        const { signal: _ignored, ...rest } = init;
        return next(input, rest);
      },
  ),
  over(
    'retry-after-ignored',
    'does not tell how long to wait',
    'resilience.send.retry_after_in_seconds',
    (next) =>
      async (...request) => {
        const response = await next(...request);
        const headers = new Headers(response.headers);
        headers.delete('retry-after');
        return new Response(await response.text(), { status: response.status, headers });
      },
  ),
  {
    id: 'check-writes',
    what: 'checks an account by changing it',
    caughtBy: 'resilience.check.is_one_reading_request',
    on,
    defect: {
      planted: overFetch((next) => async (input, init) => {
        if (String(input).endsWith('/v3/scopes')) await next(input, { ...init, method: 'POST', body: '{}' });
        return next(input, init);
      }),
    },
  },
  {
    id: 'check-without-credential',
    what: 'checks without looking at the credential',
    caughtBy: 'resilience.check.tells_a_wrong_credential',
    on,
    defect: {
      planted: overFetch(
        (next) => (input, init) =>
          String(input).endsWith('/v3/scopes')
            ? Promise.resolve(Response.json({ scopes: [] }))
            : next(input, init),
      ),
    },
  },
  {
    id: 'another-key',
    what: 'sends another key than the configured one',
    caughtBy: 'contract.send.arrives_whole',
    on,
    defect: { planted: outgoing(({ headers }) => headers.set('authorization', 'Bearer mine')) },
  },
];

function over(
  id: string,
  what: string,
  caughtBy: string,
  change: (next: typeof fetch) => typeof fetch,
): EmailDriver {
  return { id, what, caughtBy, on, defect: { planted: overFetch(change) } };
}

function isSend([input]: Parameters<typeof fetch>): boolean {
  return String(input).endsWith(sendPath);
}

function taken(): Response {
  return new Response(null, { status: 202, headers: { 'x-message-id': 'made-up' } });
}
