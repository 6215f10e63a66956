import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness } from '@patchbay/core/conformance';
import type { JobsApi } from '../api.ts';
import type { JobsCapabilities } from '../capabilities.ts';
import type { JobInput } from '../job.ts';
import type { JobsMethods } from '../methods.ts';

/** What an adapter of jobs hands to the suite. */
export type JobsHarness = Harness<JobsSubject, JobsCapabilities>;

/** One behaviour of jobs. */
export type JobsCase = ConformanceCase<JobsSubject, JobsCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyJobs = Integration & JobsApi & JobsMethods;

/** One empty store (a namespace, a file) and one facade over it. */
export interface JobsSubject extends BaseSubject<AnyJobs> {
  /**
   * The store’s clock is the facade’s, and stands still unless the suite moves it. False for a store that has a clock
   * of its own: then the suite uses leases of a second, waits for them, and gives the store a while to notice.
   */
  readonly canAdvance: boolean;
  /**
   * For a store that has a clock of its own: a facade on the machine’s clock, whose `advance` really waits. The cases
   * of the category use it; the cases of faults, retries and deadlines use the facade above, whose clock may be
   * virtual. Default: the facade above is used for all.
   */
  readonly onOwnClock?: Pick<JobsSubject, 'facade' | 'clock' | 'settle'>;
  /** The `keepDoneMs` of every facade of this subject; short where it has to be waited for. */
  readonly keepDoneMs: number;
  /** All jobs that are kept, read on the far side, not through the adapter; without those that are forgotten. */
  jobs(): Promise<readonly JobInput[]>;
  /**
   * A further facade on the same store and the store’s clock, as another process holds it. The subject disposes of it.
   */
  another(): Promise<AnyJobs>;
  /** Ends every facade, starts the store anew, and gives a facade on it. Called where the store is `durable`. */
  restart(): Promise<AnyJobs>;
  /** Does work in a transaction of the application, and ends it so. For a provider with the trait `transaction`. */
  transact?(work: (transaction: unknown) => Promise<void>, end: 'commit' | 'rollback'): Promise<void>;
}
