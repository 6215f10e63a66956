import type { Clock, PolicyOptions } from '@patchbay/core';
import type { KeyMemory } from '@patchbay/core/failover';
import type { Subject } from './facades/facade.ts';
import type { FacadeName } from './facades/table.ts';

/** One guard, broken by a wrapper around what a process works with. */
export interface Plant {
  readonly facade: FacadeName;
  /** What is wrong then. */
  readonly finds: RegExp;
  readonly memory?: (memory: KeyMemory) => KeyMemory;
  readonly fetch?: (send: typeof fetch) => typeof fetch;
  readonly policy?: PolicyOptions;
  readonly clock?: (clock: Clock) => Clock;
  readonly call?: (call: Subject['call']) => Subject['call'];
}

/** Everything that the run must find. */
export const planted = {
  /** Each request has a key of its own. */
  'changed-key': {
    facade: 'stripe',
    finds: /had 2 effects/,
    fetch: (send) => (input, init) => {
      const headers = new Headers(init?.headers);
      if (headers.has('idempotency-key')) headers.set('idempotency-key', crypto.randomUUID());
      return send(input, { ...init, headers });
    },
  },
  /** A group that does not know who has a key. */
  'no-claims': {
    facade: 'stripe-group',
    finds: /had 2 effects|an effect|different things/,
    memory: () => forgetful,
  },
  /** A ledger whose notes are gone. */
  'forgetful-ledger': { facade: 'sendgrid-ledger', finds: /had \d effects/, memory: () => forgetful },
  /** A ledger that does not wait for what may yet arrive. */
  'hasty-ledger': {
    facade: 'office',
    finds: /had \d effects|an effect/,
    clock: (clock) => ({
      now: () => clock.now() * 1000,
      monotonic: () => clock.monotonic(),
      after: (delayMs, run) => clock.after(delayMs, run),
    }),
  },
  /** A lost connection is taken for one that never was. */
  'lost-is-refused': {
    facade: 'sendgrid',
    finds: /had \d effects|an effect/,
    fetch: (send) => (input, init) =>
      send(input, init).catch((error: unknown) => {
        throw new TypeError('fetch failed', { cause: { code: 'ECONNREFUSED', error } });
      }),
  },
  /** Timers that come late. */
  'late-timers': {
    facade: 'stripe',
    finds: /took \d+ ms, and its deadline was/,
    clock: (clock) => ({
      now: () => clock.now(),
      monotonic: () => clock.monotonic(),
      after: (delayMs, run) => clock.after(delayMs * 1.5, run),
    }),
  },
  /** Retries that nobody pays for. */
  'no-budget': {
    facade: 'stripe',
    finds: /and the budget is for/,
    policy: { retry: { budget: false, baseMs: 1 } },
  },
  /** A call that keeps listening to its caller. */
  'left-listener': {
    facade: 'office',
    finds: /left a listener/,
    call: (call) => (intent, options) => {
      options.signal?.addEventListener('abort', () => {});
      return call(intent, options);
    },
  },
  /** An error with a stack that tells a credential. */
  'told-secret': {
    facade: 'sendgrid',
    finds: /printed a secret/,
    call: (call) => (intent, options) =>
      call(intent, options).catch((error: unknown) => {
        throw Object.defineProperty(Object(error), 'stack', { value: 'SG.chaos-account1.0123456789abcdef' });
      }),
  },
  /** A call that nobody can end. */
  deaf: {
    facade: 'office',
    finds: /after it was given up/,
    call:
      (call) =>
      (intent, { deadlineMs, idempotencyKey }) =>
        call(intent, {
          ...(deadlineMs !== undefined && { deadlineMs }),
          ...(idempotencyKey !== undefined && { idempotencyKey }),
        }),
  },
} as const satisfies Record<string, Plant>;

export type PlantName = keyof typeof planted;

/** Whether there is such a plant. */
export function isPlantName(name: string): name is PlantName {
  return Object.hasOwn(planted, name);
}

const forgetful: KeyMemory = {
  get: async () => undefined,
  replace: async () => true,
  async *list() {},
};
