import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { type StateOf, state } from '@patchbay/state';
import { capabilities } from './capabilities.ts';
import { driver } from './driver.ts';
import type { MemoryStore } from './engine/memory-store.ts';
import { toFailure } from './errors.ts';
import { type MemoryStateOptions, optionsSchema, storeOf } from './options.ts';

/** State in the memory of this process. */
export interface MemoryState extends StateOf<typeof capabilities>, Native<MemoryStore> {}

const factory = defineAdapter({
  spec: 1,
  contract: state,
  capabilities,
  options: optionsSchema,
  client: async (options: MemoryStateOptions, _kit: Kit): Promise<MemoryStore> => storeOf(options),
  driver,
  toFailure,
  check: async () => undefined,
});

/**
 * State in the memory of this process: for tests, and for what one process may forget.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const state = memoryState();
 * const { isNew } = await state.putIfAbsent({ key: 'webhook:evt_1', value: 'mine', ttlMs: 86_400_000 });
 */
export function memoryState(options: MemoryStateOptions = {}, setup?: Setup): MemoryState {
  return factory(options, setup);
}

/** What is known of the adapter without making an instance. */
memoryState.adapter = factory.adapter satisfies AdapterInfo;
