import { expireCheckout } from './checkouts.ts';
import type { Desk } from './desk.ts';
import { expirePayment } from './payments.ts';
import type { AnyRecord } from './records.ts';
import { finishRefund } from './refunds.ts';
import { end } from './subscriptions.ts';

/** When time alone will change a record, in epoch milliseconds. */
export function dueAt(record: AnyRecord): number | undefined {
  switch (record.kind) {
    case 'checkout':
      return record.status === 'open' ? record.expiresAt : undefined;
    case 'payment':
      return record.expiresAt;
    case 'refund':
      return record.failsAt;
    case 'subscription':
      return record.status === 'canceled' ? undefined : record.cancelAt;
    default:
      return undefined;
  }
}

/** Lets happen what time has brought since the last transaction, the oldest first. */
export function catchUp(desk: Desk, records: readonly AnyRecord[]): void {
  const due = records
    .flatMap((record) => ({ record, at: dueAt(record) ?? Number.POSITIVE_INFINITY }))
    .filter(({ at }) => at <= desk.now)
    .toSorted((left, right) => left.at - right.at);
  for (const { record } of due) {
    if (record.kind === 'checkout') expireCheckout(desk, record);
    if (record.kind === 'payment') expirePayment(desk, record);
    if (record.kind === 'refund') finishRefund(desk, record, 'failed');
    if (record.kind === 'subscription') end(desk, record);
  }
}
