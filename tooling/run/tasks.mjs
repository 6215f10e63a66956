// What `npm run <task>` does.
//
// `needs`    tasks that are done first, quietly; `install` is the set-up of tooling/run/install.mjs
// `command`  a program of node_modules/.bin and its arguments; those after `npm run <task> --` are added
// `variables`  of the environment, for the command
// `steps`    instead of a command: other tasks with arguments, all of them run, the first failure ends it

import { availableParallelism } from 'node:os';

/** Tests wait for sockets and children half of the time: two for each core. In CI, where nobody waits, one. */
const workers = String(availableParallelism() * (process.env.CI === 'true' ? 1 : 2));

/** A TypeScript file as it stands, on Node 24, with the packages read from their sources. */
const typescript = (file) => ['node', '--conditions=@patchbay/source', file];

const buildOf = (...filter) => ['turbo', 'run', 'build', '--output-logs=errors-only', ...filter];

export const tasks = {
  install: { needs: ['install'] },
  start: { needs: ['install', 'build:shop'], command: ['node', 'apps/shop/dist/main.js'] },
  test: {
    needs: ['install'],
    command: ['vitest', 'run', '--project', 'unit', '--project', 'types', '--maxWorkers', workers],
  },
  'test:slow': { needs: ['install'], command: ['vitest', 'run', '--project', 'slow'] },
  'test:long': { needs: ['install'], command: ['vitest', 'run'], variables: { PROPERTY_RUNS: '2000' } },
  patchbay: { needs: ['install'], command: typescript('packages/cli/src/main.ts') },

  build: { needs: ['install'], command: buildOf() },
  'build:shop': { needs: ['install'], command: buildOf('--filter=@patchbay/shop...') },

  typecheck: { needs: ['install'], command: ['tsc', '-p', 'tsconfig.json'] },
  lint: { needs: ['install'], command: ['oxlint', '--type-aware', '--deny-warnings'] },
  format: { needs: ['install'], command: ['biome', 'check', '--write', '.'] },
  'format:check': { needs: ['install'], command: ['biome', 'ci', '.'] },
  structure: { needs: ['install'], command: typescript('tooling/structure/check.ts') },
  uniformity: { needs: ['install'], command: typescript('tooling/structure/uniformity.ts') },
  unused: { needs: ['install'], command: ['knip', '--no-config-hints'] },
  'pack:check': { needs: ['install', 'build'], command: typescript('tooling/pack/check.ts') },
  check: {
    steps: [
      ['lint'],
      ['format:check'],
      ['typecheck'],
      ['structure'],
      ['unused'],
      ['api', '--check'],
      ['docs', '--check'],
      ['changes'],
      ['licences'],
      ['pack:check'],
      ['budgets', '--check'],
    ],
  },

  // What is published: what users can import, what it costs them, what a release may change, and a whole release.
  api: { needs: ['install'], command: typescript('tooling/api/run.ts') },
  changes: { needs: ['install'], command: typescript('tooling/changes/run.ts') },
  budgets: { needs: ['install', 'build'], command: typescript('tooling/budgets/run.ts') },
  licences: { needs: ['install'], command: typescript('tooling/licences/run.ts') },
  plant: { needs: ['install', 'build'], command: typescript('tooling/plant/run.ts') },
  rehearse: { needs: ['install'], command: typescript('tooling/rehearse/run.ts') },
  new: { needs: ['install'], command: [...typescript('packages/cli/src/main.ts'), 'new'] },

  conformance: { needs: ['install'], command: typescript('tooling/conformance/run.ts') },
  wire: { needs: ['install'], command: typescript('tooling/wire/run.ts') },
  faults: { needs: ['install'], command: typescript('tooling/faults/run.ts') },
  mutants: { needs: ['install'], command: typescript('tooling/mutants/run.ts') },
  chaos: { needs: ['install'], command: typescript('tooling/chaos/run.ts') },
  deliveries: { needs: ['install'], command: typescript('tooling/deliveries/run.ts') },
  kills: { needs: ['install'], command: typescript('tooling/kills/run.ts') },
  docs: { needs: ['install'], command: typescript('tooling/docs/generate.ts') },
  story: { needs: ['install', 'build:shop'], command: typescript('tooling/story/run.ts') },
  bench: { needs: ['install', 'build'], command: typescript('tooling/bench/run.ts') },
  'verify:long': {
    steps: [
      ['test:long'],
      ['check'],
      ['conformance'],
      ['conformance', '--planted'],
      ['wire'],
      ['faults'],
      ['chaos', '--scripts', '100000'],
      ['mutants'],
      ['kills', '--kills', '200'],
      ['kills', '--planted', 'all'],
      ['deliveries'],
      ['deliveries', '--only', 'soak', '--seconds', '600'],
      ['story', '--times', '10'],
      ['story', '--payments', 'stripe'],
      ['story', '--email', 'sendgrid'],
      ['story', '--email', 'smtp'],
      ['story', '--storage', 's3'],
      ['story', '--auth', 'oidc'],
      ['story', '--vendors', '--times', '10'],
      ['story', '--vendors', '--email', 'smtp', '--times', '10'],
      ['story', '--servers', 'postgres'],
      ['story', '--servers', 'redis'],
      ['story', '--all-chaos'],
      ['plant'],
      ['rehearse'],
      ['bench', '--long'],
    ],
  },
};
