// The application's worker: it settles what webhooks tell of, and sends the mails.
import { IntegrationError, type Interceptor } from '@patchbay/core';
import type { FailedTry } from '@patchbay/jobs';
import { webhookReceiver } from '@patchbay/webhooks';
import * as z from 'zod';
import { emailOf, paymentsOf } from './accounts.ts';
import { tooLate } from './planted.ts';
import { begin, ready } from './program.ts';
import { mailQueue } from './queues.ts';
import { times } from './settings.ts';
import { settle, settleThenMail } from './settle.ts';
import { opened } from './stores.ts';

const { settings, moments } = begin();
const { store, where, planted } = settings;

const watch: Interceptor = {
  async around({ operation }, next) {
    const result = await next();
    if (operation === 'jobs.claim' && Array.isArray(result) && result.length > 0)
      moments.announce('event-claimed');
    if (operation === 'jobs.complete') moments.announce('event-completed');
    return result;
  },
};

const orders = opened[store].orders(where);
const state = opened[store].state(where);
const events = opened[store].jobs(where, { interceptors: [watch] });
const mails = opened[store].jobs(where);
const payments = paymentsOf(settings, state);
const email = emailOf(settings, state, moments);

const { leaseMs, pollMs, retryMs } = times;
const settling = { orders, jobs: mails, moments };
const settleOrder = (id: string) =>
  planted === 'mail-after-commit' ? settleThenMail(settling, id) : settle(settling, id);

const receiver = webhookReceiver({
  sources: {
    payments: {
      from: payments,
      async handle({ reference = '' }) {
        if (planted === 'complete-first') tooLate(() => settleOrder(reference));
        else await settleOrder(reference);
      },
    },
  },
  state,
  jobs: events,
});

const mailSchema = z.object({ order: z.string() });

async function sendMail(order: string): Promise<void> {
  moments.announce('mail-claimed', order);
  const message = {
    from: 'desk@shop.example',
    to: `${order}@customers.example`,
    subject: 'Your order is paid',
    text: `Thank you for order ${order}.`,
    reference: order,
    metadata: { order },
  };
  await email.send(message, { idempotencyKey: order, deadlineMs: times.callMs });
  moments.announce('mail-noted', order);
}

/** Where nobody knows whether a mail was taken, it is not sent again: its job is a dead letter. */
function retryMail({ error }: FailedTry): number | 'never' {
  const isUnresolved = IntegrationError.is(error, 'conflict') && !error.retryable;
  return isUnresolved && error.retryAfterMs === undefined ? 'never' : retryMs;
}

function tell(error: unknown): void {
  console.error(`  the worker's store: ${String(error)}`);
}

await Promise.all([state.check(), events.check(), mails.check(), email.native()]);
receiver.work({ leaseMs, pollMs, retry: () => retryMs, onError: tell });
mails.work(mailQueue, ({ payload }) => sendMail(mailSchema.parse(payload).order), {
  leaseMs,
  pollMs,
  retry: retryMail,
  onError: tell,
});
ready();
