import { vendorKey } from '@patchbay/core';
import { money } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';
import { toCheckoutSession } from '../src/request/checkout.ts';
import { toCustomer, toSetupIntent } from '../src/request/customer.ts';
import { toPaymentIntent, toRefund } from '../src/request/payment.ts';
import { toSubscription } from '../src/request/subscription.ts';
import { fromEntity } from '../src/response/shared.ts';
import { thrownBy } from './support/thrown-by.ts';

const amount = money(1200, 'USD');
const since = new Date('2026-11-22T09:00:00.900Z');
const urls = { successUrl: 'https://shop.example/ok', cancelUrl: 'https://shop.example/no' };
const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 'v']));

describe('the mark of a write', () => {
  it('goes on what the write makes, beside your reference', () => {
    const marked = { metadata: { patchbay_key: 'key', patchbay_reference: 'order-7', a: 'b' } };
    const yours = { reference: 'order-7', metadata: { a: 'b' } };
    expect(toPaymentIntent({ amount, ...yours }, 'key')).toMatchObject(marked);
    expect(toCustomer(yours, 'key')).toMatchObject(marked);
    expect(toSubscription({ customerId: 'cus_1', planId: 'price_1', ...yours }, 'key')).toMatchObject(marked);
    const alone = { metadata: { patchbay_key: 'key' } };
    expect(toRefund({ paymentId: 'pi_1' }, 'key')).toMatchObject(alone);
    expect(toSetupIntent({ customerId: 'cus_1' }, 'key')).toMatchObject(alone);
  });

  it('goes on a checkout, not on what the payer makes there', () => {
    const page = { ...urls, reference: 'order-7' };
    const items = [{ name: 'Postcard', unitAmount: amount, quantity: 1 }];
    const made = { metadata: { patchbay_reference: 'order-7' } };
    for (const [input, part] of [
      [{ ...page, items }, 'payment_intent_data'],
      [{ ...page, mode: 'subscription', planId: 'price_1' }, 'subscription_data'],
      [{ ...page, mode: 'setup', customerId: 'cus_1' }, 'setup_intent_data'],
    ] as const) {
      const parameters = toCheckoutSession(input, 'key');
      expect(parameters.metadata).toEqual({ ...made.metadata, patchbay_key: 'key' });
      expect(parameters[part]).toEqual(made);
    }
  });

  it('takes one of the 50 keys that Stripe keeps: more are refused before any request', () => {
    const input = { amount, reference: 'order-7', metadata: keys(48) };
    expect(Object.keys(toPaymentIntent(input, 'key').metadata ?? {})).toHaveLength(50);
    expect(thrownBy(() => toPaymentIntent({ ...input, metadata: keys(49) }, 'key'))).toMatchObject({
      failure: { code: 'invalid_request', reason: 'parameter_invalid' },
    });
    expect(toCustomer({ metadata: keys(50) }).metadata).toEqual(keys(50));
  });

  it('comes back as `vendorKey`, and neither it nor your reference as metadata', () => {
    const metadata = { patchbay_key: 'key', patchbay_reference: 'order-7', a: 'b' };
    expect(fromEntity({ id: 're_1', created: 0, metadata })).toMatchObject({
      vendorKey: 'key',
      metadata: { a: 'b' },
    });
    expect(fromEntity({ id: 're_1', created: 0, metadata: {} })).not.toHaveProperty('vendorKey');
  });
});

