import { type Clock, IntegrationError, type Page } from '@patchbay/core';
import type { ReceiverState } from './options.ts';
import { type KeptDelivery, parseRecord, printRecord } from './record.ts';

/** Longest that one call of a store may take while a vendor waits, in milliseconds. */
export const storeCall = { deadlineMs: 5000 } as const;

/** A delivery as it was read. */
export interface Entry {
  readonly key: string;
  /** As it is kept: whoever changes it says what was there. */
  readonly text: string;
  readonly record: KeptDelivery;
}

/** The deliveries that are remembered. */
export interface DeliveryBook {
  read(key: string): Promise<Entry | undefined>;
  /** Writes a delivery down, unless it is there. */
  add(key: string, record: KeptDelivery): Promise<{ readonly isNew: boolean; readonly entry: Entry }>;
  /** `undefined`: somebody else has changed it meanwhile. */
  change(entry: Entry, changes: Partial<KeptDelivery>): Promise<Entry | undefined>;
  keys(prefix: string, limit?: number, cursor?: string): Promise<Page<string>>;
}

/** Each change gives a delivery its whole time again. */
export function deliveryBook(state: ReceiverState, clock: Clock, ttlMs: number): DeliveryBook {
  return {
    async read(key) {
      const found = await state.get(key, storeCall);
      return found === undefined ? undefined : toEntry(key, found.value);
    },
    async add(key, record) {
      const text = printRecord(record);
      const value = await putIfAbsent(state, { key, value: text, ttlMs });
      return { isNew: value === text, entry: toEntry(key, value) };
    },
    async change({ key, text, record }, changes) {
      const value = printRecord({ ...record, ...changes, changedAt: clock.now() });
      const isChanged = await swap(state, { key, expected: text, value, ttlMs });
      return isChanged ? toEntry(key, value) : undefined;
    },
    keys: (prefix, limit, cursor) =>
      state.list({ prefix }, limit === undefined ? {} : { limit }).page(cursor),
  };
}

function toEntry(key: string, text: string): Entry {
  const record = parseRecord(text);
  if (record !== undefined) return { key, text, record };
  throw new IntegrationError({
    code: 'invalid_response',
    message: `What is kept under ${key.slice(0, key.lastIndexOf(':'))}:… is no delivery.`,
    outcome: 'not_applied',
    category: 'webhooks',
    hint: 'Give the receiver a state whose keys nobody else writes, and update all receivers together.',
  });
}

interface Put {
  readonly key: string;
  readonly value: string;
  readonly ttlMs: number;
}

/** What is there afterwards. After a lost answer the record tells: nobody else writes this value. */
async function putIfAbsent(state: ReceiverState, put: Put): Promise<string> {
  try {
    return (await state.putIfAbsent(put, storeCall)).value;
  } catch (error) {
    const found = isLost(error) ? await state.get(put.key, storeCall) : undefined;
    if (found === undefined) throw error;
    return found.value;
  }
}

/** The same for a change. */
async function swap(state: ReceiverState, change: Put & { readonly expected: string }): Promise<boolean> {
  try {
    return (await state.cas(change, storeCall)).isSwapped;
  } catch (error) {
    if (!isLost(error)) throw error;
    const found = (await state.get(change.key, storeCall))?.value;
    if (found === change.expected) throw error; // it may yet arrive
    return found === change.value;
  }
}

/** True for an error after which nobody knows whether the call had its effect. */
export function isLost(error: unknown): boolean {
  return IntegrationError.is(error) && error.outcome === 'unknown';
}
