import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/**
 * Writes the files whose tests failed into the file that `FAILED_FILES` names, a line each, for whoever wants to try them
 * again. Nothing is written where something else failed, too: that is not the fault of a test.
 */
export class FailedFiles implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const list = process.env['FAILED_FILES'];
    if (list === undefined) return;
    const failed = modules.filter((module) => module.state() === 'failed');
    const isByTests = failed.every((module) => [...module.children.allTests('failed')].length > 0);
    if (errors.length > 0 || !isByTests) return;
    const files = new Set(failed.map(({ moduleId }) => relative(process.cwd(), moduleId)));
    writeFileSync(list, [...files].map((file) => `${file}\n`).join(''));
  }
}
