import type { Interceptor } from '@patchbay/core';
import { prometheusInterceptor } from '@patchbay/prometheus';
import { Registry } from 'prom-client';

/** What is kept for those who watch over the shop. */
export interface Monitor {
  readonly register: Registry;
  /** Count and time every call. */
  readonly interceptors: readonly Interceptor[];
  /** How the last request of a category went, whichever account it was; absent before the first. */
  lastAnswerOf(category: string): LastAnswer | undefined;
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
  };
}
