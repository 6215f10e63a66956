import { fieldsOf } from '@patchbay/core/conformance';

/** What a process is asked to prove: one call under one fault. */
export interface Task {
  readonly fault: string;
  readonly address: string;
  /** After so long it is no longer waited for. */
  readonly capMs: number;
}

/** What came of one call, as its caller could see it. */
export interface Observation {
  readonly settled: 'resolved' | 'rejected' | 'pending';
  /** True where the caller takes it for done. */
  readonly done: boolean;
  /** Class, name, code and status of what was thrown; or what the result says. */
  readonly words: string;
  /** Of an error of ours. */
  readonly code?: string;
  readonly reason?: string;
  readonly outcome?: string;
  readonly attempts?: number;
  readonly longestAttemptMs?: number;
  readonly elapsedMs: number;
  /** How late a timer beside it was: the machine’s own fault. */
  readonly lagMs: number;
  /** What keeps the process alive after the client was closed. */
  readonly left: string;
  /** Secrets in anything that prints: what, where. */
  readonly secrets: string;
  /** The same, where only an inspection of hidden properties shows them. */
  readonly hidden: string;
}

/** Reads a task that came from another process. */
export function toTask(message: unknown): Task {
  const { fault, address, capMs } = fieldsOf(message);
  return { fault: toText(fault), address: toText(address), capMs: toNumber(capMs) };
}

/** Reads an observation that came from another process. */
export function toObservation(message: unknown): Observation {
  const {
    longestAttemptMs,
    settled,
    done,
    words,
    code,
    reason,
    outcome,
    attempts,
    elapsedMs,
    lagMs,
    left,
    secrets,
    hidden,
  } = fieldsOf(message);
  if (settled !== 'resolved' && settled !== 'rejected' && settled !== 'pending')
    throw new TypeError('This is no observation.');
  return {
    settled,
    done: done === true,
    words: toText(words),
    ...(code !== undefined && { code: toText(code) }),
    ...(reason !== undefined && { reason: toText(reason) }),
    ...(outcome !== undefined && { outcome: toText(outcome) }),
    ...(attempts !== undefined && { attempts: toNumber(attempts) }),
    ...(longestAttemptMs !== undefined && { longestAttemptMs: toNumber(longestAttemptMs) }),
    elapsedMs: toNumber(elapsedMs),
    lagMs: toNumber(lagMs),
    left: toText(left),
    secrets: toText(secrets),
    hidden: toText(hidden),
  };
}

export function toText(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new TypeError('Here should be a text.');
}

export function toNumber(value: unknown): number {
  if (typeof value === 'number') return value;
  throw new TypeError('Here should be a number.');
}
