import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { type FaultPlan, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const input = { amount: { minor: 1200, currency: 'USD' }, paymentMethodId: 'pm_card_visa' };
const once = { retry: false } as const;

describe('the SDK', () => {
  it('is loaded by the first call, not by an import and not by a webhook', async () => {
    const child = fileURLToPath(new URL('./support/lazy-child.ts', import.meta.url));
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child]);
    expect(JSON.parse(stdout)).toEqual({ events: 1, afterImport: 0, afterWebhook: 0, loadedByCall: true });
  });
});

describe('one attempt is one request', () => {
  const faults: readonly FaultPlan[] = [
    { kind: 'resetBefore' },
    { kind: 'resetAfter' },
    { kind: 'status', status: 500, body: '{"error":{"type":"api_error"}}', contentType: 'application/json' },
    {
      kind: 'status',
      status: 409,
      headers: { 'stripe-should-retry': 'true' },
      body: '{"error":{"type":"api_error"}}',
    },
    { kind: 'status', status: 429, body: '{"error":{"type":"invalid_request_error","code":"lock_timeout"}}' },
    { kind: 'truncate', afterBytes: 10 },
  ];

  it.each(faults)('when the wire does $kind $status', async (fault) => {
    await using server = await serve(stripeFake());
    await using payments = stripePayments(
      { secretKey: 'sk_test_fake', baseUrl: server.url },
      { policy: once },
    );
    server.fault(fault);
    await expect(payments.create(input, { idempotencyKey: 'order-7' })).rejects.toMatchObject({
      provider: 'stripe',
    });
    expect(server.received).toHaveLength(1);
  });

  it('also for the native client, and a call under our policy is bound to its attempt', async () => {
    await using server = await serve(stripeFake());
    await using payments = stripePayments({ secretKey: 'sk_test_fake', baseUrl: server.url });
    server.fault({ kind: 'resetAfter' });
    const stripe = await payments.native();
    await expect(stripe.customers.create({ name: 'Grace' })).rejects.toThrow(/connection to Stripe/);
    expect(server.received).toHaveLength(1);

    const rules = { repeat: 'safe' } as const;
    const balance = await payments.use('balance', rules, (client, { headers }) =>
      client.balance.retrieve({}, { headers: { ...headers } }),
    );
    expect(balance.object).toBe('balance');
    expect(server.received.at(-1)?.headers.has('patchbay-attempt')).toBe(false);
  });

  it('sends key and account as headers, never as parameters', async () => {
    await using server = await serve(stripeFake());
    await using payments = stripePayments(
      { secretKey: 'sk_test_fake', baseUrl: server.url, account: 'acct_1' },
      { policy: once },
    );
    await payments.cancel('pi_1', { idempotencyKey: 'order-7' }).catch(() => undefined);
    const [request] = server.received;
    expect(request?.headers.get('idempotency-key')).toMatch(/^\S{16,255}$/);
    expect(request?.headers.get('stripe-account')).toBe('acct_1');
    expect(request?.headers.has('x-stripe-client-telemetry')).toBe(false);
    expect(request?.text).not.toContain('idempotency');
  });
});

describe('check', () => {
  it('is one harmless read', async () => {
    await using server = await serve(stripeFake());
    await using payments = stripePayments({ secretKey: 'sk_test_fake', baseUrl: server.url });
    await payments.check();
    await payments.check();
    expect(server.received.map(({ method, target }) => `${method} ${target}`)).toEqual(['GET /v1/balance']);
  });

  it('tells a wrong key', async () => {
    await using server = await serve(stripeFake());
    await using payments = stripePayments({ secretKey: 'sk_test_wrong', baseUrl: server.url });
    await expect(payments.check()).rejects.toMatchObject({
      code: 'provider_auth_failed',
      outcome: 'not_applied',
    });
  });
});
