import { DriverFailure } from '@patchbay/core';
import {
  currencies,
  fromVendorAmount,
  isLossless,
  type Money,
  money,
  toVendorAmount,
} from '@patchbay/payments';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';

const rules = capabilities.currencies;

describe('Stripe’s currencies', () => {
  it('take every amount exactly or refuse it, in every currency of ISO 4217 (property)', () => {
    assert(
      property(integer({ min: 1, max: 10 ** 9 }), constantFrom(...currencies), (minor, currency) => {
        const amount = money(minor, currency);
        const verdict = thereAndBack(amount);
        const refused = verdict === 'amount_not_representable' && !isLossless(currency, rules);
        expect(refused ? amount : verdict).toEqual(amount);
      }),
    );
  });

  // https://docs.stripe.com/currencies#special-cases (2026-11-22)
  it.each([
    ['JPY', 500, 500],
    ['ISK', 500, 50_000],
    ['UGX', 500, 50_000],
    ['MGA', 500, 5],
    ['KWD', 1230, 1230],
    ['EUR', 1234, 1234],
  ])('count %s %i as %i', (currency, minor, vendors) => {
    expect(toVendorAmount(money(minor, currency), rules)).toBe(vendors);
  });

  it('are not lossless where an amount may be refused', () => {
    expect(currencies.filter((currency) => !isLossless(currency, rules))).toEqual([
      'BHD',
      'JOD',
      'KWD',
      'MGA',
      'OMR',
      'TND',
    ]);
  });
});

/** The amount after a journey to Stripe and back, or the reason why it did not set out. */
function thereAndBack(amount: Money): Money | string | undefined {
  try {
    return fromVendorAmount(toVendorAmount(amount, rules), amount.currency.toLowerCase(), rules);
  } catch (error) {
    return error instanceof DriverFailure ? error.failure.reason : undefined;
  }
}
