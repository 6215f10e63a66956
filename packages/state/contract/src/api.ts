import type { CallOptions, ListOptions, Pages } from '@patchbay/core';
import type {
  CasResult,
  CompareAndSwap,
  Counter,
  Increment,
  KeyInput,
  ListKeys,
  PutIfAbsentResult,
  PutRecord,
  StateRecord,
} from './record.ts';

/**
 * The operations of the category, as drivers implement them. Each is atomic over everybody who shares the store, and
 * sees all that ended before it began. A record is absent, for every operation, from the very millisecond that it
 * expires.
 * @sealed
 */
export interface StateApi {
  /** Reads a record; `undefined` where there is none. */
  get(input: string | KeyInput, options?: CallOptions): Promise<StateRecord | undefined>;
  /**
   * Writes a record, whatever was there before; without `ttlMs` it stays for ever, also where the old one had an end.
   */
  put(input: PutRecord, options?: CallOptions): Promise<void>;
  /** Deletes a record; one that is absent is fine. */
  delete(input: string | KeyInput, options?: CallOptions): Promise<void>;
  /**
   * Writes a record where there is none: of many callers one gets `isNew`.
   *
   * It is never repeated: after an error with `outcome: 'unknown'` nobody knows whether it was written. Give a value
   * that is unique per caller, then a repeat tells: it finds either nobody’s value, yours, or another’s.
   * @example
   * const { isNew } = await state.putIfAbsent({ key: `webhook:${event.id}`, value: worker, ttlMs: 7 * 86_400_000 });
   */
  putIfAbsent(input: PutRecord, options?: CallOptions): Promise<PutIfAbsentResult>;
  /**
   * Changes a record if it still is what was read: of many callers with the same `expected` one is `isSwapped`.
   *
   * It is never repeated: after an error with `outcome: 'unknown'` read the record. Where values are unique per caller,
   * finding yours says that it was done.
   * @example
   * await state.cas({ key: 'order:7', expected: 'reserved', value: 'paid' });
   */
  cas(input: CompareAndSwap, options?: CallOptions): Promise<CasResult>;
  /**
   * Moves a counter; one that is absent counts as 0. Its life begins with the first call, which makes window counters.
   *
   * It is never repeated: after an error with `outcome: 'unknown'` it may have counted. Where that matters, write a
   * record for each thing to count (`putIfAbsent`) instead.
   * @throws `IntegrationError` `precondition_failed`: `not_a_counter` where something else is there,
   * `counter_out_of_range` where the sum is no safe integer. Nothing is changed then.
   */
  increment(input: Increment, options?: CallOptions): Promise<Counter>;
  /**
   * Keys, in no promised order. One that is there all the while comes at least once; one that comes or goes meanwhile
   * may be among them. `limit` is a wish: a page may have fewer keys, even none.
   */
  list(input?: ListKeys, options?: ListOptions): Pages<string>;
}
