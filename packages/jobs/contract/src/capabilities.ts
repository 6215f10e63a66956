import type { Capabilities } from '@patchbay/core';
import type { JobsApi } from './api.ts';

/** What a store of jobs is good for. */
export type JobsTrait =
  /** Jobs survive a restart of the store. */
  | 'durable'
  /** Processes of one machine can share it. */
  | 'shared.processes'
  /** Machines can share it. */
  | 'shared.machines'
  /** Jobs of one ordering key run one at a time, in order. */
  | 'ordering'
  /** A job can be written down in the caller’s own transaction. */
  | 'transaction';

/** What one provider can do: an `as const satisfies JobsCapabilities` object per adapter. */
export interface JobsCapabilities extends Capabilities<JobsApi> {
  readonly traits: Readonly<Record<JobsTrait, boolean>>;
}
