import { isErrorCode } from '@patchbay/core';
import { paymentsReasons } from '@patchbay/payments';
import { Stripe } from 'stripe';
import { describe, expect, it } from 'vitest';
import { reasonByCode } from '../src/errors/declines.ts';
import { refundRefused, stateRefused, toFailure } from '../src/errors/failure.ts';
import { meaningByCode, meaningByStatus } from '../src/errors/meanings.ts';
import { paymentIntent } from './fixtures/payment.ts';
import { thrownBy } from './support/thrown-by.ts';

type RawError = Stripe.StripeRawError;

/** What the SDK throws for an answer: made by the SDK itself. */
function thrown(statusCode: number, error: Partial<RawError> = {}): Stripe.errors.StripeError {
  return Stripe.errors.StripeError.generate({
    type: 'invalid_request_error',
    message: 'No.',
    statusCode,
    ...error,
  });
}

describe('a refusal', () => {
  it.each([
    [400, { code: 'parameter_missing', param: 'amount' }, 'invalid_request', 'parameter_missing'],
    [400, { code: 'parameter_unknown' }, 'invalid_request', 'parameter_invalid'],
    [400, { code: 'parameter_invalid_integer', param: 'amount' }, 'invalid_request', 'amount_out_of_range'],
    [400, { param: 'currency' }, 'invalid_request', 'currency_not_supported'],
    [400, { param: 'return_url' }, 'invalid_request', 'parameter_invalid'],
    [400, { code: 'amount_too_small' }, 'invalid_request', 'amount_out_of_range'],
    [400, { code: 'amount_too_large', param: 'amount' }, 'invalid_request', 'amount_out_of_range'],
    [
      400,
      { code: 'amount_too_large', param: 'amount_to_capture' },
      'precondition_failed',
      'capture_exceeds_authorized',
    ],
    [400, { code: 'charge_already_captured' }, 'precondition_failed', 'already_captured'],
    [400, { code: 'charge_already_refunded' }, 'precondition_failed', 'already_refunded'],
    [400, { code: 'charge_expired_for_capture' }, 'precondition_failed', 'authorization_expired'],
    [400, { code: 'charge_disputed' }, 'precondition_failed', 'dispute_open'],
    [400, { code: 'balance_insufficient' }, 'declined', 'insufficient_balance'],
    [400, { type: 'idempotency_error' }, 'idempotency_mismatch', 'key_reused'],
    [409, { type: 'idempotency_error', code: 'idempotency_key_in_use' }, 'conflict', 'key_in_flight'],
    [429, { code: 'lock_timeout' }, 'conflict', 'object_locked'],
    [429, { code: 'rate_limit' }, 'rate_limited', undefined],
    [401, {}, 'provider_auth_failed', undefined],
    [401, { code: 'api_key_expired' }, 'provider_auth_failed', undefined],
    [403, { code: 'account_invalid' }, 'provider_permission_denied', undefined],
    [404, { code: 'resource_missing' }, 'not_found', undefined],
    [400, { code: 'resource_missing', param: 'customer' }, 'not_found', undefined],
    [400, { code: 'resource_missing', param: 'starting_after' }, 'invalid_request', 'parameter_invalid'],
    [402, { type: 'card_error', code: 'card_declined' }, 'declined', undefined],
    [500, { type: 'api_error' }, 'provider_error', undefined],
    [503, { type: 'api_error' }, 'provider_unavailable', undefined],
    [418, { type: 'api_error', code: 'brand_new' }, 'unknown', undefined],
  ] as const)('%d %o is %s, %s', (status, error, code, reason) => {
    const failure = toFailure(thrown(status, error));
    expect([failure?.code, failure?.reason]).toEqual([code, reason]);
    expect(failure?.vendor).toMatchObject({ status, message: 'No.' });
  });

  it.each([
    [{ status: 'succeeded' }, 'already_captured'],
    [{ status: 'canceled', cancellation_reason: 'automatic' }, 'authorization_expired'],
    [{ status: 'canceled', cancellation_reason: 'expired' }, 'authorization_expired'],
    [{ status: 'canceled', cancellation_reason: 'duplicate' }, 'invalid_state'],
    [{ status: 'requires_payment_method' }, 'invalid_state'],
  ])('of a payment that is %o is %s', (changes, reason) => {
    const error = { code: 'payment_intent_unexpected_state', payment_intent: paymentIntent(changes) };
    expect(toFailure(thrown(400, error))).toMatchObject({ code: 'precondition_failed', reason });
  });

  it('is not repeated when Stripe advises against it', () => {
    const headers = { 'stripe-should-retry': 'false' };
    expect(toFailure(thrown(500, { type: 'api_error', headers }))).toMatchObject({ retryable: false });
    expect(toFailure(thrown(500, { type: 'api_error' }))).not.toHaveProperty('retryable');
  });

  it('names the bank’s own code before Stripe’s', () => {
    const error = { type: 'card_error', code: 'card_declined', decline_code: 'stolen_card' } as const;
    expect(toFailure(thrown(402, error))?.vendor?.code).toBe('stolen_card');
  });
});

