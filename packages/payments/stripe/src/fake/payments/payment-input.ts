import type Stripe from 'stripe';
import { mergeMetadata } from '../account.ts';
import type { Input } from '../protocol/fields.ts';
import type { createIntent } from './payment-params.ts';

type Create = Input<typeof createIntent>;

/** What the account accepts: cards and Link everywhere, US bank debits in US dollars unless captured by hand. */
export function methodTypes(input: Create): string[] {
  const available =
    input.currency === 'usd' && input.capture_method !== 'manual'
      ? ['card', 'link', 'us_bank_account']
      : ['card', 'link'];
  const allowed = input.allowed_payment_method_types;
  return allowed === undefined ? available : available.filter((type) => allowed.includes(type));
}

/** On by default: https://docs.stripe.com/upgrades#2023-08-16 (2026-11-22). */
export function automaticMethods(input: Create): Stripe.PaymentIntent.AutomaticPaymentMethods | null {
  const chosen = input.automatic_payment_methods;
  if (chosen === undefined && input.allowed_payment_method_types !== undefined) return null;
  if (chosen?.enabled === false) return null;
  return { enabled: true, allow_redirects: chosen?.allow_redirects ?? 'always' };
}

export function cardOptionsOf(
  input: NonNullable<Create['payment_method_options']>['card'],
): Stripe.PaymentIntent.PaymentMethodOptions.Card | undefined {
  if (input === undefined) return undefined;
  return {
    installments: null,
    mandate_options: null,
    network: null,
    request_three_d_secure: 'automatic',
    ...(input.request_multicapture ? { request_multicapture: input.request_multicapture } : {}),
    ...(input.request_incremental_authorization
      ? { request_incremental_authorization: input.request_incremental_authorization }
      : {}),
  };
}

export function setDetails(
  intent: Stripe.PaymentIntent,
  input: Partial<Pick<Create, 'description' | 'metadata' | 'payment_method_options'>>,
): void {
  if (input.description !== undefined) intent.description = input.description;
  if (input.metadata !== undefined) intent.metadata = mergeMetadata(intent.metadata, input.metadata);
  const card = cardOptionsOf(input.payment_method_options?.card);
  if (card !== undefined) intent.payment_method_options = { card };
}
