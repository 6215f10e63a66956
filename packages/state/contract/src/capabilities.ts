import type { Capabilities } from '@patchbay/core';
import type { StateApi } from './api.ts';

/** What a store is good for. Whether it can list is told by the operation `list`. */
export type StateTrait =
  /** What was written survives a restart of the store. */
  | 'durable'
  /** Processes of one machine can share it. */
  | 'shared.processes'
  /** Machines can share it. */
  | 'shared.machines';

/** What one provider can do: an `as const satisfies StateCapabilities` object per adapter. */
export interface StateCapabilities extends Capabilities<StateApi> {
  readonly traits: Readonly<Record<StateTrait, boolean>>;
}
