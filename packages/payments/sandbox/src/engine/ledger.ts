import { newId } from './ids.ts';
import type { AnyRecord, Delivery, Kind, RecordOf, Remembered, SandboxEvent, Snapshot } from './records.ts';
import { refuse } from './refusal.ts';

/** How long a used idempotency key is remembered. */
export const keyTtlHours = 24;
const keyTtlMs = keyTtlHours * 3_600_000;
/** Older events are forgotten, so that a file does not grow for ever by them. */
const mostEvents = 1000;
const defaultPage = 20;
const largestPage = 100;

/** Which part of a list to give. */
export interface PageRequest {
  readonly cursor: string | undefined;
  readonly limit: number | undefined;
}

/** One page of records, newest first. */
export interface RecordPage<K extends Kind> {
  readonly items: readonly RecordOf<K>[];
  readonly next?: string;
}

/** The books: every object, event and used key of one sandbox account. */
export class Ledger {
  readonly #records = new Map<string, AnyRecord>();
  readonly #keys = new Map<string, Remembered>();
  readonly events: SandboxEvent[] = [];
  readonly deliveries: Delivery[] = [];

  constructor(saved?: Snapshot) {
    for (const record of saved?.records ?? []) this.#records.set(record.id, record);
    for (const used of saved?.keys ?? []) this.#keys.set(used.key, used);
    this.events.push(...(saved?.events ?? []));
    this.deliveries.push(...(saved?.deliveries ?? []));
  }

  /** Enters a new record. */
  add<R extends AnyRecord>(record: R): R {
    this.#records.set(record.id, record);
    return record;
  }

  remove(record: AnyRecord): void {
    this.#records.delete(record.id);
  }

  /** @throws `SandboxError` `no_such_object` */
  get<K extends Kind>(kind: K, id: string): RecordOf<K> {
    const record = this.find(kind, id);
    if (record === undefined) throw refuse('no_such_object', `There is no ${kind} ${id}.`);
    return record;
  }

  find<K extends Kind>(kind: K, id: string | undefined): RecordOf<K> | undefined {
    const record = id === undefined ? undefined : this.#records.get(id);
    return record !== undefined && isKind(record, kind) ? record : undefined;
  }

  /** All records, oldest first. */
  records(): readonly AnyRecord[] {
    return [...this.#records.values()];
  }

  /** All records of a kind, oldest first. */
  all<K extends Kind>(kind: K): readonly RecordOf<K>[] {
    return this.records().filter((record) => isKind(record, kind));
  }

  /** @throws `SandboxError` `invalid_parameter` for a limit out of range or a cursor that nobody handed out. */
  page<K extends Kind>(kind: K, page: PageRequest, keep: (record: RecordOf<K>) => boolean): RecordPage<K> {
    const limit = page.limit ?? defaultPage;
    if (!Number.isInteger(limit) || limit < 1 || limit > largestPage) {
      throw refuse('invalid_parameter', `limit is ${limit}; give 1 to ${largestPage}.`);
    }
    const newestFirst = this.all(kind).toReversed();
    const start = page.cursor === undefined ? 0 : newestFirst.findIndex(({ id }) => id === page.cursor) + 1;
    if (page.cursor !== undefined && start === 0)
      throw refuse('invalid_parameter', 'The cursor is not one of this list.');
    const rest = newestFirst.slice(start).filter(keep);
    const items = rest.slice(0, limit);
    const last = items.at(-1);
    return { items, ...(rest.length > limit && last !== undefined && { next: last.id }) };
  }

  /** Notes that something happened; the event keeps the record as it is now. */
  emit(type: string, record: AnyRecord, now: number): SandboxEvent {
    const event: SandboxEvent = { id: newId('event'), type, createdAt: now, object: structuredClone(record) };
    this.events.push(event);
    if (this.events.length > mostEvents) this.#forgetEvent(this.events.shift());
    return event;
  }

  #forgetEvent(event: SandboxEvent | undefined): void {
    const index = this.deliveries.findIndex(({ eventId }) => eventId === event?.id);
    if (index >= 0) this.deliveries.splice(index, 1);
  }

  /** What a key was used for, if that is not too long ago. */
  recall(key: string, now: number): Remembered | undefined {
    const used = this.#keys.get(key);
    return used !== undefined && now - used.at < keyTtlMs ? used : undefined;
  }

  remember(used: Remembered): void {
    for (const [key, { at }] of this.#keys) {
      if (used.at - at < keyTtlMs) break; // the rest is younger
      this.#keys.delete(key);
    }
    this.#keys.delete(used.key);
    this.#keys.set(used.key, used);
  }

  toJSON(): Snapshot {
    const { events, deliveries } = this;
    return { version: 1, records: [...this.records()], events, deliveries, keys: [...this.#keys.values()] };
  }
}

/** True when the record is of the kind. */
export function isKind<K extends Kind>(record: AnyRecord, kind: K): record is RecordOf<K> {
  return record.kind === kind;
}
