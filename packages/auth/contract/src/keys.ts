import { base64url, type CryptoKey, importJWK } from 'jose';
import type { KeySet } from './flow.ts';
import { isRecord } from './json.ts';
import { refused, unauthenticated } from './refused.ts';
import type { TokenAlgorithm } from './rules.ts';

/** A key of the provider. The same object as long as the provider publishes it unchanged. */
export interface ProviderKey {
  readonly id: string | undefined;
  /** As published; two keys are the same when this is. */
  readonly text: string;
  readonly jwk: Readonly<Record<string, unknown>>;
  /** Why it may verify nothing. */
  readonly flaw: string | undefined;
  readonly imported: Map<TokenAlgorithm, Promise<CryptoKey>>;
}

const mostKeys = 200;
const kinds = {
  RS256: { kty: 'RSA', crv: undefined },
  PS256: { kty: 'RSA', crv: undefined },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
} as const satisfies Record<TokenAlgorithm, object>;

/**
 * The keys of a key set. One that is flawed is kept with its flaw, so that a token by it is refused for that.
 * @throws `DriverFailure` `invalid_response` (`keys_invalid`) for what is no key set.
 */
export function toProviderKeys(set: KeySet, known: readonly ProviderKey[] = []): readonly ProviderKey[] {
  const { keys } = set;
  if (!Array.isArray(keys) || keys.length > mostKeys || !keys.every(isRecord)) {
    throw refused('invalid_response', 'keys_invalid', `This is no set of at most ${mostKeys} keys.`);
  }
  return keys.map((jwk) => {
    const text = JSON.stringify(jwk);
    return known.find((key) => key.text === text) ?? toProviderKey(jwk, text);
  });
}

/**
 * The key that a token names, or the only one that fits where it names none. `undefined`: it is not in this set.
 * @throws `DriverFailure` `unauthenticated` (`algorithm_refused`, `key_refused`).
 */
export function pickKey(
  keys: readonly ProviderKey[],
  id: string | undefined,
  algorithm: TokenAlgorithm,
): ProviderKey | undefined {
  const fitting = keys.filter((key) => fits(key, algorithm));
  if (id === undefined) {
    const [only, another] = fitting.filter(({ flaw }) => flaw === undefined);
    return another === undefined ? only : undefined;
  }
  if (!keys.some((key) => key.id === id)) return undefined;
  const key = fitting.find((candidate) => candidate.id === id);
  if (key === undefined) {
    throw unauthenticated('algorithm_refused', `The key that the token names is not one of ${algorithm}.`);
  }
  if (key.flaw !== undefined)
    throw unauthenticated('key_refused', `The key that the token names ${key.flaw}.`);
  return key;
}

/** The key, ready to verify with; imported once per algorithm. */
export function importedKey(key: ProviderKey, algorithm: TokenAlgorithm): Promise<CryptoKey> {
  const known = key.imported.get(algorithm) ?? importKey(key, algorithm);
  key.imported.set(algorithm, known);
  return known;
}

async function importKey({ jwk }: ProviderKey, algorithm: TokenAlgorithm): Promise<CryptoKey> {
  try {
    const key = await importJWK({ ...jwk }, algorithm);
    if (!(key instanceof Uint8Array)) return key;
  } catch {
    // Said below: what the platform has against it is of no use to the caller.
  }
  throw unauthenticated('key_refused', 'The key that the token names cannot be read.');
}

function toProviderKey(jwk: Readonly<Record<string, unknown>>, text: string): ProviderKey {
  const { kid } = jwk;
  return {
    id: typeof kid === 'string' ? kid : undefined,
    text,
    jwk,
    flaw: flawOf(jwk),
    imported: new Map(),
  };
}

function fits({ jwk }: ProviderKey, algorithm: TokenAlgorithm): boolean {
  const { kty, crv } = kinds[algorithm];
  return jwk['kty'] === kty && jwk['crv'] === crv && (jwk['alg'] ?? algorithm) === algorithm;
}

function flawOf(jwk: Readonly<Record<string, unknown>>): string | undefined {
  if (Object.hasOwn(jwk, 'd') || Object.hasOwn(jwk, 'k')) return 'is published with its secret half';
  if (jwk['use'] !== undefined && jwk['use'] !== 'sig') return 'is not one for signatures';
  const operations = jwk['key_ops'];
  if (Array.isArray(operations) && !operations.includes('verify')) return 'is not one for signatures';
  if (jwk['kty'] !== 'RSA') return undefined;
  const bits = modulusBits(jwk['n']);
  if (bits < 2048) return 'is weaker than 2 048 bits';
  return bits > 8192 ? 'is longer than 8 192 bits' : undefined;
}

function modulusBits(modulus: unknown): number {
  try {
    return base64url.decode(String(modulus)).length * 8;
  } catch {
    return 0;
  }
}
