const unsafe = /[\p{Cc}\p{Cs}\\]/u;
const longestKey = 1024;
const longestSegment = 255;

/**
 * True for a key that every provider stores byte for byte. It has 1 to 1,024 octets of well-formed Unicode, in segments
 * of at most 255 octets between single slashes; no control characters, no backslash, no segment `.` or `..`, no slash
 * at either end. Keys are never normalised: one that is not portable is refused.
 * @example isKey('invoices/2026/1007.pdf') // true
 */
export function isKey(key: string): boolean {
  return key !== '' && whyNotKey(key) === undefined;
}

/** What is wrong with a key, as the end of a sentence; `undefined` for a sound one. */
export function whyNotKey(key: string): string | undefined {
  if (key === '') return 'it is empty';
  if (!isWellFormed(key)) return 'it is no well-formed Unicode';
  if (unsafe.test(key)) return 'it has a control character or a backslash';
  if (isLonger(key, longestKey)) return `it is longer than ${longestKey} octets`;
  for (const segment of key.split('/')) {
    if (segment === '') return 'it has an empty segment: a slash at an end, or two in a row';
    if (segment === '.' || segment === '..') return `it has a segment ${segment}`;
    if (isLonger(segment, longestSegment)) return `a segment is longer than ${longestSegment} octets`;
  }
  return undefined;
}

/** True for the beginning of a key, up to any character of it. The empty prefix is every key's. */
export function isPrefix(prefix: string): boolean {
  if (prefix === '') return true;
  if (prefix.endsWith('/')) return isKey(prefix.slice(0, -1));
  return isKey(prefix) || isKey(`${prefix}x`);
}

/**
 * A key segment made of a file's name: lower-case letters, digits, dots and hyphens, with the extension kept.
 * @example slugKey('Übersicht 2026.PDF') // 'ubersicht-2026.pdf'
 */
export function slugKey(filename: string): string {
  const slug = filename
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, '-')
    .slice(-120)
    .replace(/^[-.]+|[-.]+$/g, '');
  return slug === '' ? 'file' : slug;
}

/** UTF-8 takes at most three octets for a unit of UTF-16: most texts need not be counted. */
function isLonger(text: string, octets: number): boolean {
  return text.length * 3 > octets && new TextEncoder().encode(text).byteLength > octets;
}

function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDFFF]/u.test(text);
}
