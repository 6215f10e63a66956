import { invalidResponse, type Page } from '@patchbay/core';
import {
  type CasResult,
  type Counter,
  nextCount,
  type PutIfAbsentResult,
  type StateRecord,
} from '@patchbay/state';

/** A row, by the names of its columns. */
export type Row = Readonly<Record<string, unknown>>;

/** The record of a key; `undefined` where no row came. */
export function fromRecord(key: string, [row]: readonly Row[]): StateRecord | undefined {
  if (row === undefined) return undefined;
  const { ends } = row;
  return {
    key,
    value: toText(row['value']),
    ...(typeof ends === 'number' && { expiresAt: new Date(Math.round(ends)) }),
  };
}

/** What became of a record that was to be written where there is none. */
export function fromPutIfAbsent([row]: readonly Row[]): PutIfAbsentResult {
  return { isNew: row?.['did'] === true, value: toText(row?.['value']) };
}

/** What became of a swap; `value` is what was to be written. */
export function fromSwap(value: string | undefined, [row]: readonly Row[]): CasResult {
  if (row?.['did'] === true) return { isSwapped: true, ...(value !== undefined && { value }) };
  return { isSwapped: false, ...(row?.['lives'] === true && { value: toText(row['value']) }) };
}

/**
 * The counter after its step.
 * @throws `DriverFailure` `precondition_failed` where the server left it as it was, and why.
 */
export function fromIncrement(by: number, [row]: readonly Row[]): Counter {
  const value = toText(row?.['value']);
  if (row?.['did'] === true) return { value: Number(value) };
  nextCount(value, by);
  throw invalidResponse('The database did not move a counter that could be moved.');
}

/** A page of keys; one row more than the page has says that there is a next one. */
export function fromKeys(size: number, rows: readonly Row[]): Page<string> {
  const items = rows.slice(0, size).map(({ key }) => toText(key));
  const last = items.at(-1);
  return { items, ...(last !== undefined && rows.length > size && { next: last }) };
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function toText(octets: unknown): string {
  if (octets instanceof Uint8Array) return decoder.decode(octets);
  throw invalidResponse('The database gave a row of another form than this package writes.');
}
