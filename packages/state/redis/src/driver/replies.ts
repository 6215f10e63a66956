import { invalidResponse, type Page } from '@patchbay/core';
import type {
  CasResult,
  CompareAndSwap,
  Counter,
  KeyInput,
  PutIfAbsentResult,
  PutRecord,
  StateRecord,
} from '@patchbay/state';

/** From a value and its end. */
export function fromGet(reply: unknown, { key }: KeyInput): StateRecord | undefined {
  if (reply === null) return undefined;
  const [value, end] = toList(reply);
  if (typeof end !== 'number') throw misshapen();
  // Redis keeps a record to the end of its last millisecond, and says -1 of one that stays.
  return { key, value: toText(value), ...(end >= 0 && { expiresAt: new Date(end + 1) }) };
}

/** From what was there before. */
export function fromPutIfAbsent(reply: unknown, { value }: PutRecord): PutIfAbsentResult {
  return reply === null ? { isNew: true, value } : { isNew: false, value: toText(reply) };
}

/** From whether it was done, and where not, what is there. */
export function fromCas(reply: unknown, { value }: CompareAndSwap): CasResult {
  const [done, current] = toList(reply);
  if (done === 1) return { isSwapped: true, ...(value !== undefined && { value }) };
  if (done !== 0) throw misshapen();
  return { isSwapped: false, ...(current !== null && { value: toText(current) }) };
}

/** From where the counter is. */
export function fromIncrement(reply: unknown): Counter {
  if (typeof reply !== 'number' || !Number.isSafeInteger(reply)) throw misshapen();
  return { value: reply };
}

/** From the next cursor and the keys, some of which may come twice. */
export function fromScan(reply: unknown, prefix: string): Page<string> {
  const [cursor, keys] = toList(reply);
  const next = toText(cursor);
  const items = [...new Set(toList(keys).map((key) => toText(key).slice(prefix.length)))];
  return { items, ...(next !== '0' && { next }) };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toText(reply: unknown): string {
  if (!(reply instanceof Uint8Array)) throw misshapen();
  try {
    return decoder.decode(reply);
  } catch {
    throw invalidResponse(
      'What is kept there is no UTF-8: another application wrote it. Choose another prefix.',
    );
  }
}

function toList(reply: unknown): readonly unknown[] {
  if (!Array.isArray(reply)) throw misshapen();
  return reply;
}

function misshapen() {
  return invalidResponse('The reply is not of the form that Redis documents.');
}