describe('what is not Stripe’s own answer', () => {
  it.each([
    [
      'a broken connection',
      new Stripe.errors.StripeConnectionError({ message: 'Broken.', type: 'api_error' }),
    ],
    [
      'a body that is no JSON',
      new Stripe.errors.StripeAPIError({ message: 'Invalid JSON', type: 'api_error' }),
    ],
    ['a proxy’s error', thrown(502, { type: 'Bad gateway' as NonNullable<RawError['type']> })],
    ['a bug', new TypeError('x is not a function')],
    ['nothing', undefined],
  ])('is left to core: %s', (_name, error) => {
    expect(toFailure(error)).toBeUndefined();
  });
});

describe('a refused refund without a code', () => {
  it.each([
    ['amount', 'refund_exceeds_captured'],
    ['payment_intent', 'invalid_state'],
  ])('for the parameter %s is %s', (param, reason) => {
    expect(thrownBy(() => refundRefused(thrown(400, { param })))).toMatchObject({
      failure: { code: 'precondition_failed', reason },
    });
  });

  it.each(['metadata[patchbay_reference]', 'reason'])(
    'for the parameter %s of yours is a bad parameter',
    (param) => {
      const error = thrown(400, { param });
      expect(() => refundRefused(error)).toThrow(error);
      expect(toFailure(error)).toMatchObject({ code: 'invalid_request', reason: 'parameter_invalid' });
    },
  );

  it('stays what it is when it has a code', () => {
    const error = thrown(400, { code: 'charge_already_refunded' });
    expect(() => refundRefused(error)).toThrow(error);
  });
});

describe('a refused change without a code', () => {
  it('is about the state, unless Stripe complains of a parameter', () => {
    expect(thrownBy(() => stateRefused(thrown(400)))).toMatchObject({
      failure: { code: 'precondition_failed', reason: 'invalid_state' },
    });
    const error = thrown(400, { param: 'evidence[uncategorized_text]' });
    expect(() => stateRefused(error)).toThrow(error);
  });
});

describe('the tables', () => {
  it('know only codes and reasons of the closed lists, each reason under its own code', () => {
    const reasons: Readonly<Record<string, readonly string[]>> = paymentsReasons;
    const meanings = [...Object.values(meaningByCode), ...Object.values(meaningByStatus)];
    expect(meanings.filter(({ code }) => !isErrorCode(code))).toEqual([]);
    expect(meanings.filter(({ code, reason }) => reason && !reasons[code]?.includes(reason))).toEqual([]);
  });

  it('names every decline of Stripe’s test cards', () => {
    const cards = [
      'generic_decline',
      'insufficient_funds',
      'lost_card',
      'stolen_card',
      'expired_card',
      'incorrect_cvc',
    ];
    const others = [
      'processing_error',
      'incorrect_number',
      'card_velocity_exceeded',
      'fraudulent',
      'authentication_required',
    ];
    expect([...cards, ...others].filter((code) => !Object.hasOwn(reasonByCode, code))).toEqual([]);
  });
});
