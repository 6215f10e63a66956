/**
 * What may end waiting, once and for all. Unlike a race with a promise that lives long, it keeps nothing of what was
 * waited for: a race would hold every chunk of a body until the body ends.
 */
export class Latch {
  #tripped: { readonly error: unknown } | undefined;
  readonly #waiting = new Set<(error: unknown) => void>();

  /** Ends all waiting, now and later. */
  trip(error: unknown): void {
    this.#tripped ??= { error };
    for (const reject of this.#waiting) reject(this.#tripped.error);
    this.#waiting.clear();
  }

  /** Settles as the promise does, unless the latch is tripped before. */
  guard<T>(promise: Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.add(reject);
      const settle = (end: () => void): void => {
        this.#waiting.delete(reject);
        end();
      };
      promise.then(
        (value) => settle(() => resolve(value)),
        (error: unknown) => settle(() => reject(error)),
      );
      if (this.#tripped !== undefined) this.trip(this.#tripped.error);
    });
  }
}
