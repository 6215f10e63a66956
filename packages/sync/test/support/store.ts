import type { SyncChange, SyncPresent, SyncSource, SyncTarget, SyncWrite } from '@patchbay/sync';

interface Kept<T> {
  readonly value?: T;
  readonly version?: number;
  readonly updatedAt: Date;
  readonly revision: string;
}

/** One side: records, what became of them in turn, and what a program would do to them. */
export class Store<T> {
  readonly records = new Map<string, Kept<T>>();
  readonly log: Exclude<SyncChange<T>, { kind: 'cursor' }>[] = [];
  readonly writes: (SyncWrite & { readonly id: string; readonly value?: T })[] = [];
  /** Called before and after each write of a sync: throw to fail, change something to interfere. */
  before: (id: string) => void = () => undefined;
  after: (id: string) => void = () => undefined;
  /** How the feed comes: in turn, or not. */
  order: <E>(entries: readonly E[]) => readonly E[] = (entries) => entries;
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  /** Somebody saves a record, or removes it. */
  edit(id: string, value: T | undefined, updatedAt = new Date(this.#now())): void {
    const version = this.records.get(id)?.version;
    this.#keep(id, value, { updatedAt, ...(version !== undefined && { version: version + 1 }) });
  }

  /** The same with a number that grows. */
  editVersion(id: string, value: T | undefined, version: number): void {
    this.#keep(id, value, { version, updatedAt: new Date(this.#now()) });
  }

  value(id: string): T | undefined {
    return this.records.get(id)?.value;
  }

  /** What is there, without what was removed. */
  get content(): Readonly<Record<string, T>> {
    const there = [...this.records].flatMap(([id, { value }]) =>
      value === undefined ? [] : [[id, value] as const],
    );
    return Object.fromEntries(there.sort());
  }

  /** The feed. A cursor is a place in the log. */
  get changes(): SyncSource<T> {
    const { log } = this;
    const order = <E>(entries: readonly E[]): readonly E[] => this.order(entries);
    return {
      async *changes(cursor) {
        const from = Number(cursor ?? 0);
        const end = log.length;
        for (let start = from; start < end; start += 5) {
          const part = log.slice(start, Math.min(start + 5, end));
          for (const change of order(part)) yield change;
          yield { kind: 'cursor', cursor: String(start + part.length) };
        }
      },
    };
  }

  get listing(): SyncSource<T> {
    const { records } = this;
    return {
      async *all() {
        for (const [id, { value, version, updatedAt }] of records) {
          if (value !== undefined) yield { id, value, updatedAt, ...(version !== undefined && { version }) };
        }
      },
    };
  }

  get target(): SyncTarget<T> {
    const write = async (id: string, value: T | undefined, details: SyncWrite): Promise<boolean> => {
      this.before(id);
      if (this.records.get(id)?.revision !== details.expected) return false;
      this.writes.push({ ...details, id, ...(value !== undefined && { value }) });
      this.#keep(id, value, details);
      this.after(id);
      return true;
    };
    return {
      get: async (id): Promise<SyncPresent<T> | undefined> => this.records.get(id),
      upsert: write,
      remove: (id, details) => write(id, undefined, details),
    };
  }

  #keep(
    id: string,
    value: T | undefined,
    { version, updatedAt }: { readonly version?: number; readonly updatedAt: Date },
  ): void {
    const ages = { updatedAt, ...(version !== undefined && { version }) };
    const revision = String(this.log.length);
    this.records.set(id, { ...ages, revision, ...(value !== undefined && { value }) });
    this.log.push(
      value === undefined ? { kind: 'remove', id, ...ages } : { kind: 'upsert', id, value, ...ages },
    );
  }
}
