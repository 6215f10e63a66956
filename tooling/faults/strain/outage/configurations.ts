import type { PolicyOptions } from '@patchbay/core';

/** Room for all calls at once: nothing but what is to be measured holds one back. */
const room = { concurrent: 4000 } as const;

/** No call ends because the machine is slow. */
const patience = { deadlineMs: 600_000, moneyTimeoutMs: 600_000 } as const;

/** The defaults, written down because the stages of the outage follow them. */
export const breakerTimes = { windowMs: 30_000, openMs: 10_000 } as const;

export interface Configuration {
  readonly title: string;
  readonly policy: PolicyOptions;
  /** Bounds of requests on the wire, as multiples of calls. */
  readonly atMost?: number;
  readonly moreThan?: number;
}

/** Which part of the policy stands against an outage. */
export const configurations = {
  budget: {
    title: 'the budget of retries alone',
    policy: { ...patience, bulkhead: room, breaker: false },
    atMost: 1.15,
  },
  'no-budget': {
    title: 'nothing',
    policy: { ...patience, bulkhead: room, breaker: false, retry: { budget: false } },
    moreThan: 1.5,
  },
  breaker: {
    title: 'the circuit breaker alone',
    policy: { ...patience, bulkhead: room, retry: { budget: false }, breaker: breakerTimes },
  },
  defaults: { title: 'the default policy', policy: {}, atMost: 1.15 },
} as const satisfies Record<string, Configuration>;

export type ConfigurationName = keyof typeof configurations;

export function isConfiguration(name: unknown): name is ConfigurationName {
  return typeof name === 'string' && Object.hasOwn(configurations, name);
}

/** How the vendor fails every request, in the words of its moods. */
export const failures = { 503: 'unavailable', reset: 'resetting' } as const;

export type FailureName = keyof typeof failures;

export function isFailure(name: unknown): name is `${FailureName}` {
  return typeof name === 'string' && Object.hasOwn(failures, name);
}
