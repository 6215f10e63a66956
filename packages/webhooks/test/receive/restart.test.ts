import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { signWebhook } from '@patchbay/core/webhook';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import type { PaymentEvent } from '@patchbay/payments';
import { type SandboxEvent, sandboxPayments } from '@patchbay/payments-sandbox';
import { sqliteState } from '@patchbay/state-sqlite';
import { webhookReceiver } from '@patchbay/webhooks';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

const webhookSecret = 'sandbox-secret-of-this-test';
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-webhooks-'));
});
afterEach(() => rm(folder, { recursive: true }));

const payments = sandboxPayments({ webhookSecret });

/** The events of a payment and its refund, as the sandbox would deliver them. */
async function eventsOfAnOrder(): Promise<readonly SandboxEvent[]> {
  const { id } = await payments.create(
    { amount: { minor: 1200, currency: 'EUR' }, paymentMethodId: 'pm_success', reference: 'order-7' },
    { idempotencyKey: 'order-7' },
  );
  await payments.refunds.create({ paymentId: id }, { idempotencyKey: 'refund-7' });
  return (await payments.native()).events();
}

async function deliver(event: SandboxEvent): Promise<Request> {
  const body = new TextEncoder().encode(JSON.stringify(event));
  const signature = await signWebhook(body, webhookSecret, Math.floor(Date.now() / 1000));
  const headers = { 'patchbay-signature': signature };
  return new Request('https://shop.example/webhooks/payments', { method: 'POST', headers, body });
}

/** The application as it starts: what it knew before is in its files. */
function begin(handled: PaymentEvent[], isBroken = false) {
  const state = sqliteState({ file: join(folder, 'state.sqlite') });
  const jobs = sqliteJobs({ file: join(folder, 'jobs.sqlite') });
  const receiver = webhookReceiver({
    sources: {
      payments: {
        from: payments,
        handle: (event) => {
          if (isBroken) throw new Error('broken');
          handled.push(event);
        },
      },
    },
    state,
    jobs,
  });
  const close = async (): Promise<void> => {
    await state.close();
    await jobs.close();
  };
  return { receiver, jobs, [Symbol.asyncDispose]: close };
}

async function workUntil(
  receiver: ReturnType<typeof begin>['receiver'],
  isEnough: () => Promise<boolean> | boolean,
) {
  const worker = receiver.work({ pollMs: 10, retry: () => 'never' });
  await expect.poll(isEnough).toBe(true);
  await worker.close();
}

describe('on files', () => {
  it('what was acknowledged is handled after a restart, once, as it was', async () => {
    const handled: PaymentEvent[] = [];
    const events = await eventsOfAnOrder();
    expect(events.length).toBeGreaterThan(1);
    {
      await using first = begin(handled);
      for (const event of events)
        expect((await first.receiver.handle(await deliver(event))).status).toBe(200);
    }
    await using second = begin(handled);
    for (const event of events) await second.receiver.handle(await deliver(event));
    await workUntil(second.receiver, () => handled.length >= events.length);
    expect(handled.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
    for (const [index, event] of events.entries()) {
      const [told] = await payments.webhooks.receive(await deliver(event));
      expect(handled[index]).toEqual(told);
      expect(handled[index]?.raw).toEqual(told?.raw);
    }
  });

  it('what was given up is there after a restart, and can be replayed', async () => {
    const handled: PaymentEvent[] = [];
    const [event] = await eventsOfAnOrder();
    if (event === undefined) throw new Error('The sandbox has told nothing.');
    const statusIn = async ({ receiver }: ReturnType<typeof begin>) =>
      (await receiver.deliveries.get('payments', event.id))?.status;
    {
      await using first = begin(handled, true);
      await first.receiver.handle(await deliver(event));
      await workUntil(first.receiver, async () => (await statusIn(first)) === 'dead');
    }
    await using second = begin(handled);
    expect(await statusIn(second)).toBe('dead');
    await second.receiver.deliveries.replay('payments', event.id);
    await workUntil(second.receiver, () => handled.length > 0);
    expect(handled.map(({ id }) => id)).toEqual([event.id]);
  });
});
