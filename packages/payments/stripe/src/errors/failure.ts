import { DriverFailure, type Failure } from '@patchbay/core';
import type { PaymentsReason } from '@patchbay/payments';
import type Stripe from 'stripe';
import {
  captured,
  expired,
  expiries,
  invalid,
  type Meaning,
  meaningByCode,
  meaningByStatus,
  noCurrency,
  outOfRange,
  tooMuchToCapture,
} from './meanings.ts';

const envelopeTypes: ReadonlySet<unknown> = new Set([
  'api_error',
  'card_error',
  'idempotency_error',
  'invalid_request_error',
]);

/** The part of the SDK's error that a verdict rests on. Told by its fields: the SDK ships its classes twice. */
export type VendorRefusal = Stripe.errors.StripeError & { readonly statusCode: number };

/** Names a refusal of Stripe; `undefined` for what is not Stripe's own answer. */
export function toFailure(thrown: unknown): Failure | undefined {
  return isRefusal(thrown) ? failureOf(thrown, meaningOf(thrown)) : undefined;
}

/** True for an answer in Stripe's own envelope; false for a proxy's page, a broken connection, a bug. */
export function isRefusal(thrown: unknown): thrown is VendorRefusal {
  if (typeof thrown !== 'object' || thrown === null) return false;
  if (!('statusCode' in thrown && 'rawType' in thrown)) return false;
  return typeof thrown.statusCode === 'number' && envelopeTypes.has(thrown.rawType);
}

/** Stripe gives no code when a refund is larger than what is left, or when there is nothing to give back. */
export function refundRefused(thrown: unknown): never {
  const isTooMuch = isRefusal(thrown) && thrown.param === 'amount';
  throw withoutCode(thrown, isTooMuch ? 'refund_exceeds_captured' : 'invalid_state');
}

/** Nor when an object is no longer open for what was asked. */
export function stateRefused(thrown: unknown): never {
  throw withoutCode(thrown, 'invalid_state');
}

/** Parameters that name what is acted upon; a complaint of another one is no news of its state. */
const aboutState: ReadonlySet<string> = new Set(['amount', 'charge', 'payment_intent', 'payment_method']);

function withoutCode(thrown: unknown, reason: PaymentsReason): unknown {
  if (!isRefusal(thrown) || thrown.statusCode !== 400 || thrown.code !== undefined) return thrown;
  if (thrown.rawType !== 'invalid_request_error') return thrown;
  if (thrown.param !== undefined && !aboutState.has(thrown.param)) return thrown;
  return new DriverFailure(failureOf(thrown, { code: 'precondition_failed', reason }));
}

function meaningOf(refusal: VendorRefusal): Meaning {
  const { statusCode, rawType, code = '' } = refusal;
  if (rawType === 'idempotency_error' && statusCode === 400)
    return { code: 'idempotency_mismatch', reason: 'key_reused' };
  if (statusCode === 401 || statusCode === 403) return meaningByStatus[statusCode] ?? invalid;
  const byDetail = meaningByDetail[code]?.(refusal);
  return byDetail ?? meaningByCode[code] ?? meaningByStatus[statusCode] ?? { code: 'unknown' };
}

/** Codes that mean one thing or another, by what the refusal is about. */
const meaningByDetail: Readonly<Record<string, (refusal: VendorRefusal) => Meaning | undefined>> = {
  '': ({ statusCode, param }) => (statusCode === 400 && param?.endsWith('currency') ? noCurrency : undefined),
  parameter_invalid_integer: ({ param }) => (param === 'amount' ? outOfRange : undefined),
  resource_missing: ({ param }) => (param === 'starting_after' ? invalid : undefined), // a cursor, not what was asked
  amount_too_large: ({ param }) => (param === 'amount_to_capture' ? tooMuchToCapture : undefined),
  payment_intent_unexpected_state: ({ payment_intent: intent }) => {
    if (intent?.status === 'succeeded') return captured;
    return expiries.has(intent?.cancellation_reason) ? expired : undefined;
  },
};

function failureOf(refusal: VendorRefusal, meaning: Meaning): Failure {
  const { statusCode, code, decline_code: declineCode, rawType, message, headers } = refusal;
  return {
    ...meaning,
    vendor: { status: statusCode, code: declineCode || code || String(rawType), message },
    // Stripe knows when a repeat would only bring the stored answer again.
    // https://docs.stripe.com/error-low-level#sending-idempotent-requests (2026-11-22)
    ...(headers?.['stripe-should-retry'] === 'false' && { retryable: false }),
  };
}
