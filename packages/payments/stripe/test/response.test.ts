import { describe, expect, it } from 'vitest';
import { fromDispute, fromPaymentIntent, fromRefund } from '../src/response/payment.ts';
import { fromList } from '../src/response/shared.ts';
import { charge, paymentIntent, refund } from './fixtures/payment.ts';
import { dispute } from './fixtures/people.ts';
import { thrownBy } from './support/thrown-by.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });
const cardError = {
  type: 'card_error',
  code: 'card_declined',
  decline_code: 'insufficient_funds',
  message: 'No funds.',
};

describe('a payment', () => {
  it('keeps your reference apart from your metadata, and the vendor’s object out of print', () => {
    const payment = fromPaymentIntent(paymentIntent());
    expect(payment).toMatchObject({
      id: 'pi_3Captured',
      provider: 'stripe',
      reference: 'order-7',
      metadata: { colour: 'blue' },
    });
    expect(payment.metadata).not.toHaveProperty('patchbay_reference');
    expect(payment.createdAt).toEqual(new Date('2026-01-01T00:00:00Z'));
    expect(JSON.stringify(payment)).not.toContain('secret');
    expect(payment.raw).toMatchObject({ object: 'payment_intent' });
  });

  it.each([
    ['requires_payment_method', {}, 'requires_payment_method'],
    ['requires_payment_method', { last_payment_error: cardError }, 'failed'],
    ['requires_confirmation', {}, 'requires_confirmation'],
    ['requires_action', {}, 'requires_action'],
    ['processing', {}, 'processing'],
    ['requires_capture', { amount_capturable: 1200, amount_received: 0 }, 'authorized'],
    ['requires_capture', { amount_capturable: 700, amount_received: 500 }, 'partially_captured'],
    ['succeeded', {}, 'captured'],
    ['canceled', { cancellation_reason: 'requested_by_customer' }, 'canceled'],
    ['canceled', { cancellation_reason: 'automatic' }, 'expired'],
    ['canceled', { cancellation_reason: 'expired' }, 'expired'],
    ['requires_telepathy', {}, 'unknown'],
  ])('that is %s with %o is %s', (status, changes, expected) => {
    expect(fromPaymentIntent(paymentIntent({ status, ...changes })).status).toBe(expected);
  });

  it('counts as refunded only what was captured before', () => {
    const latest_charge = charge({ amount: 1200, amount_captured: 500, amount_refunded: 900 });
    expect(fromPaymentIntent(paymentIntent({ amount_received: 500, latest_charge }))).toMatchObject({
      authorized: usd(1200),
      captured: usd(500),
      refunded: usd(200),
      capturable: usd(0),
    });
  });

  it('has refunded nothing when an authorization was let go', () => {
    const latest_charge = charge({ captured: false, amount_captured: 0, amount_refunded: 1200 });
    const canceled = paymentIntent({ status: 'canceled', amount_received: 0, latest_charge });
    expect(fromPaymentIntent(canceled)).toMatchObject({
      authorized: usd(0),
      captured: usd(0),
      refunded: usd(0),
    });
  });

  it('shows what is open while it is captured in parts', () => {
    const latest_charge = charge({ amount_captured: 500, amount_refunded: 100 });
    const parts = paymentIntent({
      status: 'requires_capture',
      amount_received: 500,
      amount_capturable: 700,
      latest_charge,
    });
    expect(fromPaymentIntent(parts)).toMatchObject({
      authorized: usd(1200),
      captured: usd(500),
      refunded: usd(100),
      capturable: usd(700),
    });
  });

  it.each([
    ['isk', 500, { minor: 5, currency: 'ISK' }],
    ['jpy', 500, { minor: 500, currency: 'JPY' }],
    ['mga', 12, { minor: 1200, currency: 'MGA' }],
    ['kwd', 5120, { minor: 5120, currency: 'KWD' }],
  ])('in %s of %d is an exact amount', (currency, amount, expected) => {
    expect(fromPaymentIntent(paymentIntent({ currency, amount })).amount).toEqual(expected);
  });

  it.each([
    [
      'redirect_to_url',
      { url: 'https://hooks.stripe.com/3ds' },
      { type: 'redirect', url: 'https://hooks.stripe.com/3ds' },
    ],
    [
      'alipay_handle_redirect',
      { url: 'https://alipay.example' },
      { type: 'redirect', url: 'https://alipay.example' },
    ],
    ['redirect_to_url', { url: null }, { type: 'client_sdk', token: 'pi_3Captured_secret_x' }],
    ['use_stripe_sdk', { type: 'three_d_secure' }, { type: 'client_sdk', token: 'pi_3Captured_secret_x' }],
    ['brand_new', {}, { type: 'client_sdk', token: 'pi_3Captured_secret_x' }],
    [
      'pix_display_qr_code',
      { data: '0002', expires_at: 9 },
      { type: 'display', kind: 'qr', data: { data: '0002' } },
    ],
    [
      'boleto_display_details',
      { number: '34191' },
      { type: 'display', kind: 'voucher', data: { number: '34191' } },
    ],
  ])('that asks for %s with %o says what the payer has to do', (type, details, expected) => {
    const next_action = { type, [type]: details };
    expect(fromPaymentIntent(paymentIntent({ status: 'requires_action', next_action })).nextAction).toEqual(
      expected,
    );
  });

  it.each([
    [{ decline_code: 'insufficient_funds' }, 'insufficient_funds', 'same_method_later'],
    [{ decline_code: 'stolen_card' }, 'lost_or_stolen', 'never'],
    [{ decline_code: '', code: 'expired_card' }, 'expired_card', 'new_method'],
    [{ decline_code: 'brand_new', code: 'incorrect_cvc' }, 'incorrect_cvc', 'new_method'],
    [{ decline_code: 'brand_new', code: 'brand_new' }, 'card_declined', 'new_method'],
    [
      { code: 'authentication_required', decline_code: 'authentication_required' },
      'authentication_required',
      'authenticate',
    ],
  ])('that failed with %o failed for %s', (codes, reason, retry) => {
    const last_payment_error = { type: 'card_error', message: 'No.', ...codes };
    const failed = paymentIntent({
      status: 'requires_payment_method',
      amount_received: 0,
      last_payment_error,
    });
    expect(fromPaymentIntent(failed).failure).toMatchObject({ reason, retry, message: 'No.' });
  });
});

