import { answers, everyError, pages } from '../broken.ts';
import { everyPayment, type PaymentsHarmless } from './broken.ts';
import { asking, remembering } from './drivers/reconcile.ts';
import { after, before } from './drivers/webhooks.ts';
import { forgiving, rewriting } from './lenient.ts';
import { outgoing, overFetch } from './wire.ts';

const same = <T>(value: T): T => value;

/** Every tool that the planted things are made with, idle. */
export const harmless: readonly PaymentsHarmless[] = [
  {
    id: 'idle-fetch',
    on: 'stripe',
    defect: {
      planted: overFetch(
        (next) =>
          (...request) =>
            next(...request),
      ),
    },
  },
  { id: 'idle-request', on: 'stripe', defect: { planted: outgoing(() => {}) } },
  { id: 'idle-lenience', on: 'stripe', defect: { planted: { handle: rewriting(() => {}) } } },
  {
    id: 'idle-forgiveness',
    on: 'stripe',
    defect: { planted: { handle: forgiving('PATCH', /nowhere/, () => ({})) } },
  },
  { id: 'idle-payments', on: 'sandbox', defect: everyPayment((payment) => ({ ...payment })) },
  { id: 'idle-answers', on: 'sandbox', defect: answers('checkout.get', (checkout) => ({ ...checkout })) },
  { id: 'idle-pages', on: 'sandbox', defect: pages('list', same) },
  { id: 'idle-errors', on: 'sandbox', defect: everyError(['get', 'capture', 'refunds.create'], same) },
  { id: 'idle-webhooks', on: 'sandbox', defect: before(async (webhook) => webhook) },
  { id: 'idle-asking', on: 'sandbox', defect: asking((ask) => ask) },
  { id: 'idle-remembering', on: 'sandbox', defect: remembering((_first, ask) => ask) },
  { id: 'idle-events', on: 'sandbox', defect: after(same) },
];
