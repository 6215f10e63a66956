import { defineAdapter, type OperationName, type Setup } from '@patchbay/core';
import { type StateApi, type StateCapabilities, state } from '@patchbay/state';
import type { AnyState, StateHarness } from '@patchbay/state/conformance';
import { driver } from '../../../memory/src/driver.ts';
import { toFailure } from '../../../memory/src/errors.ts';
import { type MemoryStateOptions, optionsSchema, storeOf } from '../../../memory/src/options.ts';
import { harness } from '../../../memory/test/harness.ts';

type Operation = OperationName<StateApi>;

/** Every operation that there is. */
export const operations = Object.keys(state.operations) as readonly Operation[]; // the keys of the contract’s table

/** The state in memory with some of its operations, which says that it lacks the others. */
export function withOnly(declared: readonly Operation[]): StateHarness {
  const supports = operations.map((name) => [name, declared.includes(name) ? 'native' : false]);
  const capabilities: StateCapabilities = {
    ...harness.capabilities,
    operations: Object.fromEntries(supports),
  };
  const factory = defineAdapter({
    spec: 1,
    contract: state,
    capabilities,
    options: optionsSchema,
    client: async (options: MemoryStateOptions) => storeOf(options),
    driver,
    toFailure,
    check: async () => undefined,
  });
  // A dynamic caller sees every operation: what the provider lacks throws `unsupported`.
  const planted = {
    factory: (options: never, setup: Setup) => factory(options, setup) as unknown as AnyState,
  };
  return { provider: 'small', capabilities, start: (options) => harness.start({ ...options, planted }) };
}
