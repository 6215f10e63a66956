import { type CallOptions, type Contract, defineAdapter, type Schema } from '@patchbay/core';
import { payments } from '@patchbay/payments';
import {
  bulkhead,
  circuitBreaker,
  ExponentialBackoff,
  handleAll,
  retry,
  SamplingBreaker,
  TimeoutStrategy,
  timeout,
  wrap,
} from 'cockatiel';
import pRetry from 'p-retry';
import type { Group } from '../group.ts';
import type { Contest } from '../measure.ts';

const answer = { id: 'pay_1' };
const work = async (): Promise<typeof answer> => answer;
const { signal } = new AbortController();
const input = { id: 'pay_1' };

interface BenchApi {
  plain(input: { readonly id: string }, options?: CallOptions): Promise<typeof answer>;
  bound(input: { readonly id: string }, options?: CallOptions): Promise<typeof answer>;
  validated(input: { readonly id: string }, options?: CallOptions): Promise<typeof answer>;
}

const noOptions: Schema<object> = {
  '~standard': { version: 1, vendor: 'bench', validate: () => ({ value: {} }) },
};

const contract: Contract<BenchApi> = {
  category: 'bench',
  operations: {
    plain: { repeat: 'safe', summary: 'No validation' },
    bound: { repeat: 'safe', summary: 'The driver uses signal and headers' },
    validated: { ...payments.operations.get, summary: 'With validation' },
  },
  methods: () => ({}),
};

/** An instance with every default of the policy on. */
const ours = defineAdapter({
  spec: 1,
  contract,
  capabilities: {
    provider: 'none',
    operations: { plain: 'native', bound: 'native', validated: 'native' },
    traits: {},
    idempotency: { kind: 'native' },
  },
  options: noOptions,
  client: async () => work,
  driver: (run) => ({
    plain: () => run(),
    bound: (_input, call) => (call.signal.aborted || call.headers['x'] ? Promise.reject(new Error()) : run()),
    validated: () => run(),
  }),
  toFailure: () => undefined,
  check: (run) => run(),
})({});

/** The same policies in cockatiel: total deadline, retry, breaker, bulkhead, attempt timeout. */
const theirs = wrap(
  timeout(30_000, TimeoutStrategy.Aggressive),
  retry(handleAll, {
    maxAttempts: 2,
    backoff: new ExponentialBackoff({ initialDelay: 100, maxDelay: 5000 }),
  }),
  circuitBreaker(handleAll, {
    halfOpenAfter: 10_000,
    breaker: new SamplingBreaker({ threshold: 0.5, duration: 30_000, minimumRps: 1 }),
  }),
  bulkhead(50, 200),
  timeout(10_000, TimeoutStrategy.Aggressive),
);

const names = {
  bare: 'bare await',
  ours: 'patchbay, every default, caller’s signal',
  bound: 'the same, driver uses signal and headers',
  validated: 'the same plus validation (zod)',
  cockatiel: 'cockatiel, the same policies, caller’s signal',
  retry: 'p-retry, retry only',
} as const;

const pipeline: Contest = {
  title: 'A call that succeeds at once',
  rounds: 7,
  calls: 10_000,
  rows: [
    { name: names.bare, call: work },
    { name: names.ours, call: () => ours.plain(input, { signal }) },
    { name: names.bound, call: () => ours.bound(input, { signal }) },
    { name: names.validated, call: () => ours.validated(input, { signal }) },
    { name: names.cockatiel, call: () => theirs.execute(work, signal) },
    { name: names.retry, call: () => pRetry(work, { retries: 2, signal }) },
  ],
  targets: [
    { row: names.ours, beside: names.cockatiel, atMost: 1 / 3 },
    { row: names.ours, microseconds: 6 },
  ],
};

/** What our pipeline costs beside the alternatives. */
export const core: Group = async () => ({
  contests: [pipeline],
  [Symbol.asyncDispose]: () => ours.close(),
});
