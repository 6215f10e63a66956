import type {
  AnyCapabilities,
  Contract,
  Facade,
  Integration,
  OperationName,
  Portable,
  Requirement,
} from '@patchbay/core';
import type { JobsApi } from './api.ts';
import type { JobsTrait } from './capabilities.ts';
import { type JobsMethods, jobsMethods } from './methods.ts';
import { operations } from './operations.ts';

/** The jobs of one provider: what it lacks does not compile. For adapter authors. */
export type JobsOf<C extends AnyCapabilities> = Integration & Facade<JobsApi, C> & JobsMethods;

/** The jobs of any provider that has the operations `N`. For application code. */
export type Jobs<N extends OperationName<JobsApi> = never> = Integration & Portable<JobsApi, N> & JobsMethods;

/** What application code may need beyond operations. */
export interface JobsNeeds {
  /** What the store is good for, for example `ordering`. */
  readonly traits?: readonly JobsTrait[];
}

/** The jobs category as data. @sealed */
export interface JobsContract extends Contract<JobsApi, JobsMethods> {
  /**
   * What application code requires of whoever keeps jobs: operations, traits.
   * @example jobs.needs('enqueue', 'dead.list', { traits: ['durable', 'ordering'] })
   */
  needs<const N extends readonly (OperationName<JobsApi> | JobsNeeds)[]>(
    ...needs: N
  ): Requirement<Jobs<Extract<N[number], string>>>;
}

/** The jobs category: its table of operations, its methods, and `needs`. */
export const jobs: JobsContract = {
  category: 'jobs',
  operations,
  methods: jobsMethods,
  needs(...needs) {
    const further = needs.filter((need) => typeof need === 'object');
    return {
      category: 'jobs',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: () => [],
    };
  },
};
