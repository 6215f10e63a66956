import { money } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import {
  countDelivery,
  metricsResponse,
  observeHealth,
  observeLedger,
  prometheusInterceptor,
} from '@patchbay/prometheus';
import { serve } from '@patchbay/testing/node';
import { Registry } from 'prom-client';
import { describe, expect, it, vi } from 'vitest';
import { counted, openGroup, openTill, unknownId } from './support/till.ts';

const apiError = JSON.stringify({ error: { type: 'api_error' } });

describe('prometheusInterceptor', () => {
  it('counts calls with their duration, errors by code, and retries', async () => {
    await using till = await openTill();
    till.server.fault({ kind: 'status', status: 503, body: apiError });
    await till.app.till.create(
      { amount: money(420, 'EUR'), paymentMethodId: 'pm_card_visa', returnUrl: 'https://shop.test/' },
      { idempotencyKey: 'order-7' },
    );
    await till.app.till.get(unknownId).catch(() => undefined);
    expect(await counted(till.register)).toEqual([
      'integration_api_response_time_count{service="till",provider="stripe",endpoint="payments.create"} 1',
      'integration_api_response_time_count{service="till",provider="stripe",endpoint="payments.get"} 1',
      'integration_api_errors_total{service="till",provider="stripe",error_type="not_found"} 1',
      'integration_retries_total{service="till",provider="stripe"} 1',
    ]);
  });

  it('counts each time that a call of a failover group moves on', async () => {
    await using shop = await openGroup();
    await shop.group.create({ amount: money(420, 'EUR') }, { idempotencyKey: 'order-7' });
    expect(await counted(shop.register)).toContain(
      'integration_failovers_total{service="payments",from="first",error_type="network"} 1',
    );
  });

  it('has every error at zero before the first one, so that the first one is seen to rise', async () => {
    await using till = await openTill();
    await till.app.till.check();
    expect(await till.register.metrics()).toContain(
      'integration_api_errors_total{service="till",provider="stripe",error_type="provider_auth_failed"} 0',
    );
  });

  it('has no more series after calls with a hundred ids and names', async () => {
    await using till = await openTill();
    const call = async (index: number): Promise<void> => {
      await till.app.till.get(`pi_${index}`).catch(() => undefined);
      await till.app.till.use(`read.pi_${index}`, { repeat: 'never' }, async () => index);
    };
    await call(0);
    const before = (await till.register.metrics()).split('\n').length;
    for (let index = 1; index < 100; index += 1) await call(index);
    const after = await till.register.metrics();
    expect(after.split('\n')).toHaveLength(before);
    expect(after).toContain('endpoint="other"');
    expect(after).not.toMatch(/pi_\d/);
  });

  it('shares the series of a register with another one', async () => {
    const register = new Registry();
    expect(() => [1, 2].map(() => prometheusInterceptor({ register }))).not.toThrow();
  });

  it('counts what the application itself throws as "other"', async () => {
    const register = new Registry();
    const refusing = { around: () => Promise.reject(new Error('4711 may not')) };
    await using server = await serve(stripeFake({ secretKey: 'sk_test_refused00000000000000001' }));
    const payments = stripePayments(
      { secretKey: 'sk_test_refused00000000000000001', baseUrl: server.url },
      { interceptors: [prometheusInterceptor({ register }), refusing] },
    );
    await payments.get(unknownId).catch(() => undefined);
    expect(await counted(register)).toContain(
      'integration_api_errors_total{service="payments",provider="stripe",error_type="other"} 1',
    );
  });
});

