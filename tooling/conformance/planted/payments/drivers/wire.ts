import { IntegrationError } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import { everyError, replace } from '../../broken.ts';
import { type PaymentsDriver } from '../broken.ts';
import { outgoing, overFetch } from '../wire.ts';

const on = 'stripe';
const keyHeader = 'idempotency-key';

/** Defects in how requests are made, repeated and given up. */
export const wireDrivers: readonly PaymentsDriver[] = [
  {
    id: 'new-key-each-attempt',
    what: 'sends a new idempotency key on each attempt',
    caughtBy: 'resilience.create.html_503',
    on,
    defect: { planted: outgoing(({ headers }) => headers.set(keyHeader, crypto.randomUUID())) },
  },
  {
    id: 'key-forgotten',
    what: 'sends no idempotency key',
    caughtBy: 'resilience.create.lost_answer',
    on,
    defect: { planted: outgoing(({ headers }) => headers.delete(keyHeader)) },
  },
  {
    id: 'one-key-for-all',
    what: 'sends the same idempotency key with every write',
    caughtBy: 'contract.create.another_key_is_another_payment',
    on,
    defect: {
      planted: outgoing(({ headers }) => headers.has(keyHeader) && headers.set(keyHeader, 'patchbay')),
    },
  },
  {
    id: 'key-of-the-input',
    what: 'makes the idempotency key of the input',
    caughtBy: 'contract.refunds.create.equal_parts_need_two_keys',
    on,
    defect: {
      planted: outgoing(({ headers, form, url }) => {
        const input = new URLSearchParams(form);
        input.delete('metadata[patchbay_key]');
        headers.set(keyHeader, `${url.pathname}?${input.toString()}`.slice(0, 255));
      }),
    },
  },
  {
    id: 'key-cut-short',
    what: 'cuts long idempotency keys',
    caughtBy: 'contract.create.keys_differ_by_their_end',
    on: 'sandbox',
    defect: {
      facade: (payments) =>
        replace(payments, 'create', (original) => async (input, options) => {
          const key = String(fieldsOf(options)['idempotencyKey']);
          return original(input, { ...fieldsOf(options), idempotencyKey: key.slice(0, 64) });
        }),
    },
  },
  {
    id: 'inner-retry-on-5xx',
    what: 'retries a 5xx inside one attempt',
    caughtBy: 'resilience.create.html_503',
    on,
    defect: {
      planted: overFetch((next) => async (...request) => {
        const response = await next(...request);
        if (response.status < 500) return response;
        await response.text();
        return next(...request);
      }),
    },
  },
  {
    id: 'inner-retry-on-reset',
    what: 'retries a broken connection inside one attempt',
    caughtBy: 'resilience.create.reset_before',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          (...request) =>
            next(...request).catch(() => next(...request)),
      ),
    },
  },
  {
    id: 'inner-retry-of-reads',
    what: 'retries reads inside one attempt',
    caughtBy: 'resilience.get.html_502',
    on,
    defect: {
      planted: overFetch((next) => async (...request) => {
        const response = await next(...request);
        if (response.ok || request[1]?.method !== 'GET') return response;
        await response.text();
        return next(...request);
      }),
    },
  },
  {
    id: 'swallowed-502',
    what: 'takes a 502 for success',
    caughtBy: 'resilience.create.html_502',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          async (...request) =>
            paidUnless(await next(...request)),
      ),
    },
  },
  {
    id: 'swallowed-reset',
    what: 'takes a lost answer for success',
    caughtBy: 'resilience.create.reset_before',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          (...request) =>
            next(...request).catch(() => paid()),
      ),
    },
  },
  {
    id: 'reset-reported-as-refusal',
    what: 'says of a lost answer that nothing has happened',
    caughtBy: 'resilience.create.reset_after_commit',
    on,
    defect: everyError(['create'], (error) =>
      IntegrationError.is(error)
        ? new IntegrationError({ ...error.toJSON(), outcome: 'not_applied' })
        : error,
    ),
  },
  {
    id: 'abort-ignored',
    what: 'lets a request run on after the caller gave up',
    caughtBy: 'resilience.create.aborted_before_the_answer',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          (input, { signal: _ignored, ...init } = {}) =>
            next(input, init),
      ),
    },
  },
  {
    id: 'retry-after-ignored',
    what: 'does not pass on how long the vendor asks to wait',
    caughtBy: 'resilience.create.retry_after_in_seconds',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          async (...request) =>
            withoutWait(await next(...request)),
      ),
    },
  },
  {
    id: 'envelope-unread',
    what: 'does not read the code in the vendor’s error',
    caughtBy: 'errors.capture.more_than_authorized',
    on,
    defect: {
      planted: overFetch(
        (next) =>
          async (...request) =>
            withoutCode(await next(...request)),
      ),
    },
  },
  {
    id: 'rate-limit-as-refusal',
    what: 'takes a 429 for a refusal of the input',
    caughtBy: 'resilience.create.rate_limited',
    on,
    defect: {
      planted: overFetch((next) => async (...request) => {
        const response = await next(...request);
        if (response.status !== 429) return response;
        await response.text();
        return Response.json({ error: { type: 'invalid_request_error' } }, { status: 400 });
      }),
    },
  },
];

const paidIntent = {
  id: 'pi_made_up',
  object: 'payment_intent',
  status: 'succeeded',
  amount: 1200,
  amount_received: 1200,
  amount_capturable: 0,
  currency: 'usd',
  created: 1_767_225_600,
  metadata: {},
};

function paid(): Response {
  return Response.json(paidIntent);
}

function paidUnless(response: Response): Response {
  return response.status < 500 ? response : paid();
}

function withoutWait(response: Response): Response {
  const headers = new Headers(response.headers);
  headers.delete('retry-after');
  headers.delete('retry-after-ms');
  return new Response(response.body, { status: response.status, headers });
}

async function withoutCode(response: Response): Promise<Response> {
  if (response.ok) return response;
  const { error } = fieldsOf(await response.json());
  return Response.json({ error: { ...fieldsOf(error), code: undefined } }, { status: response.status });
}
