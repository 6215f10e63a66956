import { DriverFailure } from '@patchbay/core';
import {
  addMoney,
  type CurrencyRules,
  currencies,
  exponentOf,
  formatDecimal,
  formatMoney,
  fromVendorAmount,
  isLossless,
  money,
  parseMoney,
  subtractMoney,
  toVendorAmount,
} from '@patchbay/payments';
import { assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';

const currency = constantFrom(...currencies);
const minor = integer({ min: -(10 ** 12), max: 10 ** 12 });
const iso: CurrencyRules = { accepted: 'any' };

describe('money', () => {
  it('survives decimal text and back, in every currency (property)', () => {
    assert(
      property(minor, currency, (amount, code) => {
        expect(parseMoney(formatDecimal(money(amount, code)), code)).toEqual(money(amount, code));
      }),
    );
  });

  it('survives a vendor that counts as ISO 4217 does, in every currency (property)', () => {
    assert(
      property(minor, currency, (amount, code) => {
        const vendors = toVendorAmount(money(amount, code), iso);
        expect(fromVendorAmount(vendors, code.toLowerCase(), iso)).toEqual(money(amount, code));
      }),
    );
  });

  it('adds and subtracts without loss (property)', () => {
    assert(
      property(minor, minor, currency, (left, right, code) => {
        const sum = addMoney(money(left, code), money(right, code));
        expect(subtractMoney(sum, money(right, code))).toEqual(money(left, code));
      }),
    );
  });

  it.each([
    ['JPY', '1200', 1200],
    ['HRK', '12.00', 1200],
    ['EUR', '12.00', 1200],
    ['KWD', '1.200', 1200],
    ['CLF', '0.1200', 1200],
  ])('writes %s as %s', (code, text, amount) => expect(formatDecimal(money(amount, code))).toBe(text));

  it.each([
    ['12.345', 'EUR'],
    ['12.5', 'JPY'],
    ['1e3', 'EUR'],
    ['', 'EUR'],
    ['1,00', 'EUR'],
    [' 1', 'EUR'],
  ])('refuses the text %j in %s instead of rounding it', (text, code) =>
    expect(() => parseMoney(text, code)).toThrow(RangeError),
  );

  it.each([
    [0.5, 'EUR'],
    [Number.NaN, 'EUR'],
    [2 ** 53, 'EUR'],
    [1, 'eur'],
    [1, 'ZZZ'],
  ])('refuses %s %s', (amount, code) => {
    expect(() => money(amount, code)).toThrow(RangeError);
  });

  it('does not mix currencies', () => {
    expect(() => addMoney(money(1, 'EUR'), money(1, 'USD'))).toThrow(RangeError);
  });

  it('is shown with the decimals of ISO 4217, where Intl has others', () => {
    expect(formatMoney(money(123_456, 'HUF'))).toContain('1,234.56');
    expect(exponentOf('HUF')).toBe(2);
  });
});

describe('a vendor that counts otherwise', () => {
  const rules: CurrencyRules = {
    accepted: ['EUR', 'ISK', 'KWD', 'CLP'],
    exponents: { ISK: 2 },
    multiples: { KWD: 10 },
  };

  it('gets its own figure, exactly', () => {
    expect(toVendorAmount(money(500, 'ISK'), rules)).toBe(50_000);
    expect(fromVendorAmount(50_000, 'isk', rules)).toEqual(money(500, 'ISK'));
    expect(toVendorAmount(money(1230, 'KWD'), rules)).toBe(1230);
  });

  it.each([
    [money(1234, 'KWD'), 'amount_not_representable'],
    [money(1, 'USD'), 'currency_not_supported'],
  ])('refuses %j instead of rounding', (amount, reason) => {
    expect(reasonOf(() => toVendorAmount(amount, rules))).toBe(reason);
  });

  it.each([
    [50_050, 'isk'],
    [1, 'usdx'],
    [0.5, 'eur'],
    [Number.NaN, 'eur'],
  ])('is not believed when it says %s %s', (amount, code) => {
    expect(codeOf(() => fromVendorAmount(amount, code, { ...rules, accepted: 'any' }))).toBe(
      'invalid_response',
    );
  });

  it('is lossless only where every amount has a figure', () => {
    expect(['EUR', 'ISK', 'KWD', 'USD'].map((code) => isLossless(code, rules))).toEqual([
      true,
      true,
      false,
      false,
    ]);
  });
});

const reasonOf = (work: () => unknown) => failureOf(work)?.reason;
const codeOf = (work: () => unknown) => failureOf(work)?.code;

function failureOf(work: () => unknown): DriverFailure['failure'] | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return error instanceof DriverFailure ? error.failure : undefined;
  }
}
