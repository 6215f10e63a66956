import type { Contest } from './measure.ts';

/** What a group is set up with. */
export interface Settings {
  /** Where the canned server listens. */
  readonly url: string;
  /** Bodies of 256 MiB in place of 32. */
  readonly isLong: boolean;
}

/** A group that is set up: what it compares, until it is disposed of. */
export interface OpenGroup extends AsyncDisposable {
  readonly contests: readonly Contest[];
}

/** Sets a group of contests up. */
export type Group = (settings: Settings) => Promise<OpenGroup>;
