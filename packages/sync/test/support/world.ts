import { MemoryStore, memoryState } from '@patchbay/state-memory';
import { createSync, type Sync, type SyncOptions } from '@patchbay/sync';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { Store } from './store.ts';

/** Two sides, what a sync remembers, and the time of all. */
export interface World<T> {
  readonly clock: VirtualClock;
  readonly left: Store<T>;
  readonly right: Store<T>;
  readonly memory: MemoryStore;
  /** From left to right, by the left side’s feed. */
  forward(changes?: Partial<SyncOptions<T>>): Sync<T>;
  back(changes?: Partial<SyncOptions<T>>): Sync<T>;
}

export function newWorld<T>(shared: Partial<SyncOptions<T>> = {}): World<T> {
  const clock = virtualClock();
  const [left, right] = [new Store<T>(() => clock.now()), new Store<T>(() => clock.now())];
  const memory = new MemoryStore();
  const state = () => memoryState({ store: memory }, { clock });
  const base = { name: 'people', clock, ...shared };
  return {
    clock,
    left,
    right,
    memory,
    forward: (changes) =>
      createSync({ ...base, state: state(), from: left.changes, to: right.target, ...changes }),
    back: (changes) =>
      createSync({
        ...base,
        state: state(),
        from: right.changes,
        to: left.target,
        direction: 'back',
        ...changes,
      }),
  };
}
