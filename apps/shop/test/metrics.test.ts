import { secretScan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';
import { buy, buyer, newestOrder, openWiredShop, pay } from './support/shop.ts';

interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

async function scrape(url: string): Promise<{ readonly text: string; readonly samples: readonly Sample[] }> {
  const text = await (await fetch(`${url}/metrics`)).text();
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
  return { text, samples: lines.map(toSample) };
}

/** How many webhooks of payments have ended so; events are handled after their webhook was answered. */
async function untilCounted(url: string, status: string): Promise<number> {
  for (const deadline = Date.now() + 30_000; ; ) {
    const { samples } = await scrape(url);
    const counted = samples.find(
      ({ name, labels }) =>
        name === 'webhook_delivery_total' && labels['service'] === 'payments' && labels['status'] === status,
    );
    if ((counted?.value ?? 0) > 0) return counted?.value ?? 0;
    if (Date.now() > deadline) throw new Error(`No webhook was counted as ${status}.`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function toSample(line: string): Sample {
  const [, name = '', labels = '', value] = /^([a-z_]+)\{(.*)\} (\S+)$/.exec(line) ?? [];
  if (!Number.isFinite(Number(value))) throw new Error(`No sample: ${line}`);
  const pairs = [...labels.matchAll(/(\w+)="([^"]*)",?/g)].map(([, key, text]) => [key, text]);
  return { name, labels: Object.fromEntries(pairs), value: Number(value) };
}

describe('GET /metrics', () => {
  it('counts the calls, errors and webhooks of a purchase, without an id or a secret', async () => {
    await using shop = await openWiredShop();
    await pay(shop, await buy(shop));
    await shop.fake.settled();
    const order = await newestOrder(shop);
    await untilCounted(shop.url, 'delivered');
    const { text, samples } = await scrape(shop.url);
    const valueOf = (name: string, labels: Readonly<Record<string, string>>) =>
      samples.find(
        (one) =>
          one.name === name && Object.entries(labels).every(([label, value]) => one.labels[label] === value),
      )?.value;
    const [service, provider] = ['payments', 'stripe'];
    const endpoint = 'payments.checkout.create';
    expect(valueOf('integration_api_response_time_count', { service, provider, endpoint })).toBe(1);
    expect(valueOf('integration_api_errors_total', { service, error_type: 'timeout' })).toBe(0);
    expect(valueOf('integration_circuit_state', { service, provider })).toBe(0);
    expect(valueOf('integration_jobs', { service: 'jobs', queue: 'settle', status: 'dead' })).toBe(0);
    const values = samples.flatMap(({ labels: { le: _bucket, ...labels } }) => Object.values(labels));
    for (const value of values) expect(value).toMatch(/^[a-zA-Z_.]{1,30}$/); // an id is longer, or has a digit
    expect(text).not.toContain(order.url.split('/').at(-1));
    expect(secretScan(text, ['sk_test_shop', 'whsec_shop', 'shop-client-secret', buyer])).toEqual([]);
  });

  it('counts a forged webhook as rejected, and one that has to be handled again as failed', async () => {
    await using shop = await openWiredShop();
    await fetch(`${shop.url}/webhooks/payments`, { method: 'POST', body: '{}' });
    const hosted = await buy(shop);
    shop.server.fault({ kind: 'status', status: 503, times: 1_000, match: ({ method }) => method === 'GET' });
    await shop.browser.submit(hosted, { press: /^Pay/, andLeave: true });
    expect(await untilCounted(shop.url, 'failed')).toBeGreaterThan(0);
    const { samples } = await scrape(shop.url);
    const counted = samples.filter(({ name, value }) => name === 'webhook_delivery_total' && value > 0);
    expect(counted).toContainEqual(
      expect.objectContaining({ labels: { service: 'payments', status: 'rejected' }, value: 1 }),
    );
  });
});

const production = {
  NODE_ENV: 'production',
  STRIPE_SECRET_KEY: 'sk_live_shop',
  EMAIL_PROVIDER: 'outbox',
  STATE_PROVIDER: 'sqlite',
  JOBS_PROVIDER: 'sqlite',
  STORAGE_PROVIDER: 'fs',
};

describe('in production', () => {
  it('tells strangers how the shop is, and nothing of its inside', async () => {
    await using shop = await openWiredShop(production);
    await shop.server.close();
    const healthy = { status: 'healthy' };
    const unhealthy = { status: 'unhealthy' };
    const others = { auth: healthy, storage: healthy, email: healthy, state: healthy, jobs: healthy };
    const services = { ...others, payments: unhealthy };
    const ask = async (path: string): Promise<unknown> => (await fetch(`${shop.url}${path}`)).json();
    expect(await ask('/health/integrations?deep')).toEqual({ status: 'unhealthy', services });
    expect(await ask('/health/integration/payments?deep')).toEqual(unhealthy);
    expect((await fetch(`${shop.url}/metrics`)).status).toBe(404);
    const authorization = 'Bearer undefined';
    expect((await fetch(`${shop.url}/metrics`, { headers: { authorization } })).status).toBe(404);
  });

  it('shows its metrics and the rest of its health to whoever has the token', async () => {
    const token = 'token-of-the-monitor-of-this-test';
    await using shop = await openWiredShop({ ...production, SHOP_MONITOR_TOKEN: token });
    const ask = async (path: string, authorization: string): Promise<Response> =>
      fetch(`${shop.url}${path}`, { headers: { authorization } });
    expect((await ask('/metrics', `Bearer ${token}x`)).status).toBe(404);
    expect((await ask('/metrics', `Bearer ${token}`)).status).toBe(200);
    const health = await ask('/health/integrations/payments', `Bearer ${token}`);
    expect(await health.json()).toMatchObject({ status: 'healthy', provider: 'stripe' });
  });

  it('refuses a token that could be guessed, and does not print it', () => {
    const { problems } = readSettings({ SHOP_MONITOR_TOKEN: 'hunter2' });
    expect(problems).toMatchObject([{ path: 'SHOP_MONITOR_TOKEN', found: '7 characters' }]);
    expect(JSON.stringify(problems)).not.toContain('hunter2');
  });
});
