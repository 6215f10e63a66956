import type { Clock } from '@patchbay/core';
import { IntegrationError, isDriverFailure } from '@patchbay/core';
import { BoundedMap } from './bounded-map.ts';
import type { KeySet } from './flow.ts';
import { Kept } from './kept.ts';
import { type ProviderKey, pickKey, toProviderKeys } from './keys.ts';
import { refused, unauthenticated } from './refused.ts';
import type { TokenAlgorithm } from './rules.ts';

/** What a token says of its key. */
export interface KeyQuery {
  readonly keyId: string | undefined;
  readonly algorithm: TokenAlgorithm;
}

const minute = 60_000;
const lifetime = { usual: 10 * minute, shortest: 5 * minute, longest: 24 * 60 * minute };
const searchEveryMs = 30_000;
const unknownForMs = minute;
const mostUnknown = 1000;

/**
 * The provider's keys. A known key never waits: it is served while it is fresh, and for a day longer while the provider
 * cannot be reached. A key that the provider took away counts no more from the next time that the keys are read. For
 * unknown keys they are read at most every 30 seconds, however many tokens name some.
 */
export class KeyCache {
  readonly #clock: Clock;
  readonly #kept: Kept<readonly ProviderKey[]>;
  readonly #unknown = new BoundedMap<number>(mostUnknown);
  #searching: Promise<readonly ProviderKey[]> | undefined;
  #nextSearch = Number.NEGATIVE_INFINITY;

  constructor(clock: Clock, read: () => Promise<KeySet>) {
    this.#clock = clock;
    let known: readonly ProviderKey[] = [];
    this.#kept = new Kept(clock, async () => {
      const set = await read();
      known = toProviderKeys(set, known);
      const { maxAgeMs = lifetime.usual } = set;
      return { value: known, lifetimeMs: Math.min(Math.max(maxAgeMs, lifetime.shortest), lifetime.longest) };
    });
  }

  /** Reads the keys where none are known: before a code or a refresh token is spent, which has one try. */
  async warm(): Promise<void> {
    await available(Promise.resolve(this.#kept.get()));
  }

  /**
   * The key of a token; at once where it is known.
   * @throws `DriverFailure` `unauthenticated` (`key_unknown`, `key_refused`, `algorithm_refused`),
   * `provider_unavailable` (`keys_unavailable`).
   */
  find(query: KeyQuery): ProviderKey | Promise<ProviderKey> {
    const keys = this.#kept.get();
    if (keys instanceof Promise) return this.#findIn(keys, query);
    return pickKey(keys, query.keyId, query.algorithm) ?? this.#search(query);
  }

  /** These keys are as new as can be: a key that is not among them is unknown. */
  async #findIn(reading: Promise<readonly ProviderKey[]>, query: KeyQuery): Promise<ProviderKey> {
    const keys = await available(reading);
    return pickKey(keys, query.keyId, query.algorithm) ?? this.#refuse(query);
  }

  async #search(query: KeyQuery): Promise<ProviderKey> {
    const now = this.#clock.monotonic();
    if (now < (this.#unknown.get(nameOf(query)) ?? 0)) return this.#refuse(query);
    if (this.#searching === undefined) {
      if (now < this.#nextSearch) return this.#refuse(query, false);
      this.#nextSearch = now + searchEveryMs;
      this.#searching = this.#kept.renew().finally(() => {
        this.#searching = undefined;
      });
    }
    return this.#findIn(this.#searching, query);
  }

  /** `looked`: the keys were read for it, so that it need not be looked for again soon. */
  #refuse(query: KeyQuery, looked = true): never {
    const now = this.#clock.monotonic();
    if (looked && !(now < (this.#unknown.get(nameOf(query)) ?? 0))) {
      this.#unknown.set(nameOf(query), now + unknownForMs);
    }
    throw unauthenticated('key_unknown', 'The provider publishes no key that the token names.');
  }
}

function nameOf({ keyId = '' }: KeyQuery): string {
  return keyId.slice(0, 200);
}

async function available<T>(reading: Promise<T>): Promise<T> {
  try {
    return await reading;
  } catch (error) {
    if (IntegrationError.is(error, 'invalid_response') || isDriverFailure(error)) throw error;
    const why = IntegrationError.is(error) ? error.message : 'the request failed.';
    throw refused('provider_unavailable', 'keys_unavailable', `The provider's keys cannot be read: ${why}`);
  }
}