describe('reconcile', () => {
  it('asks for what was made since, page by page, and gives up after 20 pages', async () => {
    const { payments, asked } = overPages(() => ({ metadata: {} }), Number.POSITIVE_INFINITY);
    const write = { operation: 'refunds.create', idempotencyKey: 'refund-7', since } as const;
    expect(await payments.reconcile(write)).toEqual({ outcome: 'unknown' });
    const first = { 'created[gte]': String(Math.floor(since.getTime() / 1000)), limit: '100' };
    expect(asked).toHaveLength(20);
    expect(asked[0]).toEqual(first);
    expect(asked[19]).toEqual({ ...first, starting_after: 're_1899' });
  });

  it('says not applied only after the last page', async () => {
    const { payments, asked } = overPages(() => ({ metadata: {} }), 3);
    const write = { operation: 'refunds.create', idempotencyKey: 'refund-7', since } as const;
    expect(await payments.reconcile(write)).toEqual({ outcome: 'not_applied' });
    expect(asked).toHaveLength(3);
  });

  it('reads none but the object that it looks for', async () => {
    const mark = await vendorKey(['payments.refunds.create', '', 'refund-7']);
    const whole = { amount: 500, currency: 'usd', status: 'succeeded', payment_intent: 'pi_1', created: 1 };
    const { payments, asked } = overPages(
      (at) =>
        at === 150 ? { ...whole, metadata: { patchbay_key: mark } } : { currency: 'xxx', metadata: null },
      3,
    );
    const write = { operation: 'refunds.create', idempotencyKey: 'refund-7', since } as const;
    expect(await payments.reconcile(write)).toMatchObject({
      outcome: 'applied',
      result: { id: 're_150', amount: money(500, 'USD'), vendorKey: mark, metadata: {} },
    });
    expect(asked).toHaveLength(2);
  });
});

describe('reconcile in a busy shop', () => {
  it('finds a write in its time, and that another was not made, though 5,000 objects came later', async () => {
    const clock = virtualClock();
    const fake = stripeFake({ now: () => clock.now() });
    const requests: string[] = [];
    const payments = stripePayments(
      { secretKey: 'sk_test_fake', baseUrl: 'http://stripe.test' },
      { clock, transport: { fetch: (input, init) => note(new Request(input, init)) } },
    );
    const note = (request: Request): Promise<Response> => {
      requests.push(request.url);
      return fake.handle(request);
    };
    const time = { since: new Date(clock.now() - 60_000), until: new Date(clock.now() + 60_000) };
    const { id } = await payments.customers.create({ name: 'Ada' }, { idempotencyKey: 'ada' });
    await clock.advance(3_600_000);
    const { customers } = await payments.native();
    for (let count = 0; count < 5000; count += 1) await customers.create();
    requests.length = 0;
    const write = { operation: 'customers.create', ...time } as const;
    expect(await payments.reconcile({ ...write, idempotencyKey: 'ada' })).toMatchObject({
      outcome: 'applied',
      result: { id },
    });
    expect(await payments.reconcile({ ...write, idempotencyKey: 'grace' })).toEqual({
      outcome: 'not_applied',
    });
    expect(requests).toHaveLength(2);
  }, 60_000);

  it('refuses a time that ends before it begins: nothing would be found in it', async () => {
    const { payments, asked } = overPages(() => ({ metadata: {} }), 1);
    const write = { operation: 'refunds.create', idempotencyKey: 'refund-7', since } as const;
    const until = new Date(since.getTime() - 1);
    await expect(payments.reconcile({ ...write, until })).rejects.toMatchObject({ code: 'invalid_request' });
    expect(asked).toEqual([]);
  });
});

/** The adapter over lists of refunds that are as long as wanted, and the queries that it made. */
function overPages(object: (at: number) => object, pages: number) {
  const asked: Record<string, string>[] = [];
  const fetch: typeof globalThis.fetch = async (input) => {
    const { searchParams } = new URL(input instanceof Request ? input.url : input);
    const start = asked.push(Object.fromEntries(searchParams)) * 100 - 100;
    const data = Array.from({ length: 100 }, (_, at) => ({
      id: `re_${start + at}`,
      object: 'refund',
      ...object(start + at),
    }));
    return Response.json({ object: 'list', data, has_more: asked.length < pages });
  };
  return { asked, payments: stripePayments({ secretKey: 'sk_test_1' }, { transport: { fetch } }) };
}
