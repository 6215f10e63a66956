/** Wrong passwords in a row after which no more are taken for a while. */
export const mostTries = 10;
const lockMs = 15 * 60_000;
const mostNames = 10_000;

interface Tries {
  readonly count: number;
  readonly lockedUntil: number;
}

/** Counts wrong passwords per person, and per name that nobody has: an unknown one is locked like a known one. */
export class PasswordTries {
  readonly #tries = new Map<string, Tries>();

  /** Counts one more try, before it is known how it ends. Returns until when the name is locked, if it is. */
  begin(name: string, now: number): number | undefined {
    const found = this.#tries.get(name);
    if (found !== undefined && found.lockedUntil > now) return found.lockedUntil;
    const count = (found === undefined || found.lockedUntil > 0 ? 0 : found.count) + 1;
    this.#tries.delete(name);
    this.#tries.set(name, { count, lockedUntil: count >= mostTries ? now + lockMs : 0 });
    const [oldest] = this.#tries.keys();
    if (this.#tries.size > mostNames && oldest !== undefined) this.#tries.delete(oldest);
    return undefined;
  }

  /** The password was right: all is forgiven. */
  forgive(name: string): void {
    this.#tries.delete(name);
  }
}
