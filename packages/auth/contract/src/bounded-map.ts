/**
 * A map that forgets what was not used for long, so that strangers cannot fill the memory. It has two halves: what is
 * used moves into the newer one; once that is full, it becomes the older one, and what was left there is forgotten. A
 * use is one look, where an exact order would have to be changed each time.
 */
export class BoundedMap<V> {
  readonly #half: number;
  #newer = new Map<string, V>();
  #older = new Map<string, V>();

  constructor(most: number) {
    this.#half = Math.floor(most / 2);
  }

  get(key: string): V | undefined {
    const value = this.#newer.get(key);
    if (value !== undefined) return value;
    const kept = this.#older.get(key);
    if (kept !== undefined) this.set(key, kept);
    return kept;
  }

  set(key: string, value: V): void {
    this.#older.delete(key);
    this.#newer.set(key, value);
    if (this.#newer.size < this.#half) return;
    this.#older = this.#newer;
    this.#newer = new Map();
  }

  delete(key: string): void {
    this.#newer.delete(key);
    this.#older.delete(key);
  }
}
