import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { healthOf, worstOf } from '../src/health.ts';
import { createMonitor } from '../src/monitor.ts';
import { mailEnvironment } from './support/mail-shop.ts';
import { openWiredShop } from './support/shop.ts';

const status = z.enum(['healthy', 'degraded', 'unhealthy']);
const service = z.looseObject({
  status,
  response_time: z.string().regex(/^\d+ms$/),
  last_check: z.iso.datetime(),
});
const health = z.object({ status, services: z.record(z.string(), service) });

/** The form that monitors of integrations are written for. */
const example = {
  status: 'healthy',
  services: {
    service1: { status: 'healthy', response_time: '150ms', last_check: '2024-01-01T00:00:00Z' },
    service2: { status: 'degraded', response_time: '800ms', last_check: '2024-01-01T00:00:00Z' },
  },
};

async function ask(url: string, path: string) {
  const response = await fetch(`${url}${path}`);
  const body: unknown = await response.json();
  return { status: response.status, body };
}

describe('GET /health/integrations', () => {
  it('tells in the usual form how each provider has answered', async () => {
    await using shop = await openWiredShop();
    const { status: code, body } = await ask(shop.url, '/health/integrations?deep');
    expect(code).toBe(200);
    expect(health.parse(example)).toEqual(example);
    const { services } = health.parse(body);
    expect(body).toMatchObject({ status: 'healthy' });
    expect(Object.keys(services)).toEqual(['auth', 'storage', 'payments', 'email', 'state', 'jobs']);
    expect(services['payments']).toMatchObject({
      status: 'healthy',
      provider: 'stripe',
      circuit: 'closed',
      in_flight: 0,
      latency_ms: expect.any(Number),
      last_fault: null,
      error: null,
    });
  });

  it('asks no provider by itself, and says of one that was never asked that it knows nothing', async () => {
    await using shop = await openWiredShop();
    const before = shop.server.received.length;
    const { body } = await ask(shop.url, '/health/integrations');
    expect(body).toMatchObject({
      status: 'healthy',
      services: { payments: { response_time: null, last_check: null, last_success: null } },
    });
    expect(shop.server.received).toHaveLength(before);
  });

  it('answers 503 when a provider is gone, and says which and why', async () => {
    await using shop = await openWiredShop();
    await shop.server.close();
    expect(await ask(shop.url, '/health/integrations')).toMatchObject({ status: 200 });
    expect(await ask(shop.url, '/health/integrations?deep')).toMatchObject({
      status: 503,
      body: {
        status: 'unhealthy',
        services: { auth: { status: 'healthy' }, payments: { status: 'unhealthy', error: 'network' } },
      },
    });
    expect((await fetch(`${shop.url}/health/live`)).status).toBe(204);
  });

  it('sends each provider at most one request for a hundred probes at once', async () => {
    const post = sendgridFake({ apiKey: 'SG.shop.key' });
    await using server = await serve(post);
    await using shop = await openWiredShop(await mailEnvironment(post, server.url));
    const probe = async (_: unknown, index: number): Promise<number> =>
      (await fetch(`${shop.url}/health/integration${index % 2 === 0 ? 's' : '/payments'}?deep`)).status;
    const answers = await Promise.all(Array.from({ length: 100 }, probe));
    expect(new Set(answers)).toEqual(new Set([200]));
    expect(shop.server.received).toHaveLength(1);
    expect(server.received).toHaveLength(1);
    expect(shop.provider.count('token')).toBe(1);
  });

  it('is as well as the worst of all', () => {
    const worst = (...found: z.infer<typeof status>[]) => worstOf(found.map((one) => ({ status: one })));
    expect(worst('healthy', 'degraded', 'healthy')).toBe('degraded');
    expect(worst('unhealthy', 'degraded', 'healthy')).toBe('unhealthy');
  });
});

describe('GET /health/integrations/:name', () => {
  it.each(['integrations', 'integration'])(
    'answers under /health/%s for one provider alone',
    async (path) => {
      await using shop = await openWiredShop();
      await shop.server.close();
      expect(await ask(shop.url, `/health/${path}/payments?deep`)).toMatchObject({
        status: 503,
        body: { status: 'unhealthy', provider: 'stripe', error: 'network' },
      });
      expect(await ask(shop.url, `/health/${path}/storage?deep`)).toMatchObject({
        status: 200,
        body: { status: 'healthy', provider: 'fs' },
      });
      expect(shop.provider.requests).toEqual([]);
      expect((await fetch(`${shop.url}/health/${path}/constructor`)).status).toBe(404);
    },
  );

  it('is degraded while the circuit is open', async () => {
    const secretKey = 'sk_test_degraded';
    await using server = await serve(stripeFake({ secretKey }));
    const monitor = createMonitor();
    const breaker = { minimumCalls: 1, ratio: 0.5, windowMs: 10_000, openMs: 10_000, maxOpenMs: 10_000 };
    await using payments = stripePayments(
      { secretKey, baseUrl: server.url },
      { interceptors: monitor.interceptors, policy: { breaker, retry: { attempts: 1 } } },
    );
    server.fault({ kind: 'status', status: 503 });
    await payments.get('pi_000000000000000000000000').catch(() => undefined);
    expect(await healthOf(payments, { monitor, deep: false })).toMatchObject({
      status: 'degraded',
      circuit: 'open',
      response_time: expect.stringMatching(/^\d+ms$/),
      last_fault: expect.stringMatching(/Z$/),
    });
  });
});
