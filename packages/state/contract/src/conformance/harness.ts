import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness } from '@patchbay/core/conformance';
import type { StateApi } from '../api.ts';
import type { StateCapabilities } from '../capabilities.ts';
import type { StateMethods } from '../methods.ts';

/** What an adapter of state hands to the suite. */
export type StateHarness = Harness<StateSubject, StateCapabilities>;

/** One behaviour of state. */
export type StateCase = ConformanceCase<StateSubject, StateCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyState = Integration & StateApi & StateMethods;

/** One empty store (a namespace, a file) and one facade over it. */
export interface StateSubject extends BaseSubject<AnyState> {
  /**
   * The store’s clock is the facade’s, and stands still unless the suite moves it. False for a store that has a clock
   * of its own: then the suite uses short lives, waits for them and looks beside their end.
   */
  readonly canAdvance: boolean;
  /**
   * For a store that has a clock of its own: a facade on the machine’s clock, whose `advance` really waits. The cases
   * of the category use it; the cases of faults, retries and deadlines use the facade above, whose clock may be
   * virtual. Default: the facade above is used for all.
   */
  readonly onOwnClock?: Pick<StateSubject, 'facade' | 'clock' | 'settle'>;
  /** The keys that are there, read on the far side, not through the adapter; without those that have expired. */
  keys(): Promise<readonly string[]>;
  /**
   * A further facade on the same store and the store’s clock, as another process holds it. The subject disposes of it.
   */
  another(): Promise<AnyState>;
  /** Ends every facade, starts the store anew, and gives a facade on it. Called where the store is `durable`. */
  restart(): Promise<AnyState>;
}
