import { type CryptoKey, exportJWK, generateKeyPair, type JWK } from 'jose';

/** What tokens can be signed with. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'EdDSA';

/** A key pair with its name. */
export interface SigningKey {
  readonly kid: string;
  readonly algorithm: SigningAlgorithm;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/** What a test does to the key set. */
export interface KeyControls {
  /** Names of the published keys. Empty until a token or the key set was asked for the first time. */
  readonly kids: readonly string[];
  /** How often the key set was asked for, while it was down too. */
  readonly fetches: number;
  /** Signs with a new key from now on; the old ones stay published. Resolves to the new key's name. */
  rotate(algorithm?: SigningAlgorithm): Promise<string>;
  /** Stops publishing a key. */
  remove(kid: string): void;
  /** Publishes keys that never sign anything, beside the real ones. */
  bogus(count: number): Promise<void>;
  /** The key set answers with this status, or never. */
  down(how: { readonly status: number } | 'hang'): void;
  /** The key set answers again; what hung ends. */
  up(): void;
}

/** The keys as the provider uses them. */
export interface KeyRing {
  readonly controls: KeyControls;
  signing(): Promise<SigningKey>;
  published(): Promise<readonly JWK[]>;
  /** Counts a fetch; answers when the key set is down. */
  outage(signal: AbortSignal): Promise<Response | undefined>;
}

/**
 * Makes a key to sign with, for the `keys` option.
 *
 * @example
 * const keys = [await generateSigningKey('ES256')];
 */
export async function generateSigningKey(algorithm: SigningAlgorithm): Promise<SigningKey> {
  const pair = await generateKeyPair(algorithm, { extractable: true });
  return { kid: crypto.randomUUID(), algorithm, ...pair };
}

/** A key that RFC 7518 §3.3 forbids; jose would neither make nor use it. */
export async function generateWeakKey(): Promise<SigningKey> {
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256', modulusLength: 1024 };
  const publicExponent = new Uint8Array([1, 0, 1]);
  const pair = await crypto.subtle.generateKey({ ...algorithm, publicExponent }, true, ['sign', 'verify']);
  return { kid: crypto.randomUUID(), algorithm: 'RS256', ...pair };
}

/** The public half, as a key set publishes it. */
export async function publicJwk({ kid, algorithm, publicKey }: SigningKey): Promise<JWK> {
  return { ...(await exportJWK(publicKey)), kid, alg: algorithm, use: 'sig' };
}

export function keyRing(algorithm: SigningAlgorithm, given: readonly SigningKey[] = []): KeyRing {
  let keys = [...given];
  let signing = given[0] && Promise.resolve(given[0]);
  const gate = outageGate();
  const add = async (kind: SigningAlgorithm): Promise<SigningKey> => {
    const key = await generateSigningKey(kind);
    keys.push(key);
    return key;
  };
  const current = (): Promise<SigningKey> => (signing ??= add(algorithm));
  const controls: KeyControls = {
    get kids() {
      return keys.map((key) => key.kid);
    },
    get fetches() {
      return gate.fetches;
    },
    async rotate(next) {
      const key = await add(next ?? (await current()).algorithm);
      signing = Promise.resolve(key);
      return key.kid;
    },
    remove(kid) {
      keys = keys.filter((key) => key.kid !== kid);
    },
    async bogus(count) {
      for (let made = 0; made < count; made += 1) await add('ES256');
    },
    down: gate.down,
    up: gate.up,
  };
  const published = async (): Promise<JWK[]> => {
    await current();
    return Promise.all(keys.map(publicJwk));
  };
  return { controls, signing: current, published, outage: gate.outage };
}

type Outage = Pick<KeyControls, 'down' | 'up' | 'fetches'> & Pick<KeyRing, 'outage'>;

function outageGate(): Outage {
  let state: { readonly status: number } | 'hang' | undefined;
  let fetches = 0;
  let lifted = new AbortController();
  return {
    get fetches() {
      return fetches;
    },
    down(how) {
      state = how;
    },
    up() {
      state = undefined;
      lifted.abort();
      lifted = new AbortController();
    },
    async outage(signal) {
      fetches += 1;
      if (state === undefined) return undefined;
      const status = state === 'hang' ? 503 : state.status;
      if (state === 'hang') await firstAbort(signal, lifted.signal);
      return new Response('The key set is down.', { status });
    },
  };
}

function firstAbort(...signals: readonly AbortSignal[]): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of signals) {
      if (signal.aborted) resolve();
      signal.addEventListener('abort', () => resolve(), { once: true });
    }
  });
}
