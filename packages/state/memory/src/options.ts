import * as z from 'zod';
import { MemoryStore } from './engine/memory-store.ts';

/** Options of the state in memory; all of them may be left out. */
export interface MemoryStateOptions {
  /** How many keys there may be; a further one is refused with `quota_exceeded`, none is dropped. Default: 100 000. */
  readonly mostKeys?: number;
  /** Records that several instances share. Default: a store of the instance’s own. */
  readonly store?: MemoryStore;
}

const defaultMostKeys = 100_000;

export const optionsSchema: z.ZodType<MemoryStateOptions> = z.strictObject({
  mostKeys: z.number().int().positive().exactOptional().meta({
    env: 'STATE_MEMORY_MOST_KEYS',
    description: 'How many keys there may be',
  }),
  store: z
    .unknown() // JSON Schema has no word for it
    .pipe(z.instanceof(MemoryStore))
    .exactOptional()
    .meta({ description: 'Records that instances share' }),
});

export function storeOf({ store = new MemoryStore() }: MemoryStateOptions): MemoryStore {
  return store;
}

export function mostKeysOf({ mostKeys = defaultMostKeys }: MemoryStateOptions): number {
  return mostKeys;
}
