import type { Reporter, TestModule, Vitest } from 'vitest/node';

/**
 * Ends a test run with the plain line `N passed, N failed`, and fails a run that has lost its tests.
 *
 * A project whose patterns match no file is silent in vitest, so the projects that must have files are named.
 */
export class ClosingLine implements Reporter {
  readonly #required: readonly string[];
  #vitest: Vitest | undefined;

  constructor(requiredProjects: readonly string[]) {
    this.#required = requiredProjects;
  }

  onInit(vitest: Vitest): void {
    this.#vitest = vitest;
  }

  async onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): Promise<void> {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const empty = await this.#emptyProjects();
    for (const name of empty) console.error(`\nThe project "${name}" has no test file.`);

    const passed = count('passed');
    const failed = count('failed') + modules.filter(failsOutsideTests).length + errors.length + empty.length;
    const skipped = count('skipped');
    if (failed > 0 || passed === 0) process.exitCode = 1;
    console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }

  async #emptyProjects(): Promise<readonly string[]> {
    const vitest = this.#vitest;
    if (!vitest) return [];
    const { project: chosen } = vitest.config;
    const specifications = await vitest.globTestSpecifications();
    const found = new Set(specifications.map((specification) => specification.project.name));
    return this.#required.filter(
      (name) => !found.has(name) && (chosen.length === 0 || chosen.includes(name)),
    );
  }
}

/** A file that could not be loaded or collected has failed, though none of its tests has. */
function failsOutsideTests(module: TestModule): boolean {
  return module.state() === 'failed' && [...module.children.allTests('failed')].length === 0;
}
