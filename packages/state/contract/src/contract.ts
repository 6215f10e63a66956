import type {
  AnyCapabilities,
  Contract,
  Facade,
  Integration,
  OperationName,
  Portable,
  Requirement,
} from '@patchbay/core';
import type { StateApi } from './api.ts';
import type { StateTrait } from './capabilities.ts';
import { type StateMethods, stateMethods } from './methods.ts';
import { operations } from './operations.ts';

/** The state of one provider: what it lacks does not compile. For adapter authors. */
export type StateOf<C extends AnyCapabilities> = Integration & Facade<StateApi, C> & StateMethods;

/** The state of any provider that has the operations `N`. For application code. */
export type State<N extends OperationName<StateApi> = never> = Integration &
  Portable<StateApi, N> &
  StateMethods;

/** What application code may need beyond operations. */
export interface StateNeeds {
  /** What the store is good for, for example `shared.machines`. */
  readonly traits?: readonly StateTrait[];
}

/** The state category as data. @sealed */
export interface StateContract extends Contract<StateApi, StateMethods> {
  /**
   * What application code requires of whoever keeps state: operations, traits.
   * @example state.needs('cas', 'list', { traits: ['durable', 'shared.machines'] })
   */
  needs<const N extends readonly (OperationName<StateApi> | StateNeeds)[]>(
    ...needs: N
  ): Requirement<State<Extract<N[number], string>>>;
}

/** The state category: its table of operations, its methods, and `needs`. */
export const state: StateContract = {
  category: 'state',
  operations,
  methods: stateMethods,
  needs(...needs) {
    const further = needs.filter((need) => typeof need === 'object');
    return {
      category: 'state',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: () => [],
    };
  },
};
