import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type PaymentsOf, payments } from '@patchbay/payments';
import type Stripe from 'stripe';
import { capabilities } from './capabilities.ts';
import { loadClient, withAttempt } from './client.ts';
import { driver } from './driver/driver.ts';
import { toFailure } from './errors/failure.ts';
import { modeOf, optionsSchema, type StripePaymentsOptions } from './options.ts';
import { webhook } from './webhook/webhook.ts';

/** Payments through Stripe: all operations of the category, and the `stripe` client by `native()`. */
export interface StripePayments extends PaymentsOf<typeof capabilities>, Native<Stripe> {}

/**
 * Makes payments through Stripe. The SDK is loaded on the first call, never for a webhook.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://docs.stripe.com/api
 * @example
 * const payments = stripePayments({ secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET });
 * await payments.create({ amount: money(1200, 'EUR'), paymentMethodId }, { idempotencyKey: order.id });
 */
export const stripePayments: AdapterFactory<StripePaymentsOptions, StripePayments> = defineAdapter({
  spec: 1,
  contract: payments,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  parts: { webhook },
  check: (stripe, attempt) => stripe.balance.retrieve({}, withAttempt(attempt)),
  mode: modeOf,
});
