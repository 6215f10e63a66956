import type { ConformanceCase, Harness, TestRunner } from '@patchbay/core/conformance';
import { jobs } from '@patchbay/jobs';
import { jobsCases, jobsScenarios, runJobsConformance } from '@patchbay/jobs/conformance';
import { state } from '@patchbay/state';
import { runStateConformance, stateCases, stateScenarios } from '@patchbay/state/conformance';
import { driver as jobsDriver } from '../../../../packages/jobs/memory/src/driver.ts';
import { toFailure as toJobsFailure } from '../../../../packages/jobs/memory/src/errors.ts';
import * as jobsRoom from '../../../../packages/jobs/memory/src/options.ts';
import { harness as jobsHarness } from '../../../../packages/jobs/memory/test/harness.ts';
import { driver as stateDriver } from '../../../../packages/state/memory/src/driver.ts';
import { toFailure as toStateFailure } from '../../../../packages/state/memory/src/errors.ts';
import * as stateRoom from '../../../../packages/state/memory/src/options.ts';
import { harness as stateHarness } from '../../../../packages/state/memory/test/harness.ts';
import { reduce } from './with-only.ts';

/** A category, and its store in memory with some of its operations. */
export interface SmallStores {
  readonly cases: readonly ConformanceCase[];
  /** Every operation that there is. */
  readonly operations: readonly string[];
  /** The store with some of them, which says that it lacks the others. */
  withOnly(declared: readonly string[]): Harness;
  /** Registers the suite, as the test of an adapter does. */
  register(harness: Harness, runner: TestRunner): void;
}

export const smallStores = {
  state: {
    cases: [...stateCases, ...stateScenarios],
    register: runStateConformance,
    ...reduce(stateHarness, {
      contract: state,
      options: stateRoom.optionsSchema,
      client: async (options) => stateRoom.storeOf(options),
      driver: stateDriver,
      toFailure: toStateFailure,
    }),
  },
  jobs: {
    cases: [...jobsCases, ...jobsScenarios],
    register: runJobsConformance,
    ...reduce(jobsHarness, {
      contract: jobs,
      options: jobsRoom.optionsSchema,
      client: async (options) => jobsRoom.storeOf(options),
      driver: jobsDriver,
      toFailure: toJobsFailure,
    }),
  },
} satisfies Readonly<Record<string, SmallStores>>;
