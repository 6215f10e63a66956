import { invalidRequest } from '../protocol/errors.ts';
import type { Field } from '../protocol/fields.ts';
import { integer, text } from '../protocol/fields.ts';

// https://docs.stripe.com/currencies#presentment-currencies (2026-11-22).
const currencies = new Set(
  (
    'usd aed afn all amd ang aoa ars aud awg azn bam bbd bdt bgn bhd bif bmd bnd bob brl bsd bwp byn bzd cad cdf ' +
    'chf clp cny cop crc cve czk djf dkk dop dzd egp etb eur fjd fkp gbp gel gip gmd gnf gtq gyd hkd hnl htg huf ' +
    'idr ils inr isk jmd jod jpy kes kgs khr kmf krw kwd kyd kzt lak lbp lkr lrd lsl mad mdl mga mkd mmk mnt mop ' +
    'mur mvr mwk mxn myr mzn nad ngn nio nok npr nzd omr pab pen pgk php pkr pln pyg qar ron rsd rub rwf sar sbd ' +
    'scr sek sgd shp sle sos srd std szl thb tjs tnd top try ttd twd tzs uah ugx usd uyu uzs vnd vuv wst xaf xcd ' +
    'xcg xof xpf yer zar zmw'
  ).split(' '),
);
const zeroDecimal = new Set('bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf'.split(' '));
const threeDecimal = new Set('bhd jod kwd omr tnd'.split(' '));
// Two decimals on the wire that must be 00: https://docs.stripe.com/currencies#special-cases (2026-11-22).
const wholeOnly = new Set(['isk', 'ugx']);

// https://docs.stripe.com/currencies#minimum-and-maximum-charge-amounts (2026-11-22). For a currency that is
// not listed Stripe converts to the settlement currency; the fake takes any positive amount there.
const minimumAmounts: Readonly<Record<string, number>> = {
  usd: 50,
  aed: 200,
  aud: 50,
  bgn: 100,
  brl: 50,
  cad: 50,
  chf: 50,
  czk: 1500,
  dkk: 250,
  eur: 50,
  gbp: 30,
  hkd: 400,
  huf: 17500,
  inr: 50,
  jpy: 50,
  mxn: 1000,
  myr: 200,
  nok: 300,
  nzd: 50,
  pln: 200,
  ron: 200,
  sek: 300,
  sgd: 50,
  thb: 1000,
};
const maximumAmount = 99_999_999;

/** A currency code in any case; Stripe answers in lower case. */
export function currency(): Field<string> {
  return {
    read(node, at) {
      const code = text(100).read(node, at).toLowerCase();
      if (!currencies.has(code)) {
        throw invalidRequest(
          `Invalid currency: ${code}. Stripe currently supports these currencies: ${[...currencies].join(', ')}`,
          { param: at },
        );
      }
      return code;
    },
  };
}

/** A positive amount in Stripe's minor units; {@link checkAmount} judges it with its currency. */
export const amount = (): Field<number> => integer(1);

/** The rules that need both amount and currency. */
export function checkAmount(value: number, code: string, param = 'amount'): void {
  if (isBelowMinimum(value, code)) {
    throw invalidRequest(`Amount must be at least ${format(minimumOf(code), code)} ${code}`, {
      code: 'amount_too_small',
      param,
    });
  }
  if (value > maximumAmount) {
    throw invalidRequest(`Amount must be no more than ${format(maximumAmount, code)}`, {
      code: 'amount_too_large',
      param,
    });
  }
  const step = threeDecimal.has(code) ? 10 : wholeOnly.has(code) ? 100 : 1;
  if (value % step !== 0) {
    throw invalidRequest(`Invalid ${param}: amounts in ${code} must be divisible by ${step}.`, {
      code: 'parameter_invalid_integer',
      param,
    });
  }
}

export function isBelowMinimum(value: number, code: string): boolean {
  return value < minimumOf(code);
}

/** An amount for messages: `$12.00`, `¥500`. */
export function format(value: number, code: string): string {
  const digits = zeroDecimal.has(code) ? 0 : threeDecimal.has(code) ? 3 : 2;
  const formatter = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency: code.toUpperCase(),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return formatter.format(value / 10 ** digits);
}

function minimumOf(code: string): number {
  return minimumAmounts[code] ?? 1;
}
