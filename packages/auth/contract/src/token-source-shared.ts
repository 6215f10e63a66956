import { type Clock, Secret, type SecretInput } from '@patchbay/core';
import * as z from 'zod';
import { makeSeal, type Seal } from './seal.ts';
import { freshMs, type Grant } from './token-source-cache.ts';
import { sealingKeys } from './token-source-options.ts';

/** What a token source needs of a state: `State<'get' | 'cas'>` of `@patchbay/state` has it. */
export interface TokenState {
  /** The value of a key, computed by one of all callers and kept under `once:<key>`. */
  once(
    key: string,
    work: (signal: AbortSignal) => Promise<string>,
    options: { readonly ttlMs: (value: string) => number; readonly leaseMs: number },
  ): Promise<string>;
  /** Reads a record. */
  get(input: { readonly key: string }): Promise<{ readonly value: string } | undefined>;
  /** Changes a record if it still is what was read. */
  cas(input: {
    readonly key: string;
    readonly expected: string | undefined;
    readonly value: string | undefined;
  }): Promise<{ readonly isSwapped: boolean }>;
}

/** Where a process reads its token. */
export interface SharedReader {
  /** A token that is kept and wanted, or a new one. */
  read(isWanted: (grant: Grant) => boolean): Promise<Grant>;
  /** Forgets this token, if it is the one that is kept. */
  drop(token: string): Promise<void>;
}

interface SharedSettings {
  readonly state: TokenState;
  readonly sealingKey: SecretInput | readonly SecretInput[];
  readonly clock: Clock;
  readonly skewMs: number;
  readonly request: () => Promise<Grant>;
  readonly name: () => Promise<string>;
}

interface Place {
  readonly key: string;
  readonly seal: Seal;
}

const leaseMs = 30_000; // as long as a call may take: whoever waits for a process that died waits no longer
const mostReadings = 2; // what is kept of no use is forgotten once, in case others keep writing it

/**
 * Reads the token that all processes share: one of them asks for it, and keeps it sealed until it has to be renewed.
 */
export function sharedReader(settings: SharedSettings): SharedReader {
  const { state, clock, request, name, sealingKey } = settings;
  let place: Promise<Place> | undefined;
  // The key belongs to the purpose, so that a record that was moved to another key does not open.
  const placeOf = (): Promise<Place> =>
    (place ??= name().then((key) => ({ key, seal: makeSeal(sealingKeys(sealingKey), `source ${key}`) })));
  const forget = async (key: string, sealed: string): Promise<void> => {
    await state.cas({ key: `once:${key}`, expected: sealed, value: undefined }).catch(() => undefined);
  };
  return {
    async read(isWanted) {
      const { key, seal } = await placeOf();
      for (let reading = 1; reading <= mostReadings; reading += 1) {
        const found = await readOnce(settings, { key, seal });
        if (typeof found !== 'string') return found;
        const grant = await opened(found, seal, clock);
        if (grant !== undefined && isWanted(grant)) return grant;
        await forget(key, found);
      }
      return request();
    },
    async drop(token) {
      const { key, seal } = await placeOf();
      // Where the state fails, the next reading still knows that the token was refused.
      const sealed = (await state.get({ key: `once:${key}` }).catch(() => undefined))?.value;
      if (sealed === undefined) return;
      if ((await opened(sealed, seal, clock))?.token.reveal() === token) await forget(key, sealed);
    },
  };
}

/** What this process asked for, or what another one keeps, sealed. */
async function readOnce({ state, clock, skewMs, request }: SharedSettings, { key, seal }: Place) {
  const own: { made?: Grant; failure?: { readonly error: unknown } } = {};
  const work = async (): Promise<string> => {
    try {
      own.made = await request();
    } catch (error) {
      own.failure = { error };
      throw error;
    }
    const { token, lifeMs, expiresAt } = own.made;
    return seal.close(JSON.stringify({ token: token.reveal(), lifeMs, expiresAt } satisfies KeptGrant));
  };
  const ttlMs = (): number => (own.made === undefined ? 0 : freshMs(own.made, clock, skewMs));
  try {
    const sealed = await state.once(key, work, { ttlMs, leaseMs });
    return own.made ?? sealed;
  } catch {
    if (own.failure !== undefined) throw own.failure.error;
    return own.made ?? request(); // the state fails: each process asks for itself
  }
}

const grantSchema = z.strictObject({ token: z.string().min(1), lifeMs: z.number(), expiresAt: z.number() });
type KeptGrant = z.infer<typeof grantSchema>;

/**
 * `undefined` for what is of another key or purpose. A clock that is behind does not prolong the token’s whole life.
 */
async function opened(sealed: string, seal: Seal, clock: Clock): Promise<Grant | undefined> {
  const text = await seal.open(sealed);
  if (text === undefined) return undefined;
  const { token, lifeMs, expiresAt } = grantSchema.parse(JSON.parse(text)); // we sealed it
  const left = Math.min(lifeMs, expiresAt - clock.now());
  return { token: Secret.passing(token), lifeMs, expiresAt, until: clock.monotonic() + left };
}
