import type { Setup } from '@patchbay/core';
import { type StripePayments, stripePayments } from '@patchbay/payments-stripe';
import { cards, credentials } from '../subjects/input.ts';

/** The adapter over its real SDK, loaded. */
export async function openStripe(baseUrl: string, setup: Setup): Promise<StripePayments> {
  const payments = stripePayments({ secretKey: credentials.stripe, baseUrl }, setup);
  await payments.native();
  return payments;
}

/** A write of money: with its key it may be repeated. */
export function paymentOf(id: string): Parameters<StripePayments['create']>[0] {
  return { amount: { minor: 1200, currency: 'USD' }, paymentMethodId: cards.good, metadata: { id } };
}
