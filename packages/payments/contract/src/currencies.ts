/** Currencies of ISO 4217 by their number of decimals. `Intl` is no source for this: it tells how people write. */
const codesByExponent = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW ' +
    'CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ' +
    'ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV ' +
    'MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD ' +
    'SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
} as const;

/** Withdrawn, but still on old payments: they can be read, not charged. */
const withdrawnByExponent = { 0: 'BYR', 2: 'ANG CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL' } as const;

const exponents = toMap(codesByExponent);
const withdrawn = toMap(withdrawnByExponent);

function toMap(table: Readonly<Record<number, string>>): ReadonlyMap<string, number> {
  const rows = Object.entries(table);
  return new Map(rows.flatMap(([exponent, list]) => list.split(' ').map((code) => [code, Number(exponent)])));
}

/** Every currency that ISO 4217 has now, sorted; those without minor units (gold, funds codes) are left out. */
export const currencies: readonly string[] = [...exponents.keys()].sort();

/** True for a code that ISO 4217 has now, upper case. */
export function isCurrency(code: string): boolean {
  return exponents.has(code);
}

/** True for a code that ISO 4217 has or had: what old payments may be in. */
export function isKnown(code: string): boolean {
  return exponents.has(code) || withdrawn.has(code);
}

/**
 * Decimals of a currency: 2 for EUR, 0 for JPY, 3 for KWD. Also known for withdrawn ones, as on old payments.
 * @throws `RangeError` when the code is not in ISO 4217.
 */
export function exponentOf(currency: string): number {
  const exponent = exponents.get(currency) ?? withdrawn.get(currency);
  if (exponent !== undefined) return exponent;
  throw new RangeError(
    `${JSON.stringify(currency)} is no currency of ISO 4217; give three upper-case letters.`,
  );
}
