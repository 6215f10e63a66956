import type { Interceptor } from '@patchbay/core';
import { memoryJobs } from '@patchbay/jobs-memory';
import { observeQueues, otelInterceptor, webhookCounters } from '@patchbay/otel';
import { memoryState } from '@patchbay/state-memory';
import { webhookReceiver } from '@patchbay/webhooks';
import { type DeliveryResult, webhookSender } from '@patchbay/webhooks/send';
import { basicWebhooks } from '@patchbay/webhooks/signatures';
import { describe, expect, it } from 'vitest';
import { telemetry } from './support/telemetry.ts';

const identity = {
  'patchbay.category': 'jobs',
  'patchbay.provider': 'memory',
  'patchbay.instance': 'jobs',
  'patchbay.queue': 'mails',
};

/** Series as `name status reason: value`. */
async function counts(sdk: ReturnType<typeof telemetry>): Promise<readonly string[]> {
  const all = await sdk.series();
  return all.map(({ name, attributes, value }) => {
    const labels = [attributes['patchbay.status'], attributes['error.type'] ?? 'ok'];
    return `${[name, attributes['patchbay.webhook.service'], ...labels].join(' ')}: ${String(value)}`;
  });
}

describe('observeQueues', () => {
  it('tells where the jobs of a queue are when metrics are collected', async () => {
    await using sdk = telemetry();
    const asked: string[] = [];
    const noting: Interceptor = {
      around({ operation }, next) {
        asked.push(operation);
        return next();
      },
    };
    const jobs = memoryJobs({}, { interceptors: [noting] });
    for (const id of ['a', 'b']) await jobs.enqueue({ queue: 'mails', id, payload: null });
    const [job] = await jobs.claim({ queue: 'mails', limit: 1, leaseMs: 30_000 });
    await jobs.bury({ queue: 'mails', id: 'a', token: job?.token ?? '', error: 'No such mailbox.' });
    const stop = observeQueues(jobs, ['mails'], sdk.meter);
    const depth = (status: string, value: number) => ({
      name: 'patchbay.jobs.depth',
      unit: '{job}',
      attributes: { ...identity, 'patchbay.status': status },
      value,
    });
    const one = [depth('ready', 1), depth('delayed', 0), depth('running', 0), depth('dead', 1)];
    const age = {
      name: 'patchbay.jobs.oldest_age',
      unit: 's',
      attributes: identity,
      value: expect.any(Number),
    };
    expect(await sdk.series()).toEqual([...one, age]);
    stop();
    await sdk.series();
    expect(asked.filter((operation) => operation === 'jobs.stats')).toHaveLength(1);
  });

  it('leaves a queue out whose store is away, and tells of the others', async () => {
    await using sdk = telemetry();
    const [away, here] = [memoryJobs({}, { name: 'away' }), memoryJobs({}, { name: 'here' })];
    await away.close();
    observeQueues(away, ['mails'], sdk.meter);
    observeQueues(here, ['mails'], sdk.meter);
    const instances = (await sdk.series()).map(({ attributes }) => attributes['patchbay.instance']);
    expect(instances).toEqual(['here', 'here', 'here', 'here', 'here']);
  });

  it('tells how many seconds the oldest job has waited, and 0 where none is ready', async () => {
    await using sdk = telemetry();
    const none = { ready: 0, delayed: 0, running: 0, dead: 0 };
    const since: Readonly<Record<string, number>> = {
      mails: Date.now() - 90_000,
      ahead: Date.now() + 90_000,
    };
    const stats = async ({ queue }: { readonly queue: string }) => {
      const at = since[queue];
      return at === undefined ? none : { ...none, ready: 1, oldestReadyAt: new Date(at) };
    };
    const jobs = { category: 'jobs', provider: 'own', name: 'jobs', stats };
    observeQueues(jobs, ['mails', 'empty', 'ahead'], sdk.meter);
    const ages = (await sdk.series()).filter(({ name }) => name === 'patchbay.jobs.oldest_age');
    expect(ages.map(({ attributes }) => attributes['patchbay.queue'])).toEqual(['mails', 'empty', 'ahead']);
    expect(ages.map(({ value }) => Math.floor(Number(value) / 60))).toEqual([1, 0, 0]); // minutes
  });
});

describe('the interceptor on jobs', () => {
  it('makes spans of what is asked of the store, which name no queue, no job and no payload', async () => {
    await using sdk = telemetry();
    const jobs = memoryJobs({}, { interceptors: [otelInterceptor(sdk)] });
    await jobs.enqueue({ queue: 'mails', id: 'receipt:7', payload: 'ada@example.org' });
    await new Promise<void>((resolve) => {
      const worker = jobs.work('mails', async () => void worker.close().then(resolve));
    });
    const spans = sdk.spans().map(({ name, attributes }) => ({ name, attributes }));
    const names = new Set(spans.map(({ name }) => name));
    for (const name of ['jobs.enqueue', 'jobs.claim', 'jobs.complete']) expect(names).toContain(name);
    expect(JSON.stringify(spans)).not.toMatch(/mails|receipt|ada/);
  });
});

describe('webhookCounters', () => {
  it('counts what happened to webhooks by source and result', async () => {
    await using sdk = telemetry();
    const receiver = webhookReceiver({
      sources: {
        till: {
          from: basicWebhooks({
            username: 'acme',
            password: 'long-enough',
            toEvents: () => [
              { dedupeKey: 'event:1', type: 'paid', provider: 'acme', occurredAt: new Date(0) },
            ],
          }),
          handle: async () => undefined,
        },
      },
      state: memoryState(),
      onDelivery: webhookCounters(sdk.meter).received,
    });
    for (const password of ['long-enough', 'long-enough', 'guessed-one']) {
      const headers = { authorization: `Basic ${btoa(`acme:${password}`)}` };
      await receiver.handle(new Request('https://shop.test/till', { method: 'POST', body: '{}', headers }));
    }
    expect(await counts(sdk)).toEqual([
      'patchbay.webhook.received till handled ok: 1',
      'patchbay.webhook.received till duplicate ok: 1',
      'patchbay.webhook.received till rejected ok: 1',
    ]);
  });

  it('counts tries of deliveries and what was given up, of all endpoints together', async () => {
    await using sdk = telemetry();
    const up: DeliveryResult = { kind: 'answer', status: 200 };
    const down: DeliveryResult = { kind: 'failed', reason: 'network' };
    const sender = webhookSender({
      state: memoryState(),
      jobs: memoryJobs(),
      transport: {
        check: () => undefined,
        post: async ({ url }) => (url.endsWith('/down') ? down : up),
      },
      sealingKey: 'a key for tests that is long enough to be one',
      schedule: [0],
      onDelivery: webhookCounters(sdk.meter).sent,
    });
    await sender.endpoints.create({ url: 'https://example.com/up' });
    await sender.endpoints.create({ url: 'https://example.com/down' });
    const worker = sender.work({ pollMs: 1 });
    await sender.send({ type: 'order.paid', data: null });
    await expect
      .poll(async () => [...(await counts(sdk))].sort())
      .toEqual([
        'patchbay.webhook.sent webhooks dead tries_exhausted: 1',
        'patchbay.webhook.sent webhooks delivered ok: 1',
        'patchbay.webhook.sent webhooks failed network: 1',
      ]);
    await worker.close();
    expect(JSON.stringify(await sdk.series())).not.toMatch(/example|ep_|msg_/);
  });
});
