import { generateKeyPairSync, randomBytes } from 'node:crypto';
import * as z from 'zod';
import { signingAlgorithm } from './protocol.ts';
import type { Artifact, Remembered, SigningKey, Snapshot, UserRecord } from './records.ts';

/** How long a used idempotency key is remembered. */
export const keyTtlHours = 24;
const keyTtlMs = keyTtlHours * 3_600_000;

/** Strangers can begin sign-ins: they must not fill the memory. */
const mostArtifacts = 10_000;
const secondsBeyondExpiry = 3600;
const mostSigningKeys = 5;

/** All that one provider knows. */
export class Ledger {
  #signingKeys: readonly SigningKey[];
  readonly cookieKeys: readonly string[];
  /** Oldest first. */
  readonly users: Map<string, UserRecord>;
  #lastSequence: number;
  readonly #artifacts: Map<string, Artifact>;
  readonly #keys: Map<string, Remembered>;

  constructor(saved: Partial<Snapshot> = {}) {
    this.#signingKeys = saved.signingKeys ?? [newSigningKey()];
    this.cookieKeys = saved.cookieKeys ?? [randomBytes(32).toString('hex')];
    this.#lastSequence = saved.lastSequence ?? 0;
    this.users = new Map(saved.users?.map((user) => [user.id, user]));
    this.#artifacts = new Map(saved.artifacts?.map((artifact) => [nameOf(artifact), artifact]));
    this.#keys = new Map(saved.keys?.map((used) => [used.key, used]));
  }

  /** The first one signs; all of them are published. */
  get signingKeys(): readonly SigningKey[] {
    return this.#signingKeys;
  }

  addSigningKey(): void {
    this.#signingKeys = [newSigningKey(), ...this.#signingKeys].slice(0, mostSigningKeys);
  }

  nextSequence(): number {
    this.#lastSequence += 1;
    return this.#lastSequence;
  }

  artifact(model: string, id: string): Artifact | undefined {
    return this.#artifacts.get(nameOf({ model, id }));
  }

  artifacts(): readonly Artifact[] {
    return [...this.#artifacts.values()];
  }

  put(artifact: Artifact): void {
    this.#artifacts.set(nameOf(artifact), artifact);
    const [oldest] = this.#artifacts.keys();
    if (this.#artifacts.size > mostArtifacts && oldest !== undefined) this.#artifacts.delete(oldest);
  }

  remove(artifact: Pick<Artifact, 'model' | 'id'>): void {
    this.#artifacts.delete(nameOf(artifact));
  }

  /** Forgets all that the protocol keeps and that `isMeant` names. */
  removeWhere(isMeant: (artifact: Artifact) => boolean): void {
    for (const artifact of this.artifacts()) if (isMeant(artifact)) this.remove(artifact);
  }

  /** Forgets what expired long ago, and keys that were used long ago. */
  tidy(now: number): void {
    this.removeWhere(
      ({ payload: { exp } }) => typeof exp === 'number' && exp + secondsBeyondExpiry < now / 1000,
    );
    for (const { key, at } of this.#keys.values()) if (now - at >= keyTtlMs) this.#keys.delete(key);
  }

  /** What a key was used for, if that is not too long ago. */
  recall(key: string, now: number): Remembered | undefined {
    const used = this.#keys.get(key);
    return used !== undefined && now - used.at < keyTtlMs ? used : undefined;
  }

  remember(used: Remembered): void {
    this.#keys.set(used.key, used);
  }

  toJSON(): Snapshot {
    return {
      version: 1,
      lastSequence: this.#lastSequence,
      signingKeys: [...this.signingKeys],
      cookieKeys: [...this.cookieKeys],
      users: [...this.users.values()],
      artifacts: [...this.#artifacts.values()],
      keys: [...this.#keys.values()],
    };
  }
}

function nameOf({ model, id }: Pick<Artifact, 'model' | 'id'>): string {
  return `${model} ${id}`;
}

const ecKey = z.object({ kty: z.string(), crv: z.string(), x: z.string(), y: z.string(), d: z.string() });

function newSigningKey(): SigningKey {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const kid = randomBytes(8).toString('hex');
  return { ...ecKey.parse(privateKey.export({ format: 'jwk' })), kid, use: 'sig', alg: signingAlgorithm };
}
