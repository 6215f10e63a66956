import { seededRandom } from '@patchbay/testing';

const alphabet = [
  'a',
  'z',
  'A',
  'Z',
  '0',
  '9',
  '-',
  '_',
  '.',
  '..',
  '/',
  '//',
  '%',
  '%2e',
  '%41',
  '~',
  '~index',
  '~more',
];
const odd = [
  ' ',
  '+',
  '#',
  '?',
  '*',
  '"',
  '<',
  '>',
  '|',
  ':',
  '\\',
  '\0',
  '\n',
  '\u007f',
  '\u0085',
  '\u200d',
  'é',
  'e\u0301',
];
const far = [
  '日本',
  'ﬀ',
  '😀',
  '\ud800',
  '\udc00',
  'İ',
  'ı',
  'ß',
  'K',
  'con',
  'NUL',
  'com1.txt',
  'x'.repeat(64),
  'é'.repeat(40),
];
const pieces = [...alphabet, ...odd, ...far];

/** Keys of odd pieces; many of them are none. */
export function randomKeys(count: number, seed: number): string[] {
  const random = seededRandom(seed);
  const pick = (): string => pieces[Math.floor(random() * pieces.length)] ?? '';
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + Math.floor(random() * 8) }, pick).join(''),
  );
}
