/** A record as it is kept. */
export interface Kept {
  readonly value: string;
  /** Epoch milliseconds; `Infinity` for one that stays. */
  readonly expiresAt: number;
}

/**
 * Records in memory. Instances that are given the same store see the same records.
 * @example
 * const store = new MemoryStore();
 * const [one, other] = [memoryState({ store }), memoryState({ store })];
 */
export class MemoryStore {
  /** By key; those that have expired may still be among them. */
  readonly records: Map<string, Kept> = new Map();
  #sweeping = this.records.entries();
  /** No record expires before. */
  #soonest = Number.POSITIVE_INFINITY;

  /** Keeps a record. */
  set(key: string, kept: Kept): void {
    this.records.set(key, kept);
    this.#soonest = Math.min(this.#soonest, kept.expiresAt);
  }

  /** Looks at a few records in turn and drops those that have expired, so that no write takes long. */
  sweepSome(now: number, count: number): void {
    if (now < this.#soonest) return;
    for (let looked = 0; looked < count; looked += 1) {
      const { done, value } = this.#sweeping.next();
      if (done) {
        this.#sweeping = this.records.entries();
        return;
      }
      if (value[1].expiresAt <= now) this.records.delete(value[0]);
    }
  }

  /** Drops all that have expired. Looks at every record, but not again before another can expire. */
  sweepAll(now: number): void {
    if (now < this.#soonest) return;
    this.#soonest = Number.POSITIVE_INFINITY;
    for (const [key, { expiresAt }] of this.records) {
      if (expiresAt <= now) this.records.delete(key);
      else this.#soonest = Math.min(this.#soonest, expiresAt);
    }
  }
}
