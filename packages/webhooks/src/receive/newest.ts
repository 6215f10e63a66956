import { isLost } from './book.ts';
import type { ReceiverState } from './options.ts';

/** Remembers of each object when its newest handled event happened, in epoch milliseconds. */
export interface Newest {
  read(object: string): Promise<number | undefined>;
  /** To be called when an event was handled; `known` is what was read before. */
  raise(object: string, occurredAt: number, known: number | undefined): Promise<void>;
}

export function newestBook(state: ReceiverState, ttlMs: number): Newest {
  const read = async (object: string): Promise<number | undefined> => {
    const found = await state.get(keyOf(object));
    return found === undefined ? undefined : Number(found.value);
  };
  return {
    read,
    async raise(object, occurredAt, known) {
      let there = known;
      while (there === undefined || there < occurredAt) {
        const expected = there === undefined ? undefined : String(there);
        const change = { key: keyOf(object), expected, value: String(occurredAt), ttlMs };
        const { isSwapped } = await state.cas(change).catch((error: unknown) => {
          if (isLost(error)) return { isSwapped: false }; // the next look tells
          throw error;
        });
        if (isSwapped) return;
        there = await read(object);
      }
    },
  };
}

function keyOf(object: string): string {
  return `webhook-newest:${object}`;
}
