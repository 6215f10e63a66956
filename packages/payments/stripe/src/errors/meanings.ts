import type { Failure } from '@patchbay/core';
import type { PaymentsReason } from '@patchbay/payments';
import type Stripe from 'stripe';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: PaymentsReason };

const inUse = { code: 'conflict', reason: 'object_locked' } as const;
const refunded = { code: 'precondition_failed', reason: 'already_refunded' } as const;
export const captured = { code: 'precondition_failed', reason: 'already_captured' } as const;
export const expired = { code: 'precondition_failed', reason: 'authorization_expired' } as const;
const disputed = { code: 'precondition_failed', reason: 'dispute_open' } as const;
const wrongState = { code: 'precondition_failed', reason: 'invalid_state' } as const;
export const invalid = { code: 'invalid_request', reason: 'parameter_invalid' } as const;
export const tooMuchToCapture = {
  code: 'precondition_failed',
  reason: 'capture_exceeds_authorized',
} as const;
export const noCurrency = { code: 'invalid_request', reason: 'currency_not_supported' } as const;
export const outOfRange = { code: 'invalid_request', reason: 'amount_out_of_range' } as const;

/** Payments that Stripe gave up by itself. */
export const expiries: ReadonlySet<unknown> = new Set([
  'automatic',
  'expired',
] satisfies Stripe.PaymentIntent.CancellationReason[]);

/** What Stripe's error codes mean: https://docs.stripe.com/error-codes (2026-11-22). */
export const meaningByCode: Readonly<Record<string, Meaning>> = {
  account_invalid: { code: 'provider_permission_denied' },
  amount_too_large: outOfRange,
  amount_too_small: outOfRange,
  api_key_expired: { code: 'provider_auth_failed' },
  balance_insufficient: { code: 'declined', reason: 'insufficient_balance' },
  capture_charge_authorization_expired: expired,
  charge_already_captured: captured,
  charge_already_refunded: refunded,
  charge_disputed: disputed,
  charge_expired_for_capture: expired,
  charge_not_refundable: { code: 'declined', reason: 'refund_refused' },
  idempotency_key_in_use: { code: 'conflict', reason: 'key_in_flight' },
  intent_invalid_state: wrongState,
  invalid_charge_amount: outOfRange,
  invalid_charge_amount_no_decimal_compatible: {
    code: 'invalid_request',
    reason: 'amount_not_representable',
  },
  lock_timeout: inUse,
  parameter_missing: { code: 'invalid_request', reason: 'parameter_missing' },
  payment_intent_unexpected_state: wrongState,
  payment_method_unexpected_state: wrongState,
  platform_api_key_expired: { code: 'provider_auth_failed' },
  rate_limit: { code: 'rate_limited' },
  refund_disputed_payment: disputed,
  resource_missing: { code: 'not_found' },
  secret_key_required: { code: 'provider_auth_failed' },
  setup_intent_unexpected_state: wrongState,
  status_transition_invalid: wrongState,
};

/** For a code that the table does not have. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  400: invalid,
  401: { code: 'provider_auth_failed' },
  402: { code: 'declined' },
  403: { code: 'provider_permission_denied' },
  404: { code: 'not_found' },
  409: inUse,
  424: { code: 'provider_unavailable' },
  429: { code: 'rate_limited' },
  500: { code: 'provider_error' },
  502: { code: 'provider_unavailable' },
  503: { code: 'provider_unavailable' },
  504: { code: 'provider_unavailable' },
};
