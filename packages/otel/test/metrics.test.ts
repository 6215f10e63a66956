import { metrics, trace } from '@opentelemetry/api';
import { createPatchbay } from '@patchbay/core';
import { observeHealth, observeLedger, otelInterceptor } from '@patchbay/otel';
import { describe, expect, it, vi } from 'vitest';
import { telemetry } from './support/telemetry.ts';
import { openTill } from './support/till.ts';

const identity = {
  'patchbay.category': 'payments',
  'patchbay.provider': 'stripe',
  'patchbay.instance': 'till',
};
const apiError = JSON.stringify({ error: { type: 'api_error' } });
const unknownId = 'pi_000000000000000000000000';

/** Series as `name operation error: count`. */
async function counts(sdk: ReturnType<typeof telemetry>): Promise<readonly string[]> {
  const all = await sdk.series();
  return all.map(({ name, attributes, value }) => {
    const count = typeof value === 'object' && value !== null && 'count' in value ? value.count : value;
    const labels = [attributes['patchbay.operation'], attributes['error.type'] ?? 'ok'];
    return `${[name, ...labels].join(' ')}: ${String(count)}`;
  });
}

describe('the metrics of calls', () => {
  it('are durations of calls and attempts in seconds, and retries', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor(sdk));
    till.server.fault({ kind: 'status', status: 503, body: apiError });
    await till.payments.get(unknownId).catch(() => undefined);
    expect(await counts(sdk)).toEqual([
      'patchbay.client.operation.duration payments.get not_found: 1',
      'patchbay.client.attempt.duration payments.get provider_unavailable: 1',
      'patchbay.client.attempt.duration payments.get not_found: 1',
      'patchbay.client.retries payments.get ok: 1',
    ]);
    const [duration] = await sdk.series();
    expect(duration).toMatchObject({ unit: 's', attributes: identity });
  });

  it('are of a bounded number: what the application has named is "other"', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor(sdk));
    for (const id of ['pi_1', 'pi_2', 'pi_3']) {
      await till.payments.use(`read.${id}`, { repeat: 'never' }, async () => id);
    }
    expect(await counts(sdk)).toEqual([
      'patchbay.client.operation.duration other ok: 3',
      'patchbay.client.attempt.duration other ok: 3',
    ]);
  });

  it('go to the global providers where none is given', async () => {
    await using sdk = telemetry();
    trace.setGlobalTracerProvider(sdk.tracers);
    metrics.setGlobalMeterProvider(sdk.meters);
    try {
      await using till = await openTill(otelInterceptor());
      await till.payments.get(unknownId).catch(() => undefined);
      expect(sdk.spans().map(({ instrumentationScope }) => instrumentationScope.name)).toEqual([
        '@patchbay/otel',
        '@patchbay/otel',
      ]);
      expect(await counts(sdk)).toHaveLength(2);
    } finally {
      trace.disable();
      metrics.disable();
    }
  });
});

describe('observeHealth', () => {
  it('tells circuit and attempts in flight when metrics are collected, and sends nothing for it', async () => {
    await using sdk = telemetry();
    await using till = await openTill(otelInterceptor());
    const app = createPatchbay({ payments: till.payments });
    let asked = 0;
    const health = () => {
      asked += 1;
      return app.health();
    };
    const stop = observeHealth({ health }, sdk.meter);
    expect(await sdk.series()).toEqual([
      { name: 'patchbay.client.breaker.state', unit: '', attributes: identity, value: 0 },
      { name: 'patchbay.client.inflight', unit: '{attempt}', attributes: identity, value: 0 },
    ]);
    till.server.fault({ kind: 'status', status: 500, times: 200, body: apiError });
    await Promise.all(Array.from({ length: 50 }, () => till.payments.get(unknownId).catch(() => undefined)));
    expect((await sdk.series()).map(({ value }) => value)).toEqual([2, 0]);
    stop();
    await sdk.series();
    expect(asked).toBe(2);
  });
});

describe('observeLedger', () => {
  it('counts the writes that nobody knows of, without those under way', async () => {
    await using sdk = telemetry();
    const write = { operation: 'send', firstAt: new Date(0), latestAt: new Date(0) };
    const ledger = {
      async *unresolved() {
        yield { ...write, idempotencyKey: 'receipt:7', isUnderWay: false };
        yield { ...write, idempotencyKey: 'receipt:8', isUnderWay: true };
      },
    };
    const stop = observeLedger({ category: 'email', provider: 'sendgrid', name: 'mail', ledger }, sdk.meter);
    expect(await sdk.series()).toMatchObject([
      { name: 'patchbay.ledger.unknown', value: 1, attributes: { 'patchbay.instance': 'mail' } },
    ]);
    stop();
  });

  it('tells nothing while the ledger cannot be read, or what it told last, and leaves the other metrics alone', async () => {
    await using sdk = telemetry();
    const write = { operation: 'send', firstAt: new Date(0), latestAt: new Date(0) };
    let isAway = true;
    const ledger = {
      async *unresolved() {
        if (isAway) throw new Error('The state is away.');
        yield { ...write, idempotencyKey: 'receipt:7', isUnderWay: false };
      },
    };
    sdk.meter.createObservableGauge('other').addCallback((result) => result.observe(7));
    observeLedger({ category: 'email', provider: 'sendgrid', name: 'mail', ledger }, sdk.meter);
    const told = async () => (await sdk.series()).map(({ name, value }) => [name, value]);
    const other = ['other', 7];
    expect(await told()).toEqual([other]);
    isAway = false;
    expect(await told()).toEqual([other, ['patchbay.ledger.unknown', 1]]);
    isAway = true;
    expect(await told()).toEqual([other, ['patchbay.ledger.unknown', 1]]);
  });

  it('keeps the other metrics for three seconds at most where the ledger hangs', async () => {
    await using sdk = telemetry();
    const ledger = {
      unresolved: (): AsyncIterable<never> => ({
        [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}) }),
      }),
    };
    sdk.meter.createObservableGauge('other').addCallback((result) => result.observe(7));
    const stop = observeLedger({ category: 'email', provider: 'sendgrid', name: 'mail', ledger }, sdk.meter);
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const told = sdk.series();
      for (const ms of [0, 3000, 1]) await vi.advanceTimersByTimeAsync(ms); // the last one is the exporter’s
      expect((await told).map(({ name }) => name)).toEqual(['other']);
    } finally {
      vi.useRealTimers();
      stop();
    }
  });
});
