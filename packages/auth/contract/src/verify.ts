import type { Clock } from '@patchbay/core';
import { compactVerify } from 'jose';
import { BoundedMap } from './bounded-map.ts';
import { type ParsedToken, parseToken } from './jwt.ts';
import type { KeyCache } from './key-cache.ts';
import { importedKey, type ProviderKey } from './keys.ts';
import { unauthenticated } from './refused.ts';
import type { TokenAlgorithm } from './rules.ts';

interface Seen {
  readonly token: ParsedToken;
  readonly key: ProviderKey;
  readonly until: number;
}

const mostTokens = 5000;
const keepMs = 5 * 60_000;

/**
 * Verifies signatures, and remembers for 5 minutes which were right. Only the signature is remembered: whoever asks
 * checks the claims each time, and a token counts no more once its key does not.
 */
export class SignatureVerifier {
  readonly #clock: Clock;
  readonly #keys: KeyCache;
  readonly #algorithms: readonly TokenAlgorithm[];
  readonly #seen = new BoundedMap<Seen>(mostTokens);

  constructor(clock: Clock, keys: KeyCache, algorithms: readonly TokenAlgorithm[]) {
    this.#clock = clock;
    this.#keys = keys;
    this.#algorithms = algorithms;
  }

  /**
   * The token, its signature right.
   * @throws `DriverFailure` `unauthenticated`, `provider_unavailable` (`keys_unavailable`).
   */
  async verify(text: string): Promise<ParsedToken> {
    const seen = this.#seen.get(text);
    const token = seen?.token ?? parseToken(text, this.#algorithms);
    const found = this.#keys.find(token);
    const key = found instanceof Promise ? await found : found;
    const now = this.#clock.monotonic();
    if (seen !== undefined && seen.key === key && now < seen.until) return token;
    this.#seen.delete(text);
    await assertSignature(token, key);
    this.#seen.set(text, { token, key, until: now + keepMs });
    return token;
  }
}

async function assertSignature({ text, algorithm }: ParsedToken, key: ProviderKey): Promise<void> {
  const imported = await importedKey(key, algorithm);
  try {
    await compactVerify(text, imported, { algorithms: [algorithm] });
  } catch {
    throw unauthenticated('signature_invalid', 'The signature of the token is wrong.');
  }
}