describe('an answer of another shape', () => {
  it.each([
    ['another object', { ...paymentIntent(), object: 'charge' as never }],
    ['no id', { ...paymentIntent(), id: undefined as never }],
    ['a currency that nobody knows', paymentIntent({ currency: 'zzz' })],
  ])('is refused: %s', (_name, answer) => {
    expect(thrownBy(() => fromPaymentIntent(answer))).toMatchObject({
      failure: { code: 'invalid_response' },
    });
  });

  it('is refused where a list should be', () => {
    expect(() => fromList({ object: 'customer' }, String)).toThrow(/no list/);
  });
});

describe('lists', () => {
  it('go on after the last row only while there is more', () => {
    const data = [refund({ id: 're_1' }), refund({ id: 're_2' })];
    expect(fromList({ object: 'list', data, has_more: true }, ({ id }) => id)).toEqual({
      items: ['re_1', 're_2'],
      next: 're_2',
    });
    expect(fromList({ object: 'list', data, has_more: false }, ({ id }) => id)).not.toHaveProperty('next');
  });
});

describe('refunds and disputes', () => {
  it.each(['pending', 'requires_action', 'succeeded', 'failed', 'canceled'])(
    'keeps a refund’s status %s',
    (status) => {
      expect(fromRefund(refund({ status }))).toMatchObject({
        status,
        paymentId: 'pi_3Captured',
        amount: usd(200),
      });
    },
  );

  it('says why a refund failed, and knows when it does not know', () => {
    expect(fromRefund(refund({ status: 'failed', failure_reason: 'lost_or_stolen_card' })).failure).toBe(
      'lost_or_stolen_card',
    );
    expect(fromRefund(refund({ status: null })).status).toBe('unknown');
  });

  it.each([
    ['warning_needs_response', 'inquiry'],
    ['warning_under_review', 'inquiry'],
    ['warning_closed', 'closed'],
    ['needs_response', 'needs_response'],
    ['under_review', 'under_review'],
    ['won', 'won'],
    ['lost', 'lost'],
    ['prevented', 'prevented'],
    ['brand_new', 'unknown'],
  ])('a dispute that is %s is %s', (status, expected) => {
    expect(fromDispute(dispute({ status }))).toMatchObject({ status: expected, reason: 'not_received' });
  });

  it('has a date for the answer unless the bank takes none', () => {
    const details = dispute().evidence_details;
    expect(fromDispute(dispute()).respondBy).toEqual(new Date('2026-01-08T00:00:00Z'));
    expect(fromDispute(dispute({ evidence_details: { ...details, due_by: 0 } }))).not.toHaveProperty(
      'respondBy',
    );
  });
});
