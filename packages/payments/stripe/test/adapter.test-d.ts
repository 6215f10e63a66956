import type { CallOptions, Native, WriteOptions } from '@patchbay/core';
import { type Payments, payments } from '@patchbay/payments';
import { type StripePayments, type StripePaymentsOptions, stripePayments } from '@patchbay/payments-stripe';
import type Stripe from 'stripe';
import { describe, expectTypeOf, it } from 'vitest';

describe('the types of stripePayments', () => {
  it('show one name, and hand over the typed client', () => {
    const made = stripePayments({ secretKey: 'sk_test_types' });
    expectTypeOf(made).toEqualTypeOf<StripePayments>();
    expectTypeOf(made).toExtend<Native<Stripe>>();
    expectTypeOf(made.native()).resolves.toEqualTypeOf<Stripe>();
  });

  it('fit what an application asks for', () => {
    expectTypeOf<StripePayments>().toExtend<Payments<'create' | 'refunds.create' | 'disputes.submit'>>();
    expectTypeOf(payments.needs('create', 'checkout.create')).not.toBeAny();
  });

  it('want a key for a write of money', () => {
    expectTypeOf<StripePayments['create']>().parameter(1).toEqualTypeOf<WriteOptions>();
    expectTypeOf<StripePayments['customers']['create']>()
      .parameter(1)
      .toEqualTypeOf<CallOptions | undefined>();
    expectTypeOf(stripePayments).parameter(0).toEqualTypeOf<StripePaymentsOptions>();
  });
});
