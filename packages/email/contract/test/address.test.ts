import { isEmail, parseAddress, sameMailbox } from '@patchbay/email';
import { cpuTime } from '@patchbay/tooling-presets/cpu-time';
import { array, assert, constantFrom, oneof, property, string, tuple } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isHeaderText } from '../src/address.ts';

const many = { numRuns: 10_000, interruptAfterTimeLimit: 60_000, markInterruptAsFailure: true };

describe('a mailbox', () => {
  it.each([
    'ada@example.com',
    'a.d.a+news@mail.example.co.uk',
    "!#$%&'*+/=?^_`{|}~-@example.com",
    'ada@xn--bcher-kva.example',
    'ada@bücher.example',
    'आदा@उदाहरण.परीक्षा',
    '用户@例子.广告',
    `${'a'.repeat(64)}@example.com`,
    'ada@1and1.example',
  ])('%s', (text) => expect(isEmail(text)).toBe(true));

  it.each([
    ['nothing', ''],
    ['no at sign', 'ada.example.com'],
    ['nothing before it', '@example.com'],
    ['nothing after it', 'ada@'],
    ['two of them', 'ada@grace@example.com'],
    ['a dot at the start', '.ada@example.com'],
    ['a dot at the end', 'ada.@example.com'],
    ['two dots', 'a..da@example.com'],
    ['a quoted local part', '"a da"@example.com'],
    ['a comment', 'ada(work)@example.com'],
    ['a route', '@relay.example:ada@example.com'],
    ['a space', 'ada @example.com'],
    ['a list', 'ada@example.com,grace@example.com'],
    ['brackets', '<ada@example.com>'],
    ['a domain of one label', 'ada@localhost'],
    ['an address literal', 'ada@[127.0.0.1]'],
    ['a bare IP address', 'ada@127.0.0.1'],
    ['a dash at the start of a label', 'ada@-example.com'],
    ['a dash at the end of a label', 'ada@example-.com'],
    ['an empty label', 'ada@example..com'],
    ['a dot at the end of the domain', 'ada@example.com.'],
    ['an underscore in the domain', 'ada@ex_ample.com'],
    ['a label of 64 characters', `ada@${'a'.repeat(64)}.com`],
    ['a local part of 65 octets', `${'a'.repeat(65)}@example.com`],
    ['a local part of 64 characters in 65 octets', `${'a'.repeat(63)}é@example.com`],
    ['255 octets', `ada@${'a.'.repeat(124)}com`],
    ['a line end', 'ada@example.com\n'],
    ['a NUL', 'ada\u0000@example.com'],
    ['letters of full width', 'ada@ｅｘａｍｐｌｅ.com'],
    ['a number that is written as one', 'ada⑴@example.com'],
    ['a ligature of several words', 'ﷺ@example.com'],
    ['half of a surrogate pair', 'ada\ud83d@example.com'],
  ])('is not: %s', (_what, text) => expect(isEmail(text)).toBe(false));

  it('is the same in any case of its domain, not of its local part', () => {
    expect(sameMailbox('Ada@EXAMPLE.com')).toBe('Ada@example.com');
  });
});

describe('a mailbox as text', () => {
  it.each([
    ['ada@example.com', { email: 'ada@example.com' }],
    ['  ada@example.com ', { email: 'ada@example.com' }],
    ['<ada@example.com>', { email: 'ada@example.com' }],
    ['Ada Lovelace <ada@example.com>', { email: 'ada@example.com', name: 'Ada Lovelace' }],
    ['"Lovelace, Ada" <ada@example.com>', { email: 'ada@example.com', name: 'Lovelace, Ada' }],
    [
      '"a \\"quoted\\" \\\\ name" <ada@example.com>',
      { email: 'ada@example.com', name: 'a "quoted" \\ name' },
    ],
    ['"eve@evil.example" <ada@example.com>', { email: 'ada@example.com', name: 'eve@evil.example' }],
    ['"" <ada@example.com>', { email: 'ada@example.com' }],
    ['東京 <ada@example.com>', { email: 'ada@example.com', name: '東京' }],
    ['Zoë<ada@example.com>', { email: 'ada@example.com', name: 'Zoë' }],
  ])('%s', (text, parts) => expect(parseAddress(text)).toEqual(parts));

  it.each([
    'Ada Lovelace',
    'Ada <ada@example.com> <eve@evil.example>',
    'ada@example.com, grace@example.com',
    'ada@example.com grace@example.com',
    'team: ada@example.com;',
    'Lovelace, Ada <ada@example.com>',
    'eve@evil.example <ada@example.com>',
    '"unclosed <ada@example.com>',
    '"closed" and more <ada@example.com>',
    'Ada <ada@example.com',
    'Ada <ada @example.com>',
    'Ada <<ada@example.com>>',
    'Ada (home) <ada@example.com>',
    'Ada\r\nBcc: eve@evil.example <ada@example.com>',
    `${'n'.repeat(321)} <ada@example.com>`,
  ])('is not: %s', (text) => expect(parseAddress(text)).toBeUndefined());

  it('that is very long is refused at once, whatever it is made of', () => {
    for (const filler of [' ', '"', '<', 'a', '\\', '.']) {
      const spentMs = cpuTime();
      expect(parseAddress(`Ada ${filler.repeat(1_000_000)} <ada@example.com>`)).toBeUndefined();
      expect(spentMs()).toBeLessThan(1000);
    }
  });

  const pieces = constantFrom(
    'ada',
    '@',
    'example.com',
    '<',
    '>',
    '"',
    ',',
    ';',
    ':',
    '(',
    ')',
    '\\',
    ' ',
    '\r\n',
    '\n',
    '\0',
    '\u2028',
    '.',
    'Bcc:',
    'é',
    '😀',
    '\ud83d',
  );

  it('gives nothing but one clean mailbox, of 10,000 texts', () => {
    let read = 0;
    const loose = array(pieces, { maxLength: 9 }).map((parts) => parts.join(''));
    const almost = tuple(
      loose,
      constantFrom('<ada@example.com>', ' <ada@example.com>', 'ada@example.com'),
      constantFrom('', '', ' ', '\n', ','),
    );
    const texts = oneof(
      loose,
      string({ unit: 'binary' }),
      almost.map((parts) => parts.join('')),
    );
    const clean = property(texts, (text) => {
      const address = parseAddress(text);
      if (address === undefined) return;
      read += 1;
      expect(address.email).toMatch(
        /^[^\s@<>()[\]\\,;:"\p{Cc}\u2028\u2029]+@[^\s@<>()[\]\\,;:"\p{Cc}\u2028\u2029]+$/u,
      );
      expect(isHeaderText(address.name ?? '')).toBe(true);
    });
    assert(clean, many);
    expect(read).toBeGreaterThan(50);
  });

  it('keeps any name that is quoted', () => {
    const names = string({ unit: 'grapheme', minLength: 1, maxLength: 60 }).filter(
      (name) => name === name.trim() && isHeaderText(name),
    );
    const kept = property(names, (name) => {
      const quoted = `"${name.replace(/["\\]/g, '\\$&')}" <ada@example.com>`;
      expect(parseAddress(quoted)).toEqual({ email: 'ada@example.com', name });
    });
    assert(kept, many);
  });
});
