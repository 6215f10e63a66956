import { type Clock, systemClock } from '../clock.ts';
import { IntegrationError } from '../error.ts';
import { movable } from './movable.ts';

/** What serves while a provider cannot be read. */
export interface FallbackOptions<T> {
  /** How old an answer may be that is given again, in milliseconds. */
  readonly maxAgeMs: number;
  /** Serves where nothing is known from before, or it is too old. Without it the call fails. */
  readonly otherwise?: T;
  /** Most answers that are kept; the one that was kept longest goes. Default: 1,000. */
  readonly most?: number;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
}

/** An answer, and where it is from. */
export type FallenBack<T> =
  | { readonly source: 'live'; readonly value: T }
  /** From before; `error` says why there is no newer one. */
  | { readonly source: 'kept'; readonly value: T; readonly ageMs: number; readonly error: IntegrationError }
  | { readonly source: 'otherwise'; readonly value: T; readonly error: IntegrationError };

/** Reads that go on while the provider does not. */
export interface Fallback<T> {
  /**
   * Reads, or gives what was read before under the same name. A refusal of the request itself (`not_found`,
   * `invalid_request`, …) is an answer: it is thrown, and what was kept is forgotten.
   * @throws `IntegrationError` when nothing serves in its place.
   */
  read(name: string, work: () => Promise<T>): Promise<FallenBack<T>>;
}

interface Kept<T> {
  readonly value: T;
  readonly at: number;
}

/**
 * Keeps what was read, and gives it again while the provider fails. For reads alone: a write has no substitute.
 * @example
 * const rates = fallback<Rate>({ maxAgeMs: 3_600_000 });
 * const { value, source } = await rates.read('EUR', () => payments.use('rate', { repeat: 'safe' }, readRate));
 */
export function fallback<T>(options: FallbackOptions<T>): Fallback<T> {
  const { maxAgeMs, otherwise, most = 1000, clock = systemClock } = options;
  const kept = new Map<string, Kept<T>>();
  return {
    async read(name, work) {
      try {
        const value = await work();
        keep(kept, name, { value, at: clock.monotonic() }, most);
        return { source: 'live', value };
      } catch (error) {
        if (!IntegrationError.is(error)) throw error;
        if (!movable.has(error.code)) {
          if (error.code !== 'aborted') kept.delete(name);
          throw error;
        }
        const known = kept.get(name);
        const ageMs = known === undefined ? Number.POSITIVE_INFINITY : clock.monotonic() - known.at;
        if (known !== undefined && ageMs <= maxAgeMs)
          return { source: 'kept', value: known.value, ageMs, error };
        if (otherwise !== undefined) return { source: 'otherwise', value: otherwise, error };
        throw error;
      }
    },
  };
}

function keep<T>(kept: Map<string, Kept<T>>, name: string, value: Kept<T>, most: number): void {
  kept.delete(name);
  kept.set(name, value);
  const [oldest] = kept.keys();
  if (kept.size > most && oldest !== undefined) kept.delete(oldest);
}
