import { agesOf, canonical, compareAges } from './content.ts';
import type { SyncConflict, SyncPresent, SyncResolution } from './types.ts';

/** Decides what becomes of a record that both sides changed. */
export interface SyncStrategy<T> {
  readonly kind: 'byVersion' | 'sourceWins' | 'merge' | 'manual';
  /** `undefined`: a person decides. */
  decide(conflict: SyncConflict<T>): Promise<SyncResolution<T> | undefined>;
}

/**
 * The last writer wins. By version where both have one and they differ, else by `updatedAt`, so by the sides’ clocks.
 * Of equals a removal wins, then the value that sorts last, in whichever direction. Where the target says of a removal
 * only that nothing is there, the removal stands.
 * @example createSync({ name: 'people', from, to, state, conflict: byVersion() });
 */
export function byVersion<T>(): SyncStrategy<T> {
  return {
    kind: 'byVersion',
    decide: async ({ incoming, present }) => (isLater(incoming, present) ? 'incoming' : 'present'),
  };
}

/**
 * What the source says counts, whatever was changed at the target.
 * @example createSync({ name: 'people', from: directorySource(auth), to, state, conflict: sourceWins() });
 */
export function sourceWins<T>(): SyncStrategy<T> {
  return { kind: 'sourceWins', decide: async () => 'incoming' };
}

/**
 * Your function makes one record of two; `undefined` removes it. It is given what both sides had last, for which their
 * values are kept in the state.
 * @example merge(({ incoming, present }) => present.value && { ...present.value, ...incoming.value });
 */
export function merge<T>(
  join: (conflict: SyncConflict<T>) => T | undefined | Promise<T | undefined>,
): SyncStrategy<T> {
  return {
    kind: 'merge',
    async decide(conflict) {
      const value = await join(conflict);
      return value === undefined ? { removed: true } : { value };
    },
  };
}

/**
 * Conflicts are kept until a person decides: see `conflicts` and `resolve` of a sync.
 * @example for await (const { id } of sync.conflicts()) await sync.resolve(id, 'incoming');
 */
export function manual<T>(): SyncStrategy<T> {
  return { kind: 'manual', decide: async () => undefined };
}

function isLater<T>(incoming: SyncPresent<T>, present: SyncPresent<T>): boolean {
  if (present.value === undefined && present.updatedAt === undefined) return false;
  const difference = compareAges(agesOf(incoming), agesOf(present));
  if (difference !== 0) return difference > 0;
  if (incoming.value === undefined || present.value === undefined) return incoming.value === undefined;
  return canonical(incoming.value) > canonical(present.value);
}
