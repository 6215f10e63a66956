import { whyNotKey } from '@patchbay/storage';
import { describe, expect, it } from 'vitest';
import { meaningOf, placeOf } from '../src/engine/names.ts';
import { randomKeys } from './support/random-keys.ts';

/** The path of a key, as a file system sees it that tells neither case nor normal forms apart. */
function blurred(key: string): string {
  const { folders, name } = placeOf(key);
  return [...folders, name].join('/').normalize('NFC').toLowerCase();
}

describe('names on disk', () => {
  it('differ for each of 10,000 odd keys, fit everywhere, and lead back to the key byte for byte', () => {
    const keys = [...new Set(randomKeys(40_000, 1).filter((key) => whyNotKey(key) === undefined))].slice(
      0,
      10_000,
    );
    expect(keys.length).toBeGreaterThan(5000);
    expect(new Set(keys.map(blurred)).size).toBe(keys.length);
    for (const key of keys) {
      const { folders, name } = placeOf(key);
      const meanings = [
        ...folders.map((folder) => meaningOf(folder, true)),
        meaningOf(`${name}~index`, false),
      ];
      const read = meanings.flatMap((meaning) => {
        if (meaning.kind === 'other') return [Buffer.from('\0')];
        return [meaning.bytes, Buffer.from(meaning.kind === 'folder' ? '/' : '')];
      });
      expect(Buffer.concat(read).toString()).toBe(key);
      for (const part of [...folders, `${name}~${'0'.repeat(32)}.index`]) {
        expect(part.length).toBeLessThanOrEqual(255);
        expect(part).toMatch(/^[a-z0-9._%~-]*[a-z0-9_%~-]$/);
        expect(part).not.toMatch(/^\.|^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/);
      }
    }
  });

  it.each([
    ['Ada', '%41da'],
    ['é', '%c3%a9'],
    ['e\u0301', 'e%cc%81'],
    ['photo.jpg', 'photo.jpg'],
    ['.hidden', '%2ehidden'],
    ['end.', 'end%2e'],
    ['nul.txt', '%6eul.txt'],
    ['100%', '100%25'],
    ['x'.repeat(64), `${'x'.repeat(64)}~more/%`],
    ['x'.repeat(65), `${'x'.repeat(64)}~more/x`],
  ])('of %j are %s', (key, path) => {
    const { folders, name } = placeOf(key);
    expect([...folders, name].join('/')).toBe(path);
  });
});
