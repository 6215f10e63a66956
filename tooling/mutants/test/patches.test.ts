import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { mutants } from '../mutants.ts';
import { applyPatch, parsePatch } from '../patch.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = fileURLToPath(new URL('../patches', import.meta.url));

// Only a part of the guards is taken away on every change: this says at once which row has gone stale.
describe('every guard', () => {
  it.each(mutants)('$name fits the code as it is, and names tests that are there', ({ name, red }) => {
    const patch = parsePatch(readFileSync(join(folder, `${name}.patch`), 'utf8'));
    const code = readFileSync(join(root, patch.file), 'utf8');
    expect(applyPatch(code, patch)).not.toBe(code);
    expect(Object.keys(red).filter((file) => !existsSync(join(root, file)))).toEqual([]);
  });

  it('has one patch, and every patch has a guard', () => {
    const named = mutants.map(({ name }) => `${name}.patch`).sort();
    expect(readdirSync(folder).sort()).toEqual(named);
  });
});
