import type { CallOptions } from '@patchbay/core';
import type { PaymentsApi } from './api.ts';
import { mergePayment } from './merge.ts';
import type { PaymentState } from './payment.ts';

/** Where you keep payments: two functions over your own database. */
export interface PaymentStore {
  load(id: string): Promise<PaymentState | undefined>;
  /** Writes `next` only if the stored state is still `previous`; `false` when somebody else was faster. */
  save(next: PaymentState, previous: PaymentState | undefined): Promise<boolean>;
}

/** What this very call changed. Act on it: no other call, before or at the same time, was given the same change. */
export type PaymentChange = 'authorized' | 'captured' | 'failed' | 'canceled' | 'refunded';

export interface Settlement {
  readonly payment: PaymentState;
  readonly changes: readonly PaymentChange[];
}

const mostTries = 20;

/**
 * Brings your record of a payment up to date with the vendor, exactly once per change. Webhook and return page call
 * the same function, so it does not matter which comes first, twice or late.
 * @throws `IntegrationError` as `payments.get` does; `Error` when the store refuses 20 times in a row.
 */
export async function settle(
  payments: Pick<PaymentsApi, 'get'>,
  paymentId: string,
  store: PaymentStore,
  options?: CallOptions,
): Promise<Settlement> {
  const news = await payments.get(paymentId, options);
  for (let attempt = 1; attempt <= mostTries; attempt += 1) {
    const previous = await store.load(paymentId);
    const payment = mergePayment(previous, news);
    const changes = changesBetween(previous, payment);
    if (previous !== undefined && isSame(previous, payment)) return { payment: previous, changes: [] };
    if (await store.save(payment, previous)) return { payment, changes };
  }
  throw new Error(`The store refused to save payment ${paymentId} ${mostTries} times in a row.`);
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

function isSame(left: PaymentState, right: PaymentState): boolean {
  return JSON.stringify(mergePayment(undefined, left)) === JSON.stringify(right);
}
