import type { FailedTry, Worker } from '@patchbay/jobs';
import * as z from 'zod';
import { isPending, type Order, statusOf } from '../order.ts';
import type { Desk } from './desk.ts';
import { settleOrder } from './settle.ts';

/** Where orders to look after wait. */
export const settleQueue = 'settle';

/**
 * Remembers to look after a payment page, whether or not anybody comes back from it and any webhook comes. Belongs before
 * its address is given away; asking twice is one job.
 */
export async function lookLater(
  { jobs, clock, settleAfterMs }: Desk,
  orderId: string,
  page: number,
): Promise<void> {
  const id = page <= 1 ? `settle:${orderId}` : `settle:${orderId}.${page}`;
  await jobs.enqueue({
    queue: settleQueue,
    id,
    payload: { orderId },
    runAt: new Date(clock.now() + settleAfterMs),
  });
}

/** Looks after payment pages until they are paid, expired or called off. */
export function sweepPayments(desk: Desk): Worker {
  const { settleAfterMs } = desk;
  return desk.jobs.work(settleQueue, ({ payload }) => sweep(desk, payloadSchema.parse(payload).orderId), {
    retry: ({ job: { attempt } }: FailedTry) =>
      attempt >= mostLooks ? 'never' : Math.min(settleAfterMs * 2 ** attempt, longestWaitMs),
    onError: console.error,
  });
}

const longestWaitMs = 6 * 3_600_000;
const mostLooks = 60; // for two weeks: a bank may take days

const payloadSchema = z.object({ orderId: z.string() });

/** @throws while there may still be news, so that somebody looks again. */
async function sweep(desk: Desk, orderId: string): Promise<void> {
  await settleOrder(desk, orderId, { by: 'sweep' });
  const order = desk.store.orders.get(orderId);
  if (order !== undefined && mayChange(desk, order)) throw new Error('It is not paid yet.');
}

function mayChange({ store }: Desk, order: Order): boolean {
  const payment = order.paymentId === undefined ? undefined : store.payments.get(order.paymentId);
  return isPending(statusOf(order, payment, store.refunds.ofOrder(order.id)));
}
