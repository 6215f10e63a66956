/** What random keys are made of: all that is special to somebody, and any character. */
const pieces = [
  'a',
  'B',
  '7',
  '/',
  '/',
  '/',
  '.',
  '..',
  ' ',
  '+',
  '%',
  '%2F',
  '?',
  '#',
  '&',
  '=',
  '\\',
  '\n',
  '\0',
  '~',
  "'",
  '"',
  '<',
  '*',
  ':',
  '|',
  'é',
  'e\u0301',
  '東',
  '🗼',
  '\uD800',
  '\uDC00',
  '\u200B',
  '\u0085',
  'con',
  '__proto__',
  '.tmp',
];

/** Strings that may or may not be keys: the same ones each time for the same seed. */
export function randomKeys(count: number, seed = 1): readonly string[] {
  let state = seed;
  const next = (below: number): number => {
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) | 0;
    return ((state ^ (state >>> 12)) >>> 0) % below;
  };
  const piece = (): string => {
    if (next(4) > 0) return pieces[next(pieces.length)] ?? '';
    return String.fromCodePoint(next(10) === 0 ? next(0x110000) : next(0x3000));
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 1 + next(next(40) === 0 ? 300 : 6) }, piece).join(''),
  );
}
