import { money } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { submit } from './fake/requests.ts';

const usd = (minor: number) => money(minor, 'USD');

/** The adapter and the fake over real sockets. */
async function connected() {
  const fake = stripeFake();
  const server = await serve((request) => fake.handle(request));
  const payments = stripePayments({ secretKey: 'sk_test_fake', baseUrl: server.url });
  return {
    fake,
    payments,
    async [Symbol.asyncDispose]() {
      await payments.close();
      await server.close();
    },
  };
}

describe('a payment that was authorized on the hosted page', () => {
  it('is captured in parts like any other', async () => {
    await using scene = await connected();
    const { payments, fake } = scene;
    const { id, url = '' } = await payments.checkout.create(
      {
        items: [{ name: 'Postcard', unitAmount: usd(1000), quantity: 1 }],
        successUrl: 'https://shop.example/ok',
        cancelUrl: 'https://shop.example/no',
        capture: 'manual',
      },
      { idempotencyKey: 'checkout' },
    );
    await submit(fake, url, { card: '4242424242424242', email: 'ada@example.com' });
    const { paymentId = '' } = await payments.checkout.get(id);

    const part = await payments.capture(
      { id: paymentId, amount: usd(300), final: false },
      { idempotencyKey: 'parcel-1' },
    );
    expect(part).toMatchObject({ status: 'partially_captured', captured: usd(300), capturable: usd(700) });
    const refund = payments.refunds.create({ paymentId, amount: usd(301) }, { idempotencyKey: 'refund' });
    await expect(refund).rejects.toMatchObject({ reason: 'refund_exceeds_captured' });
    const whole = await payments.capture({ id: paymentId, final: true }, { idempotencyKey: 'parcel-2' });
    expect(whole).toMatchObject({ status: 'captured', captured: usd(1000) });
  });
});

describe('vendor.expand', () => {
  it('does not hide what was refunded', async () => {
    await using scene = await connected();
    const { payments } = scene;
    const input = { amount: usd(1000), paymentMethodId: 'pm_card_visa', capture: 'manual' } as const;
    const { id } = await payments.create(input, { idempotencyKey: 'order' });
    await payments.capture({ id, amount: usd(400), final: false }, { idempotencyKey: 'parcel-1' });
    await payments.refunds.create({ paymentId: id, amount: usd(100) }, { idempotencyKey: 'refund' });
    const rest = await payments.capture(
      { id, vendor: { expand: ['customer'] } },
      { idempotencyKey: 'parcel-2' },
    );
    expect(rest.refunded).toEqual(usd(100));
  });
});

describe('the whole call again under its key, after a crash between its steps', () => {
  it('has no second effect and tells the same', async () => {
    await using scene = await connected();
    const { payments, fake } = scene;
    const input = { amount: usd(1000), paymentMethodId: 'pm_card_visa', capture: 'manual' } as const;
    const { id } = await payments.create(input, { idempotencyKey: 'order' });
    const capture = () =>
      payments.capture({ id, amount: usd(400), final: false }, { idempotencyKey: 'parcel-1' });
    const first = await capture();
    expect((await capture()).captured).toEqual(first.captured);
    const refund = () =>
      payments.refunds.create({ paymentId: id, amount: usd(100) }, { idempotencyKey: 'refund' });
    expect((await refund()).id).toBe((await refund()).id);
    expect(fake.ledger.totals('usd')).toMatchObject({ captured: 400, refunded: 100 });
  });
});
