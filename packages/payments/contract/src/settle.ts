import type { CallOptions } from '@patchbay/core';
import type { PaymentsApi } from './api.ts';
import { mergePayment } from './merge.ts';
import type { PaymentState } from './payment.ts';

/** Where you keep payments: two functions over your own database. What they throw comes through `settle` as it is. */
export interface PaymentStore {
  /** The state as it was saved last; `undefined` for a payment that was never saved. */
  load(id: string): Promise<PaymentState | undefined>;
  /**
   * Writes `next` only if the stored state is still `previous`; `false` when somebody else was faster. Whatever must
   * follow from `changes` even if the process dies right now (an outbox row, a job) belongs into the same transaction.
   */
  save(
    next: PaymentState,
    previous: PaymentState | undefined,
    changes: readonly PaymentChange[],
  ): Promise<boolean>;
}

/**
 * What this very call changed. Act on it: no other call, before or at the same time, was given the same change.
 * `captured` and `refunded`: there is more of it than before, perhaps not all. `failed`: refused or expired; a later
 * try may still bring `authorized` or `captured`, a second refusal brings nothing new.
 */
export type PaymentChange = 'authorized' | 'captured' | 'failed' | 'canceled' | 'refunded';

/** What `settle` found: the payment as it is stored now, and what is new about it. */
export interface Settlement {
  readonly payment: PaymentState;
  /** Empty when all was known already. */
  readonly changes: readonly PaymentChange[];
}

const mostTries = 20;

/** See `PaymentsMethods.settle`. */
export async function settle(
  payments: Pick<PaymentsApi, 'get'>,
  payment: string | PaymentState,
  store: PaymentStore,
  options?: CallOptions,
): Promise<Settlement> {
  const news = typeof payment === 'string' ? await payments.get(payment, options) : payment;
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const previous = await store.load(news.id);
    const next = mergePayment(previous, news);
    if (previous !== undefined && isSame(previous, next)) return { payment: previous, changes: [] };
    const changes = changesBetween(previous, next);
    if (await store.save(next, previous, changes)) return { payment: next, changes };
  }
  throw new Error(`The store refused to save payment ${news.id} ${mostTries} times in a row.`);
}

function changesBetween(previous: PaymentState | undefined, next: PaymentState): readonly PaymentChange[] {
  const reached = (status: PaymentState['status']): boolean =>
    next.status === status && previous?.status !== status;
  return [
    ...(reached('authorized') ? (['authorized'] as const) : []),
    ...(next.captured.minor > (previous?.captured.minor ?? 0) ? (['captured'] as const) : []),
    ...(reached('failed') || reached('expired') ? (['failed'] as const) : []),
    ...(reached('canceled') ? (['canceled'] as const) : []),
    ...(next.refunded.minor > (previous?.refunded.minor ?? 0) ? (['refunded'] as const) : []),
  ];
}

/** A database may give the keys back in another order. */
function isSame(left: PaymentState, right: PaymentState): boolean {
  return sorted(left) === sorted(right);
}

function sorted(state: PaymentState): string {
  return JSON.stringify(mergePayment(undefined, state), (_key, value: unknown) =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  );
}
