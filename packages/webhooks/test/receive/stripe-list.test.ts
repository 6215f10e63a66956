import type { PaymentEvent } from '@patchbay/payments';
import { type StripePayments, stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { memoryState } from '@patchbay/state-memory';
import { serve } from '@patchbay/testing/node';
import { webhookReceiver } from '@patchbay/webhooks';
import { expect, it } from 'vitest';

const secret = 'whsec_fake_0000000000000000000';

/** As the README has it. */
async function* listEvents(payments: StripePayments, since: Date): AsyncGenerator<PaymentEvent> {
  const stripe = await payments.native();
  const created = { gte: Math.floor(since.getTime() / 1000) };
  for await (const event of stripe.events.list({ created, limit: 100 })) {
    const payload = JSON.stringify(event);
    const signature = stripe.webhooks.generateTestHeaderString({ payload, secret });
    const headers = new Headers({ 'stripe-signature': signature });
    const body = new TextEncoder().encode(payload);
    yield* await payments.webhooks.receive({ headers, body, url: '' });
  }
}

it('Stripe’s own list of events gives a sweep what never came, and nothing twice', async () => {
  const fake = stripeFake();
  await using server = await serve(fake);
  await using payments = stripePayments({
    secretKey: 'sk_test_fake',
    webhookSecret: secret,
    baseUrl: server.url,
  });
  const handled: string[] = [];
  const receiver = webhookReceiver({
    sources: { payments: { from: payments, handle: ({ id }) => void handled.push(id) } },
    state: memoryState(),
  });
  await payments.customers.create({ email: 'ada@example.com' }, { idempotencyKey: 'one' });
  await payments.customers.create({ email: 'bob@example.com' }, { idempotencyKey: 'two' });
  const [first] = fake.events;
  if (first === undefined) throw new Error('The fake tells nothing.');
  const delivered = await fake.sign(first, { secret, url: 'http://shop.example/payments' });
  expect((await receiver.handle(delivered)).status).toBe(200);
  const list = (since: Date) => listEvents(payments, since);
  expect(await receiver.sweep('payments', { list })).toMatchObject({ listed: 2, missed: 1 });
  expect(await receiver.sweep('payments', { list })).toMatchObject({ listed: 2, missed: 0 });
  expect(handled.toSorted()).toEqual(fake.events.map(({ id }) => id).toSorted());
});
