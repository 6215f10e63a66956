import type { Outcome, PolicyOptions } from '@patchbay/core';
import type { Mood } from '../vendor/moods.ts';
import type { Scene } from './scene.ts';

/**
 * How callers give up. `at_once`: half of them before the call, half in the same turn, when the input is being
 * validated. `in_phase`: one after the other, once all calls are in the phase. `on_text`: when the last byte of the
 * answer has come, before the SDK makes anything of it.
 */
export type Way = 'at_once' | 'in_phase' | 'on_text';

/** Where calls are aborted, and what is to come of it. */
export interface Phase {
  readonly name: string;
  /** The phase that it counts for. */
  readonly of: 'validation' | 'queue' | 'backoff' | 'connect' | 'body' | 'parse';
  /** Of a thousand calls. */
  readonly share: number;
  readonly policy: PolicyOptions;
  readonly vendor: Mood | 'deaf';
  readonly way: Way;
  /** Whether all calls are in the phase. */
  readonly isReached?: (scene: Scene, calls: number) => Promise<boolean>;
  /** What the error is to say of the write. */
  readonly outcome: Outcome;
  /** The attempts that the error is to list: none, one that had failed before, or one that was cut short. */
  readonly attempts: readonly string[];
  /** Whether the vendor gets the request of every call, or of none. */
  readonly isSent: boolean;
  /** Whether a socket is open that the vendor is to see closed. */
  readonly hasSocket: boolean;
}

const room = { concurrent: 4000 } as const;
/** Retries wait for twenty seconds and more, and cost nothing. */
const patient = { baseMs: 1_000_000, throttledBaseMs: 1_000_000, maxMs: 28_000, budget: false } as const;
const alone = { bulkhead: room, breaker: false, deadlineMs: 120_000 } as const;

export const phases: readonly Phase[] = [
  {
    name: 'validation',
    of: 'validation',
    share: 150,
    policy: alone,
    vendor: 'well',
    way: 'at_once',
    outcome: 'not_applied',
    attempts: [],
    isSent: false,
    hasSocket: false,
  },
  {
    name: 'queue of the bulkhead',
    of: 'queue',
    share: 150,
    policy: { bulkhead: { concurrent: 1, queue: 1000 }, breaker: false },
    vendor: 'silent',
    // One timer is of the call that has the place.
    way: 'in_phase',
    isReached: async ({ timers }, calls) => timers() === calls + 1,
    outcome: 'not_applied',
    attempts: [],
    isSent: false,
    hasSocket: false,
  },
  {
    name: 'backoff after 503',
    of: 'backoff',
    share: 100,
    policy: { ...alone, retry: patient },
    vendor: 'unavailable',
    way: 'in_phase',
    isReached: isWaiting,
    outcome: 'unknown', // a vendor that answers 503 may have done it
    attempts: ['provider_unavailable'],
    isSent: true,
    hasSocket: false,
  },
  {
    name: 'backoff after 429',
    of: 'backoff',
    share: 100,
    policy: { ...alone, retry: patient },
    vendor: 'limited',
    way: 'in_phase',
    isReached: isWaiting,
    outcome: 'not_applied',
    attempts: ['rate_limited'],
    isSent: true,
    hasSocket: false,
  },
  {
    name: 'connect',
    of: 'connect',
    share: 125,
    policy: alone,
    vendor: 'deaf',
    way: 'in_phase',
    isReached: async ({ connecting }, calls) => connecting() >= calls,
    outcome: 'unknown', // `fetch` does not tell whether it has connected
    attempts: ['aborted'],
    isSent: false,
    hasSocket: false,
  },
  {
    name: 'request sent, no answer',
    of: 'body',
    share: 125,
    policy: alone,
    vendor: 'silent',
    way: 'in_phase',
    isReached: async ({ held }, calls) => (await held()) === calls,
    outcome: 'unknown',
    attempts: ['aborted'],
    isSent: true,
    hasSocket: true,
  },
  {
    name: 'body of the answer',
    of: 'body',
    share: 125,
    policy: alone,
    vendor: 'slow',
    way: 'in_phase',
    isReached: async ({ held, answers }, calls) => answers() === calls && (await held()) === calls,
    outcome: 'applied', // its status says success
    attempts: ['aborted 200'],
    isSent: true,
    hasSocket: true,
  },
  {
    name: 'parse',
    of: 'parse',
    share: 125,
    policy: alone,
    vendor: 'well',
    way: 'on_text',
    outcome: 'applied',
    attempts: ['aborted 200'],
    isSent: true,
    hasSocket: false,
  },
];

/** Each call has had its answer, and the only timer of each is that of its wait. */
async function isWaiting({ answers, timers }: Scene, calls: number): Promise<boolean> {
  return answers() === calls && timers() === calls;
}
