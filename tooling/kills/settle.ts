import type { Jobs } from '@patchbay/jobs';
import type { Moments } from './moments.ts';
import type { Orders } from './orders.ts';
import { mailQueue } from './queues.ts';

/** What settling works with. */
export interface Settling {
  readonly orders: Orders;
  readonly jobs: Jobs<'enqueue'>;
  readonly moments: Moments;
}

/** The order is paid, and its mail is to be sent: both, or neither. */
export async function settle({ orders, jobs, moments }: Settling, id: string): Promise<void> {
  await orders.atomically(async ({ pay, handle: transaction }) => {
    moments.announce('settle-begun', id);
    if (await pay(id)) await jobs.enqueue({ ...mailJob(id), transaction });
    moments.announce('mail-enqueued', id);
  });
  moments.announce('settle-committed', id);
}

/** The same with its guard taken away. */
export async function settleThenMail({ orders, jobs, moments }: Settling, id: string): Promise<void> {
  let isNew = false;
  await orders.atomically(async ({ pay }) => {
    moments.announce('settle-begun', id);
    isNew = await pay(id);
  });
  moments.announce('settle-committed', id);
  if (isNew) await jobs.enqueue(mailJob(id));
  moments.announce('mail-enqueued', id);
}

function mailJob(id: string) {
  return { queue: mailQueue, id, payload: { order: id } };
}
