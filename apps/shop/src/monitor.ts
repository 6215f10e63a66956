import { IntegrationError, type Interceptor } from '@patchbay/core';
import { countDelivery, prometheusInterceptor } from '@patchbay/prometheus';
import type { DeliveryOutcome } from '@patchbay/webhooks';
import { Registry } from 'prom-client';

/** What is kept for those who watch over the shop. */
export interface Monitor {
  readonly register: Registry;
  /** Count and time every call. */
  readonly interceptors: readonly Interceptor[];
  /** How the last request of a category went, whichever account it was; absent before the first. */
  lastAnswerOf(category: string): LastAnswer | undefined;
  /** Counts how the handling of a webhook has ended. */
  countWebhook(outcome: DeliveryOutcome): void;
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
    countWebhook({ service, what }) {
      const end = endings[what];
      if (end !== undefined) countDelivery(service, end, { register }).catch(() => undefined);
    },
  };
}

const done = async (): Promise<void> => undefined;

const failed = async (): Promise<never> => {
  throw new Error('It will be tried again.');
};

const rejected = async (): Promise<never> => {
  const message = 'It was not believed.';
  throw new IntegrationError({ code: 'webhook_rejected', outcome: 'not_applied', message });
};

/** How the handling of a webhook ends, in the words of `countDelivery`; what is not listed is no end. */
const endings: Readonly<Partial<Record<DeliveryOutcome['what'], () => Promise<void>>>> = {
  handled: done,
  skipped: done,
  duplicate: done,
  ignored: done,
  failed,
  unavailable: failed,
  rejected,
};
