import { DriverFailure } from '@patchbay/core';
import { exponentOf, isKnown } from './currencies.ts';

/** An amount in the currency's smallest unit of ISO 4217: `{ minor: 1200, currency: 'EUR' }` is EUR 12.00. */
export interface Money {
  /** A safe integer. */
  readonly minor: number;
  /** Three upper-case letters of ISO 4217. */
  readonly currency: string;
}

/**
 * Makes an amount from minor units.
 * @throws `RangeError` when `minor` is no safe integer or the currency is not in ISO 4217.
 * @example money(1200, 'EUR')
 */
export function money(minor: number, currency: string): Money {
  if (!Number.isSafeInteger(minor))
    throw new RangeError(`minor is ${minor}; give a safe integer of minor units.`);
  exponentOf(currency);
  return { minor, currency };
}

/**
 * Reads a decimal text: `parseMoney('12.00', 'EUR')`. Digits that the currency does not have are refused, not rounded.
 * @throws `RangeError` when the text is no decimal number or has too many digits.
 */
export function parseMoney(text: string, currency: string): Money {
  const exponent = exponentOf(currency);
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (match === null) throw new RangeError(`${JSON.stringify(text)} is no decimal number.`);
  const [, sign = '', whole = '', fraction = ''] = match;
  const significant = fraction.replace(/0+$/, '');
  if (significant.length > exponent)
    throw new RangeError(`${currency} has ${exponent} decimals; ${text} has more.`);
  return money(Number(`${sign}${whole}${significant.padEnd(exponent, '0')}`) + 0, currency);
}

/**
 * The decimal text of an amount, exact: `formatDecimal(money(1200, 'EUR'))` is `'12.00'`.
 * @throws `RangeError` when the currency is not in ISO 4217.
 */
export function formatDecimal({ minor, currency }: Money): string {
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(minor)).padStart(exponent + 1, '0');
  const sign = minor < 0 ? '-' : '';
  if (exponent === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

/**
 * An amount for people, in their locale: `formatMoney(money(1200, 'EUR'), 'de')` is `'12,00 €'`.
 * @throws `RangeError` when the currency is not in ISO 4217 or the locale is no BCP 47 tag.
 */
export function formatMoney(amount: Money, locale = 'en'): string {
  const digits = exponentOf(amount.currency); // Intl's own digits differ from ISO 4217 for some currencies
  const format = new Intl.NumberFormat(locale, {
    style: 'currency',
    currency: amount.currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return format.format(Number(formatDecimal(amount)));
}

/**
 * The sum of two amounts in one currency.
 * @throws `RangeError` when the currencies differ or the sum is no safe integer.
 */
export function addMoney(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor + right.minor, left.currency);
}

/**
 * The first amount less the second; below zero when the second is larger.
 * @throws `RangeError` when the currencies differ or the difference is no safe integer.
 */
export function subtractMoney(left: Money, right: Money): Money {
  assertSameCurrency(left, right);
  return money(left.minor - right.minor, left.currency);
}

function assertSameCurrency(left: Money, right: Money): void {
  if (left.currency !== right.currency)
    throw new RangeError(`${left.currency} and ${right.currency} do not mix.`);
}

/** Which currencies a vendor takes, and where it counts otherwise than ISO 4217. */
export interface CurrencyRules {
  /** Currencies that the vendor takes. */
  readonly accepted: 'any' | readonly string[];
  /** Decimals that the vendor counts with, where they differ from ISO 4217. */
  readonly exponents?: Readonly<Record<string, number>>;
  /** The vendor's amount must be a multiple of this, for example 10 for Stripe's three-decimal currencies. */
  readonly multiples?: Readonly<Record<string, number>>;
}

/**
 * The vendor's integer for an amount. A conversion that would lose anything is refused.
 * @throws `DriverFailure` `invalid_request`: `currency_not_supported`, `amount_not_representable`.
 */
export function toVendorAmount({ minor, currency }: Money, rules: CurrencyRules): number {
  if (rules.accepted !== 'any' && !rules.accepted.includes(currency)) {
    throw refused('currency_not_supported', `The provider does not take ${currency}.`);
  }
  const shift = (rules.exponents?.[currency] ?? exponentOf(currency)) - exponentOf(currency);
  const amount = shift >= 0 ? minor * 10 ** shift : minor / 10 ** -shift;
  const multiple = rules.multiples?.[currency] ?? 1;
  if (Number.isSafeInteger(amount) && amount % multiple === 0) return amount;
  throw refused(
    'amount_not_representable',
    `The provider cannot express ${minor} minor units of ${currency} exactly.`,
  );
}

/**
 * The amount behind a vendor's integer.
 * @throws `DriverFailure` `invalid_response` when it has no exact amount in minor units.
 */
export function fromVendorAmount(amount: number, currencyCode: string, rules: CurrencyRules): Money {
  const currency = currencyCode.toUpperCase();
  const minor = isKnown(currency) ? fromVendorUnits(amount, currency, rules) : Number.NaN;
  if (Number.isSafeInteger(minor)) return { minor, currency };
  throw new DriverFailure({
    code: 'invalid_response',
    message: `${amount} of ${currency} is no exact amount.`,
  });
}

function fromVendorUnits(amount: number, currency: string, rules: CurrencyRules): number {
  const shift = (rules.exponents?.[currency] ?? exponentOf(currency)) - exponentOf(currency);
  return shift >= 0 ? amount / 10 ** shift : amount * 10 ** -shift;
}

/** True when every amount in minor units of the currency can be expressed by a vendor with these rules. */
export function isLossless(currency: string, rules: CurrencyRules): boolean {
  const shift = (rules.exponents?.[currency] ?? exponentOf(currency)) - exponentOf(currency);
  const accepted = rules.accepted === 'any' || rules.accepted.includes(currency);
  return accepted && shift >= 0 && 10 ** shift % (rules.multiples?.[currency] ?? 1) === 0;
}

function refused(reason: string, message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', reason, message });
}
