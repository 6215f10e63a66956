import { fileURLToPath } from 'node:url';
import { ClosingLine } from '@patchbay/tooling-presets/closing-line';
import { FailedFiles } from '@patchbay/tooling-presets/failed-files';
import { defineConfig } from 'vitest/config';

const everywhere = (pattern: string) =>
  ['packages', 'apps', 'tooling'].map((root) => `${root}/**/${pattern}`);
const exclude = ['**/node_modules/**', '**/dist/**', '**/planted/**'];

// Without `module`, which would load the bundler builds of some vendor SDKs.
const conditions = ['@patchbay/source', 'node', 'development|production'];

/** How often each property is tried: 100 times, or what a long run asks for (`npm run verify:long`). */
const propertyRuns = Number(process.env['PROPERTY_RUNS'] ?? 100);

/** What both projects of running tests share. */
const running = {
  // Test files share a process: three times faster, and the code under test keeps no global state.
  isolate: false,
  setupFiles: ['./tooling/presets/property-runs.ts'],
  // Tests start many processes: each loads in a fifth of the time what one before it has compiled.
  env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('node_modules/.cache/compiled', import.meta.url)) },
  // Generous: a test that hangs is noticed all the same, and a busy machine fails none.
  testTimeout: 100 * Math.max(600, propertyRuns),
  hookTimeout: 60_000,
  // By itself `expect.poll` gives up after one second, which is nothing to a machine that has other work.
  expect: { poll: { timeout: 30_000, interval: 20 } },
};

const slow = everywhere('test/**/*.slow.test.ts');

/** Every change runs these: `npm test`. */
const unitProject = {
  ...running,
  name: 'unit',
  include: everywhere('test/**/*.test.ts'),
  exclude: [...exclude, ...slow],
};

/** Browsers, foreign servers and clients, processes that are killed: `npm run test:slow`. */
const slowProject = { ...running, name: 'slow', include: slow, exclude };

/** Type tests: they are compiled and never run. */
export const typesProject = {
  name: 'types',
  include: [],
  typecheck: {
    enabled: true,
    only: true,
    checker: 'tsc' as const,
    include: everywhere('test/**/*.test-d.ts'),
    exclude,
    tsconfig: './tsconfig.json',
  },
};

/** Projects extend this file: to projects found by glob its test options would not apply, silently. */
export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions } },
  test: {
    // Many tests wait for a process or a socket, so every core is put to use.
    maxWorkers: '100%',
    reporters: ['default', new ClosingLine(['unit', 'slow', 'types']), new FailedFiles()],
    projects: [
      { extends: true, test: unitProject },
      { extends: true, test: slowProject },
      { extends: true, test: typesProject },
    ],
  },
});
