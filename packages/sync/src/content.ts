import type { SyncPresent } from './types.ts';

/** By what two states of a record are compared. */
export interface Ages {
  readonly version?: number;
  /** Epoch milliseconds. */
  readonly updatedAt: number;
}

/** Above 0 where the first one is the later. */
export function compareAges(one: Ages, other: Ages): number {
  const byNumber = one.version === undefined || other.version === undefined ? 0 : one.version - other.version;
  return byNumber === 0 ? one.updatedAt - other.updatedAt : byNumber;
}

/** @throws `TypeError` for a time or a version that nothing can be compared with. */
export function agesOf({ version, updatedAt }: SyncPresent<unknown>): Ages {
  const ages = { ...(version !== undefined && { version }), updatedAt: Number(updatedAt ?? 0) };
  for (const [field, age] of Object.entries(ages))
    if (!Number.isFinite(age)) throw new TypeError(`${field} is ${age}, by which nothing can be compared.`);
  return ages;
}

/** The same text for the same content, in whatever order its fields stand. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_name, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  );
}

/**
 * A digest of the content; `null` for what is not there.
 * @throws `TypeError` for what is no JSON.
 */
export async function hashOf(value: unknown): Promise<string | null> {
  if (value === undefined) return null;
  const text: unknown = canonical(value); // of a function, nothing
  if (typeof text !== 'string') throw new TypeError(`The value is a ${typeof value}, and no JSON.`);
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text));
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A state of a record, and what is remembered of it. */
export interface Seen<T> {
  readonly value?: T;
  readonly mark: Mark;
}

/** A state of a record in short. `hash` is `null` for what is not there; an age of 0 was not told. */
export interface Mark extends Ages {
  readonly hash: string | null;
  /** What else was there at that age, and is over: it may still come as a change, and is none any more. */
  readonly over?: readonly (string | null)[];
  /** A listing had it no more: its age is ours, and no change that the source told of. */
  readonly unlisted?: true;
}

/**
 * A new state of a side, after the one that is known and the one that was found there. It is as old as the newest of
 * them: whatever was there until then is over.
 */
export function succeed(next: Mark, last: Mark | undefined, found?: Mark): Mark {
  const states = [next, last, found].filter((state) => state !== undefined);
  const [newest = next] = [...states].sort((one, other) => compareAges(other, one));
  const over = states
    .filter((state) => compareAges(state, newest) === 0)
    .flatMap((state) => (state === next ? [] : [state.hash, ...(state.over ?? [])]))
    .filter((hash) => hash !== next.hash);
  const { version, updatedAt } = newest;
  return {
    ...(version !== undefined && { version }),
    updatedAt,
    hash: next.hash,
    ...(over.length > 0 && { over: [...new Set(over)] }),
  };
}

export async function toSeen<T>(present: SyncPresent<T> = {}): Promise<Seen<T>> {
  const { value } = present;
  return {
    ...(value !== undefined && { value }),
    mark: { hash: await hashOf(value), ...agesOf(present) },
  };
}

export function toPresent<T>({ value, mark: { version, updatedAt } }: Seen<T>): SyncPresent<T> {
  return {
    ...(value !== undefined && { value }),
    ...(version !== undefined && { version }),
    ...(updatedAt !== 0 && { updatedAt: new Date(updatedAt) }),
  };
}
