// Tries every patch of the toy, in a copy of it, and prints the verdicts.
import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Mutant } from '../../mutant.ts';
import { openTests } from '../../tests.ts';
import { tryMutant, tryUnbroken } from '../../try-mutants.ts';

const toy = fileURLToPath(new URL('../planted/toy', import.meta.url));
const installed = fileURLToPath(new URL('../../../../node_modules', import.meta.url));

const tooLittle = ['takes no less than the price', 'gives nothing back for *'];
const rows: readonly Omit<Mutant, 'guards'>[] = [
  { name: 'too-little', red: { 'test/till.test.ts': tooLittle } },
  { name: 'below-zero', red: { 'test/till.test.ts': ['takes no less than the price'] } },
  { name: 'everything-back', red: { 'test/till.test.ts': ['gives back what is too much', ...tooLittle] } },
  { name: 'moved', red: { 'test/till.test.ts': ['gives back what is too much'] } },
  { name: 'too-little', red: { 'test/gone.test.ts': ['takes no less than the price'] } },
];

const root = mkdtempSync(join(tmpdir(), 'patchbay-toy-'));
cpSync(toy, root, { recursive: true });
symlinkSync(installed, join(root, 'node_modules'));
const tests = await openTests(root);
const place = { root, tests, patches: join(toy, 'patches') };
const mutants = rows.map((row) => ({ ...row, guards: 'the till' }));
const before = await tryUnbroken(place, mutants);
const verdicts = [];
for (const mutant of mutants) verdicts.push(await tryMutant(place, mutant));
writeFileSync(join(root, 'bad-mood'), '');
for (const mutant of mutants.slice(0, 1)) verdicts.push(await tryMutant(place, mutant));
const after = await tryUnbroken(place, mutants);
await tests[Symbol.asyncDispose]();
rmSync(root, { recursive: true });
console.log(JSON.stringify({ before, verdicts, after }));
