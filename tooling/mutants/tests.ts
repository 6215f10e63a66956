import { join } from 'node:path';
import { createVitest, type TestModule, type TestSpecification } from 'vitest/node';
import type { TestName } from './mutant.ts';

/** What became of some files of tests. */
export interface Tested {
  readonly passed: number;
  readonly red: readonly TestName[];
}

/** The tests of a folder, in a vitest that stays: a run reads again only what has changed. */
export interface Tests extends AsyncDisposable {
  /** All files, from the root of the folder. */
  readonly files: readonly string[];
  /** Says that a file is another one now. */
  changed(file: string): void;
  run(files: readonly string[]): Promise<Tested>;
}

export async function openTests(root: string): Promise<Tests> {
  const vitest = await createVitest('test', {
    root,
    watch: false,
    project: ['unit'],
    reporters: [{}],
    maxWorkers: 2,
  });
  const all = await vitest.globTestSpecifications();
  const specifications = new Map<string, TestSpecification>(
    all.map((one) => [fileOf(root, one.moduleId), one]),
  );
  return {
    files: [...specifications.keys()].sort(),
    changed: (file) => vitest.invalidateFile(join(root, file)),
    async run(files) {
      const chosen = files.flatMap((file) => specifications.get(file) ?? []);
      const { testModules: known, unhandledErrors } = await vitest.runTestSpecifications(chosen);
      process.exitCode = undefined; // vitest sets it for a red test
      // Those of earlier runs are among them.
      const testModules = known.filter((module) => files.includes(fileOf(root, module.moduleId)));
      const tests = testModules.flatMap((module) => [...module.children.allTests()]);
      const failed = testModules.flatMap((module) => redIn(fileOf(root, module.moduleId), module));
      const strays = unhandledErrors.map((error) => ({ file: 'no file', name: textOf(error) }));
      return {
        passed: tests.filter((test) => test.result().state === 'passed').length,
        red: [...failed, ...strays],
      };
    },
    [Symbol.asyncDispose]: () => vitest.close(),
  };
}

function fileOf(root: string, path: string): string {
  return path.slice(root.length + 1);
}

/** A file that could not be loaded has failed, though none of its tests has. */
function redIn(file: string, module: TestModule): readonly TestName[] {
  const red = [...module.children.allTests('failed')].map((test) => ({ file, name: test.fullName }));
  return red.length === 0 && module.state() === 'failed' ? [{ file, name: 'the file itself' }] : red;
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
