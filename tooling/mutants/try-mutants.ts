import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge } from './judge.ts';
import type { Mutant } from './mutant.ts';
import { filesFor } from './neighbours.ts';
import { applyPatch, type Patch, parsePatch, StalePatch } from './patch.ts';
import type { Tested, Tests } from './tests.ts';

/** A copy that may be broken, its tests, and where the patches are. */
export interface Place {
  readonly root: string;
  readonly tests: Tests;
  readonly patches: string;
}

/** What came of one mutant. */
export interface Verdict {
  readonly name: string;
  /** What is wrong, a line each; empty when the tests of its row, and no others, went red. */
  readonly problems: readonly string[];
  /** What was wrong at a first try, where the second one counts. */
  readonly atFirst?: readonly string[];
  readonly passed: number;
  readonly red: number;
  readonly seconds: number;
}

/** Runs everything that any of the mutants needs while nothing is broken yet. */
export function tryUnbroken(place: Place, mutants: readonly Mutant[]): Promise<Tested> {
  const files = mutants.flatMap((mutant) => filesOf(place, mutant, patchOf(place, mutant)));
  return place.tests.run([...new Set(files)]);
}

/** Breaks the copy, runs the tests and mends the copy. */
export async function tryMutant(place: Place, mutant: Mutant): Promise<Verdict> {
  const startedAt = performance.now();
  const { red = [], passed = 0, ...found } = await findProblems(place, mutant);
  const seconds = (performance.now() - startedAt) / 1000;
  return { name: mutant.name, ...found, passed, red: red.length, seconds };
}

async function findProblems(
  place: Place,
  mutant: Mutant,
): Promise<Pick<Verdict, 'problems' | 'atFirst'> & Partial<Tested>> {
  const { root, tests } = place;
  const unknown = Object.keys(mutant.red).filter((file) => !tests.files.includes(file));
  if (unknown.length > 0) return { problems: unknown.map((file) => `there is no file of tests ${file}`) };
  const patch = patchOf(place, mutant);
  const path = join(root, patch.file);
  const whole = readFileSync(path, 'utf8');
  const put = (text: string): void => {
    writeFileSync(path, text);
    tests.changed(patch.file);
  };
  try {
    put(applyPatch(whole, patch));
    return await tryTwice(mutant, () => tests.run(filesOf(place, mutant, patch)));
  } catch (error) {
    if (!(error instanceof StalePatch)) throw error;
    const advice = `its patch no longer applies to ${patch.file}; try --refresh ${mutant.name}`;
    return { problems: [`${advice}: ${error.message}`] };
  } finally {
    put(whole);
  }
}

/** A test may go red for another reason, on a busy machine say: what is wrong has to be wrong again. */
async function tryTwice(
  mutant: Mutant,
  run: () => Promise<Tested>,
): Promise<Pick<Verdict, 'problems' | 'atFirst'> & Tested> {
  const first = await run();
  const atFirst = judge(mutant, first.red);
  if (atFirst.length === 0) return { problems: [], ...first };
  const second = await run();
  return { problems: judge(mutant, second.red), atFirst, ...second };
}

function patchOf({ patches }: Place, { name }: Mutant): Patch {
  return parsePatch(readFileSync(join(patches, `${name}.patch`), 'utf8'));
}

function filesOf({ tests }: Place, { red }: Mutant, { file }: Patch): readonly string[] {
  return filesFor(Object.keys(red), file, tests.files);
}
