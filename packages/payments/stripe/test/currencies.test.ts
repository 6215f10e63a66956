import { DriverFailure } from '@patchbay/core';
import { currencies, fromVendorAmount, isLossless, money, toVendorAmount } from '@patchbay/payments';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';

const rules = capabilities.currencies;

describe('Stripe’s currencies', () => {
  it('take every amount exactly or refuse it, in every currency of ISO 4217 (property)', () => {
    assert(
      property(integer({ min: 1, max: 10 ** 9 }), constantFrom(...currencies), (minor, currency) => {
        const amount = money(minor, currency);
        try {
          const vendors = toVendorAmount(amount, rules);
          expect(fromVendorAmount(vendors, currency.toLowerCase(), rules)).toEqual(amount);
        } catch (error) {
          expect(isLossless(currency, rules)).toBe(false);
          expect(error).toBeInstanceOf(DriverFailure);
          expect(error).toMatchObject({ failure: { reason: 'amount_not_representable' } });
        }
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
