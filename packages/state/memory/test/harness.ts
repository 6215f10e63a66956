import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyState, StateHarness, StateSubject } from '@patchbay/state/conformance';
import { virtualClock } from '@patchbay/testing';
import { capabilities } from '../src/capabilities.ts';
import { MemoryStore, memoryState } from '../src/index.ts';

/** The state in memory as the conformance suite drives it. */
export const harness: StateHarness = { provider: 'memory', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyState> = {}): Promise<StateSubject> {
  const clock = virtualClock();
  const store = new MemoryStore();
  const options = { store };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
  const make = (): AnyState => planted?.factory?.(options as never, setup) ?? memoryState(options, setup);
  const facade = make();
  const facades = [facade];
  const another = async (): Promise<AnyState> => {
    const made = make();
    facades.push(made);
    return made;
  };
  return {
    facade,
    clock,
    canAdvance: true,
    settle: (promise) => clock.settle(promise),
    secrets: [],
    keys: async () =>
      [...store.records].filter(([, { expiresAt }]) => expiresAt > clock.now()).map(([key]) => key),
    another,
    restart: () => Promise.reject(new Error('Memory does not survive a restart.')),
    async [Symbol.asyncDispose]() {
      for (const made of facades) await made.close();
    },
  };
}
