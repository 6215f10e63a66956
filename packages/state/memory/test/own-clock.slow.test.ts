import { systemClock } from '@patchbay/core';
import type { MovableClock } from '@patchbay/core/conformance';
import {
  type AnyState,
  runStateConformance,
  type StateHarness,
  type StateSubject,
} from '@patchbay/state/conformance';
import { virtualClock } from '@patchbay/testing';
import { describe, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { MemoryStore, memoryState } from '../src/index.ts';

/** The machine’s clock: to move it is to wait. */
const clock: MovableClock = {
  ...systemClock,
  advance: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

/** How a store with a clock of its own is driven: the suite waits for short lives, and looks beside their end. */
const harness: StateHarness = {
  provider: 'memory by its own clock',
  capabilities,
  start,
};

async function start(): Promise<StateSubject> {
  const store = new MemoryStore();
  const make = (): AnyState => memoryState({ store });
  const policyClock = virtualClock();
  return {
    facade: memoryState({ store }, { clock: policyClock }),
    clock: policyClock,
    settle: (promise) => policyClock.settle(promise),
    canAdvance: false,
    onOwnClock: { facade: make(), clock, settle },
    secrets: [],
    keys: async () =>
      [...store.records].filter(([, kept]) => kept.expiresAt > clock.now()).map(([key]) => key),
    another: async () => make(),
    restart: () => Promise.reject(new Error('Memory does not survive a restart.')),
    [Symbol.asyncDispose]: async () => undefined,
  };
}

async function settle<T>(promise: Promise<T>) {
  const from = clock.monotonic();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: clock.monotonic() - from };
}

runStateConformance(harness, { describe, it });
