import { copyFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Mutant } from './mutant.ts';
import { mutants } from './mutants.ts';
import { StalePatch } from './patch.ts';
import { refresh } from './refresh.ts';
import { type ScratchCopy, scratchCopy } from './scratch-copy.ts';
import { openTests } from './tests.ts';
import { tryMutant, tryUnbroken, type Verdict } from './try-mutants.ts';

const help = `Usage: npm run mutants [-- <options>]

Takes ${mutants.length} guards away, one after the other, in a copy of the repository, and runs the tests of the package. The
tests that a guard's row names have to go red, and no others. How to add one: tooling/mutants/README.md.

  --only <name>     one mutant
  --part <k>/<n>    every n-th of them, beginning with the k-th
  --refresh <name>  writes a patch anew whose surroundings have changed
  --list            what is guarded
  --help`;

const root = fileURLToPath(new URL('../..', import.meta.url));
const patches = fileURLToPath(new URL('patches', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    part: { type: 'string', default: '1/1' },
    refresh: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

// Whatever the tests have left must not keep this process.
process.exit(await main());

async function main(): Promise<number> {
  const { only, part, refresh: stale, list, help: asked } = values;
  if (asked) console.log(help);
  else if (list) for (const { name, guards } of mutants) console.log(`${name.padEnd(26)} ${guards}`);
  else if (stale !== undefined) return refreshed(stale);
  else {
    const chosen = mutants.filter(({ name }, index) => (only ?? name) === name && isInPart(index, part));
    if (chosen.length > 0) return tryAll(chosen);
    console.error(help);
    return 2;
  }
  return 0;
}

/** Whether `2/3`, say, has the one at this place. */
function isInPart(index: number, part: string): boolean {
  const [first = Number.NaN, step = Number.NaN] = part.split('/').map(Number);
  return (index - first + 1) % step === 0;
}

function refreshed(name: string): number {
  try {
    refresh(root, join(patches, `${name}.patch`));
    return 0;
  } catch (error) {
    if (!(error instanceof StalePatch)) throw error;
    console.error(`${name}: ${error.message}\nIt is for a person: tooling/mutants/README.md says how.`);
    return 1;
  }
}

async function tryAll(chosen: readonly Mutant[]): Promise<number> {
  const startedAt = performance.now();
  using copy = scratchCopy(root);
  removeWhenStopped(copy);
  const properties = fileURLToPath(new URL('seeded-properties.ts', import.meta.url));
  copyFileSync(properties, join(copy.root, 'tooling/presets/property-runs.ts'));
  await using tests = await openTests(copy.root);
  const place = { root: copy.root, tests, patches };
  const { passed, red } = await tryUnbroken(place, chosen);
  for (const { file, name } of red) console.error(`Red while nothing is broken: ${file}: ${name}`);
  if (red.length > 0) return 1;
  console.log(`With every guard in its place ${passed} tests are green (${secondsSince(startedAt)} s).`);
  const verdicts: Verdict[] = [];
  for (const mutant of chosen) {
    const verdict = await tryMutant(place, mutant);
    verdicts.push(verdict);
    tell(verdict);
  }
  const missed = verdicts.filter(({ problems }) => problems.length === 0).length;
  const strays = strayPatches();
  for (const name of strays) console.error(`patches/${name} is in no row of the tables.`);
  console.log(
    `${missed} of ${chosen.length} guards are missed as they should be (${secondsSince(startedAt)} s).`,
  );
  return missed === chosen.length && strays.length === 0 ? 0 : 1;
}

function removeWhenStopped(copy: ScratchCopy): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      copy[Symbol.dispose]();
      process.exit(1);
    });
}

function tell({ name, problems, atFirst = [], passed, red, seconds }: Verdict): void {
  const verdict = problems.length === 0 ? 'ok  ' : 'FAIL';
  const counts = `${String(red).padStart(3)} red, ${passed} green`;
  console.log(`  ${verdict}  ${name.padEnd(26)} ${seconds.toFixed(1).padStart(5)} s  ${counts}`);
  for (const problem of problems) console.log(`          ${problem}`);
  if (problems.length === 0)
    for (const problem of atFirst) console.log(`          at first only: ${problem}`);
}

function strayPatches(): readonly string[] {
  const known = new Set(mutants.map(({ name }) => `${name}.patch`));
  return readdirSync(patches).filter((file) => !known.has(file));
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}
