import { describe, expect, it } from 'vitest';
import { toCapture, toPaymentIntent } from '../src/request/payment.ts';
import { thrownBy } from './support/thrown-by.ts';

const usd = (minor: number) => ({ minor, currency: 'USD' });

describe('vendor parameters', () => {
  it('come last, and join what is nested', () => {
    const vendor = {
      description: 'Theirs',
      payment_method_options: { card: { request_three_d_secure: 'any' } },
    };
    expect(
      toPaymentIntent({ amount: usd(1200), capture: 'manual', description: 'Ours', vendor }),
    ).toMatchObject({
      description: 'Theirs',
      payment_method_options: {
        card: { request_three_d_secure: 'any', request_multicapture: 'if_available' },
      },
    });
  });

  it('expand further fields beside those that the mapping reads', () => {
    const vendor = { expand: ['customer', 'latest_charge'] };
    expect(toCapture({ id: 'pi_1', vendor }).expand).toEqual(['latest_charge', 'customer']);
  });

  it('that are undefined change nothing, at any depth', () => {
    const input = { amount: usd(1200), reference: 'order-7' };
    const vendor = { metadata: { patchbay_reference: undefined }, capture_method: undefined };
    expect(toPaymentIntent({ ...input, vendor })).toEqual(toPaymentIntent(input));
    expect(toPaymentIntent({ ...input, vendor: { metadata: undefined } })).toEqual(toPaymentIntent(input));
  });

  it('cannot put a text in the place of your metadata, and your reference with it', () => {
    const input = { amount: usd(1200), reference: 'order-7', vendor: { metadata: '' } };
    expect(thrownBy(() => toPaymentIntent(input))).toMatchObject({
      failure: { code: 'invalid_request', reason: 'parameter_invalid' },
    });
  });
});
