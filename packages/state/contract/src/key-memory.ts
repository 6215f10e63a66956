import type { KeyMemory } from '@patchbay/core/ledger';
import { type StateBase, swapOwn } from './base.ts';
import { stateLimits } from './limits.ts';

/** Core’s memory of keys over a store: each function is one operation. */
export function keyMemory(base: StateBase, prefix: string): KeyMemory {
  const { operations } = base;
  return {
    get: async (key) => (await operations.get(prefix + key))?.value,
    replace: (key, expected, value, keepMs) => {
      const ttlMs = Math.min(Math.max(1, Math.ceil(keepMs)), stateLimits.ttlMs);
      return swapOwn(base, { key: prefix + key, expected, value, ttlMs });
    },
    async *list(start) {
      for await (const key of operations.list({ prefix: prefix + start })) yield key.slice(prefix.length);
    },
  };
}
