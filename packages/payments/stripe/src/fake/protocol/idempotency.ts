import { Rejection } from './errors.ts';

export interface StoredAnswer {
  readonly status: number;
  readonly body: string;
  /** Id of the request that was answered first. */
  readonly requestId: string;
}

/** Stripe's idempotency layer: https://docs.stripe.com/api/idempotent_requests (2026-11-22). */
export interface IdempotencyStore {
  /** Claims a key. Returns the stored answer if there is one, and throws if the key is misused or in flight. */
  claim(key: string, path: string, fingerprint: string): StoredAnswer | undefined;
  keep(key: string, answer: StoredAnswer): void;
  /** Frees a key whose request never began to work. */
  release(key: string): void;
}

interface Entry {
  readonly path: string;
  readonly fingerprint: string;
  readonly at: number;
  readonly answer?: StoredAnswer;
}

const longestKey = 255;
const lifetimeMs = 24 * 60 * 60 * 1000;

export function idempotencyStore(now: () => number): IdempotencyStore {
  const entries = new Map<string, Entry>();
  return {
    claim(key, path, fingerprint) {
      if (key.length > longestKey)
        throw misuse(`Idempotency-Key can be at most ${longestKey} characters long.`);
      const entry = entries.get(key);
      if (entry === undefined || (entry.answer !== undefined && now() - entry.at >= lifetimeMs)) {
        entries.set(key, { path, fingerprint, at: now() });
        return undefined;
      }
      checkSameRequest(entry, key, path, fingerprint);
      if (entry.answer === undefined) throw inFlight(key);
      return entry.answer;
    },
    keep(key, answer) {
      const entry = entries.get(key);
      if (entry !== undefined) entries.set(key, { ...entry, answer });
    },
    release(key) {
      entries.delete(key);
    },
  };
}

function checkSameRequest(entry: Entry, key: string, path: string, fingerprint: string): void {
  const advice = `Try using a key other than '${key}' if you meant to execute a different request.`;
  if (entry.path !== path) {
    throw misuse(
      `Keys for idempotent requests can only be used for the same endpoint they were first used for ('${path}' vs '${entry.path}'). ${advice}`,
    );
  }
  if (entry.fingerprint !== fingerprint) {
    throw misuse(
      `Keys for idempotent requests can only be used with the same parameters they were first used with. ${advice}`,
    );
  }
}

function misuse(message: string): Rejection {
  return new Rejection(400, { type: 'idempotency_error', message }, false);
}

function inFlight(key: string): Rejection {
  return new Rejection(
    409,
    {
      type: 'idempotency_error',
      code: 'idempotency_key_in_use',
      message: `There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through): ${key}. Please try again later.`,
    },
    false,
  );
}
