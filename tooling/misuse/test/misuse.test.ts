import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { complaintsOf, differences, expectedIn } from '../compare.ts';

const fixtures = fileURLToPath(new URL('../fixtures', import.meta.url));
const files = readdirSync(join(fixtures, 'misuse')).map((name) => join(fixtures, 'misuse', name));

describe('misuse', () => {
  it('is refused by the compiler, at the right line, in words that help', () => {
    const expected = expectedIn(files);
    expect(expected.length).toBeGreaterThanOrEqual(15);
    expect(differences(expected, complaintsOf(join(fixtures, 'tsconfig.json')))).toEqual([]);
  }, 300_000);

  it('is noticed when it is none: a planted correct file fails the check', () => {
    const folder = mkdtempSync(join(fixtures, 'planted-'));
    try {
      const planted = join(folder, 'correct.ts');
      writeFileSync(planted, 'export const fine = 1; // error TS2322: nothing is wrong here\n');
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ extends: '../tsconfig.json', include: ['.'] }),
      );
      const found = differences(expectedIn([planted]), complaintsOf(join(folder, 'tsconfig.json')));
      expect(found).toHaveLength(1);
      expect(found[0]).toContain('the compiler said nothing');
    } finally {
      rmSync(folder, { recursive: true });
    }
  }, 300_000);
});
