/** What every store takes: keys and values are exact, hence refused beyond it, never cut. */
export const stateLimits = {
  /** Of a key, in octets of UTF-8. */
  keyBytes: 512,
  /** Of a value, in octets of UTF-8. */
  valueBytes: 256 * 1024,
  /** Longest life of a record: ten years. */
  ttlMs: 10 * 365 * 24 * 3_600_000,
} as const;

const unsafe = /[\p{Cc}\p{Cs}]/u;
const loneSurrogate = /\p{Cs}/u;

/** What is wrong with a key, as the end of a sentence; `undefined` for a sound one. */
export function whyNotKey(key: string): string | undefined {
  return key === '' ? 'it is empty' : whyNotPrefix(key);
}

/** The same for the beginning of a key; the empty one is every key's. */
export function whyNotPrefix(prefix: string): string | undefined {
  if (unsafe.test(prefix)) return 'it has a control character, or is no well-formed Unicode';
  return isLonger(prefix, stateLimits.keyBytes)
    ? `it is longer than ${stateLimits.keyBytes} octets`
    : undefined;
}

/** The same for a value. */
export function whyNotValue(value: string): string | undefined {
  if (loneSurrogate.test(value)) return 'it is no well-formed Unicode';
  return isLonger(value, stateLimits.valueBytes)
    ? `it is longer than ${stateLimits.valueBytes} octets`
    : undefined;
}

/** UTF-8 takes at most three octets for a unit of UTF-16: most texts need not be counted. */
function isLonger(text: string, octets: number): boolean {
  return text.length * 3 > octets && new TextEncoder().encode(text).byteLength > octets;
}
