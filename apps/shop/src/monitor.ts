import type { Interceptor } from '@patchbay/core';
import { countReceived, countSent, observeQueues, prometheusInterceptor } from '@patchbay/prometheus';
import type { DeliveryOutcome } from '@patchbay/webhooks';
import type { SentOutcome } from '@patchbay/webhooks/send';
import { Registry } from 'prom-client';
import type { ShopJobs } from './requirements.ts';

/** What is kept for those who watch over the shop. */
export interface Monitor {
  readonly register: Registry;
  /** Count and time every call. */
  readonly interceptors: readonly Interceptor[];
  /** How the last request of a category went, whichever account it was; absent before the first. */
  lastAnswerOf(category: string): LastAnswer | undefined;
  /** Counts what happens to webhooks that come in. */
  countReceived(outcome: DeliveryOutcome): void;
  /** Counts what happens to what is announced to others. */
  countSent(outcome: SentOutcome): void;
  /** Tells from now on how many jobs wait. */
  watchQueues(jobs: ShopJobs, queues: readonly string[]): void;
}

/** An answer, or what came instead of one. */
export interface LastAnswer {
  readonly durationMs: number;
  readonly at: Date;
}

export function createMonitor(): Monitor {
  const register = new Registry();
  const answers = new Map<string, LastAnswer>();
  const watch: Interceptor = {
    around: (_operation, next) => next(),
    async attempt({ operation }, next) {
      const record = await next();
      answers.set(operation.category, { durationMs: record.durationMs, at: new Date() });
      return record;
    },
  };
  return {
    register,
    interceptors: [prometheusInterceptor({ register }), watch],
    lastAnswerOf: (category) => answers.get(category),
    countReceived: (outcome) => countReceived(outcome, { register }),
    countSent: (outcome) => countSent(outcome, { register }),
    watchQueues(jobs, queues) {
      observeQueues(jobs, queues, { register });
    },
  };
}
