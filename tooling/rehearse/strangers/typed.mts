import { IntegrationError } from '@patchbay/core';
import { money, type Payment, payments } from '@patchbay/payments';
import { type StripePayments, stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';

const server = await serve(stripeFake());
const vendor: StripePayments = stripePayments({ secretKey: 'sk_test_fake', baseUrl: server.url });
const input = { amount: money(1200, 'EUR'), paymentMethodId: 'pm_card_visa', reference: 'order-7' };

export const paid: Payment = await vendor.create(input, { idempotencyKey: 'order-7' });
export const need: { readonly operations: readonly string[] } = payments.needs('create');
export const balance: number | undefined = (await (await vendor.native()).balance.retrieve()).available[0]
  ?.amount;

// Types that were lost on the way are `any`, with which neither of these compiles.
export const keyIsRequired: Parameters<StripePayments['create']>['length'] extends 2 ? true : never = true;
export const statusIsClosed: 'payed' extends Payment['status'] ? never : true = true;

export function isTimeout(error: unknown): boolean {
  return IntegrationError.is(error, 'timeout') && error.outcome === 'unknown';
}
