import { FailedFiles } from '@patchbay/tooling-presets/failed-files';
import { defineConfig } from 'vitest/config';

/** Tests of which some fail; those that `--dir` chooses. */
export default defineConfig({
  test: { include: ['**/*.test.ts'], reporters: ['default', new FailedFiles()] },
});
