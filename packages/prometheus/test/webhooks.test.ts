import { createHmac } from 'node:crypto';
import { JobsStore, memoryJobs } from '@patchbay/jobs-memory';
import { countReceived, countSent } from '@patchbay/prometheus';
import { MemoryStore, memoryState } from '@patchbay/state-memory';
import { webhookReceiver } from '@patchbay/webhooks';
import { type DeliveryResult, webhookSender } from '@patchbay/webhooks/send';
import { hmacWebhooks } from '@patchbay/webhooks/signatures';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { counted } from './support/till.ts';

const secret = 'a-secret-for-tests-of-metrics-01';

/** A webhook with the number of an event; a forged one is signed by another secret. */
function webhook(id: string, { isForged = false } = {}): Request {
  const body = JSON.stringify({ id });
  const key = isForged ? 'another-secret-than-the-one-given' : secret;
  const headers = { 'x-signature': createHmac('sha256', key).update(body).digest('hex') };
  return new Request('https://shop.test/webhooks/till', { method: 'POST', body, headers });
}

/** A receiver that handles an event before it answers, or hands it to jobs. */
function receiving(handle: () => Promise<void>, { hasJobs = false } = {}) {
  const register = new Registry();
  const from = hmacWebhooks({
    secrets: [secret],
    header: 'x-signature',
    toEvents: (payload) => [
      { dedupeKey: JSON.stringify(payload), type: 'paid', provider: 'acme', occurredAt: new Date(0) },
    ],
  });
  const jobs = memoryJobs();
  const receiver = webhookReceiver({
    sources: { till: { from, handle } },
    state: memoryState(),
    ...(hasJobs && { jobs }),
    onDelivery: (outcome) => countReceived(outcome, { register }),
  });
  return { register, receiver };
}

describe('countReceived', () => {
  it('counts webhooks by source and result: each once, whatever it is told of', async () => {
    let isBroken = true;
    const { register, receiver } = receiving(async () => {
      if (isBroken) throw new Error('disk full');
    });
    await receiver.handle(webhook('1'));
    isBroken = false;
    await receiver.handle(webhook('1'));
    await receiver.handle(webhook('1'));
    await receiver.handle(webhook('2', { isForged: true }));
    expect(await counted(register)).toEqual([
      'webhook_delivery_total{service="till",status="delivered"} 2',
      'webhook_delivery_total{service="till",status="rejected"} 1',
      'webhook_delivery_total{service="till",status="failed"} 1',
      'webhook_received_total{service="till",result="duplicate"} 1',
      'webhook_received_total{service="till",result="handled"} 1',
      'webhook_received_total{service="till",result="failed"} 1',
      'webhook_received_total{service="till",result="rejected"} 1',
      'webhook_received_total{service="till",result="unavailable"} 1',
    ]);
  });

  it('counts one that waits for a worker as delivered only when it is handled', async () => {
    const { register, receiver } = receiving(async () => undefined, { hasJobs: true });
    await receiver.handle(webhook('1'));
    expect(await counted(register)).toEqual(['webhook_received_total{service="till",result="received"} 1']);
    const worker = receiver.work({ pollMs: 1 });
    const delivered = 'webhook_delivery_total{service="till",status="delivered"} 1';
    await expect.poll(() => counted(register)).toContain(delivered);
    await worker.close();
  });

  it('begins every result at zero, and has no more series after a hundred events', async () => {
    const { register, receiver } = receiving(async () => undefined);
    await receiver.handle(webhook('0'));
    const before = (await register.metrics()).split('\n');
    expect(before).toContain('webhook_received_total{service="till",result="dead"} 0');
    for (let id = 1; id < 100; id += 1) await receiver.handle(webhook(String(id)));
    expect((await register.metrics()).split('\n')).toHaveLength(before.length);
  });
});

describe('countSent', () => {
  it('counts tries and what was given up, of all endpoints together', async () => {
    const register = new Registry();
    const results: DeliveryResult[] = [
      { kind: 'answer', status: 200 },
      { kind: 'failed', reason: 'network' },
    ];
    const sender = webhookSender({
      state: memoryState({ store: new MemoryStore() }),
      jobs: memoryJobs({ store: new JobsStore() }),
      transport: {
        check: () => undefined,
        post: async ({ url }) => results[url.endsWith('/down') ? 1 : 0] ?? { kind: 'answer', status: 500 },
      },
      sealingKey: 'a key for tests that is long enough to be one',
      schedule: [0],
      onDelivery: (outcome) => countSent(outcome, { register }),
    });
    await sender.endpoints.create({ url: 'https://up.example/hook' });
    await sender.endpoints.create({ url: 'https://down.example/down' });
    const worker = sender.work({ pollMs: 1 });
    await sender.send({ type: 'order.paid', data: null });
    await expect
      .poll(() => counted(register))
      .toEqual([
        'webhook_sent_total{service="webhooks",status="delivered"} 1',
        'webhook_sent_total{service="webhooks",status="failed"} 1',
        'webhook_sent_total{service="webhooks",status="dead"} 1',
      ]);
    await worker.close();
    expect(await register.metrics()).not.toMatch(/example|ep_/);
  });
});