describe('observeHealth', () => {
  it('tells circuits and attempts in flight as they are at the scrape', async () => {
    await using till = await openTill();
    const stop = observeHealth(till.app, till);
    const gauges = async () => (await till.register.metrics()).match(/^integration_(circuit|in_).*/gm);
    expect(await gauges()).toEqual([
      'integration_circuit_state{service="till",provider="stripe"} 0',
      'integration_in_flight{service="till",provider="stripe"} 0',
    ]);
    till.server.fault({ kind: 'hang', commit: false });
    const abort = new AbortController();
    const hanging = till.app.till.get(unknownId, { signal: abort.signal }).catch(() => undefined);
    await expect.poll(() => till.server.held).toBe(1);
    expect(await gauges()).toContain('integration_in_flight{service="till",provider="stripe"} 1');
    abort.abort();
    await hanging;
    till.server.fault({ kind: 'status', status: 500, times: 200, body: apiError });
    await Promise.all(Array.from({ length: 50 }, () => till.app.till.get(unknownId).catch(() => undefined)));
    expect(await gauges()).toContain('integration_circuit_state{service="till",provider="stripe"} 2');
    stop();
    expect(await gauges()).toBeNull();
  });
});

describe('countDelivery', () => {
  it('tells webhooks that were handled from those that were not believed and those that failed', async () => {
    await using till = await openTill();
    const { register } = till;
    const forged = new Request('https://shop.test/webhooks', { method: 'POST', body: '{}' });
    const count = (handle: () => Promise<unknown>) => countDelivery('till', handle, { register });
    expect(await count(async () => 'event')).toBe('event');
    await expect(count(() => till.app.till.webhooks.receive(forged))).rejects.toMatchObject({
      code: 'webhook_rejected',
    });
    await expect(count(() => Promise.reject(new Error('disk full')))).rejects.toThrow('disk full');
    expect(await counted(register)).toEqual([
      'webhook_delivery_total{service="till",status="delivered"} 1',
      'webhook_delivery_total{service="till",status="rejected"} 1',
      'webhook_delivery_total{service="till",status="failed"} 1',
    ]);
  });
});

describe('metricsResponse', () => {
  it('answers a scrape in the text format', async () => {
    await using till = await openTill();
    const response = await metricsResponse(till.register);
    expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0.0.4/);
    expect(await response.text()).toContain('# TYPE integration_api_response_time histogram');
  });
});

/** As of a store that does not answer. */
const neverGives: AsyncIterable<never> = {
  [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
};

describe('observeLedger', () => {
  const write = {
    operation: 'send',
    idempotencyKey: 'receipt:7',
    firstAt: new Date(0),
    latestAt: new Date(0),
  };
  const kept = (isUnderWay: boolean) => ({
    name: 'mail',
    provider: 'sendgrid',
    ledger: {
      async *unresolved() {
        yield { ...write, isUnderWay };
      },
    },
  });
  const series = async (register: Registry) =>
    (await register.metrics())
      .split('\n')
      .filter((line) => line.startsWith('integration_writes_unresolved{'));
  const labelled = 'integration_writes_unresolved{service="mail",provider="sendgrid"}';

  it.each([
    [false, 1],
    [true, 0],
  ])('counts writes that nobody knows of (under way: %s)', async (isUnderWay, count) => {
    const register = new Registry();
    const stop = observeLedger(kept(isUnderWay), { register });
    expect(await series(register)).toEqual([`${labelled} ${count}`]);
    stop();
    expect(await series(register)).toEqual([]);
  });

  it('does not keep a scrape waiting for a ledger that hangs', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const register = new Registry();
      const hanging = { name: 'mail', provider: 'sendgrid', ledger: { unresolved: () => neverGives } };
      observeLedger(hanging, { register });
      const scrape = series(register);
      await vi.advanceTimersByTimeAsync(3000);
      expect(await scrape).toEqual([`${labelled} Nan`]);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });

  it('does not fail the scrape with a ledger that cannot be read', async () => {
    const register = new Registry();
    const broken = {
      ...kept(false),
      ledger: {
        unresolved: () => ({
          [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(new Error('EIO')) }),
        }),
      },
    };
    observeLedger(broken, { register });
    expect(await series(register)).toEqual([`${labelled} Nan`]);
  });
});
