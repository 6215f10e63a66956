import type { Payment, PaymentEvent, PaymentEventSubject } from '@patchbay/payments';
import { answers } from '../../broken.ts';
import type { PaymentsDefect, PaymentsDriver } from '../broken.ts';
import { drops, outgoing } from '../wire.ts';
import { after } from './webhooks.ts';

const mark = 'metadata[patchbay_key]';
const sessions = '/v1/checkout/sessions';

/** Defects in the mark that a write leaves on what it makes. */
export const markDrivers: readonly PaymentsDriver[] = [
  {
    id: 'mark-of-payments-lost',
    what: 'sends payments without the mark that finds them',
    caughtBy: 'webhooks.webhooks.receive.settles_a_lost_payment',
    on: 'stripe',
    defect: { planted: drops('/v1/payment_intents', mark) },
  },
  {
    id: 'mark-of-refunds-lost',
    what: 'sends refunds without the mark that finds them',
    caughtBy: 'contract.reconcile.finds_refunds_create',
    on: 'stripe',
    defect: { planted: drops('/v1/refunds', mark) },
  },
  {
    id: 'mark-overwritten',
    what: 'overwrites the mark with a change',
    caughtBy: 'contract.reconcile.finds_what_was_changed',
    on: 'stripe',
    defect: {
      planted: outgoing(({ url, form }) => {
        if (url.pathname.startsWith('/v1/customers/')) form.set(mark, 'another');
      }),
    },
  },
  {
    id: 'mark-in-metadata',
    what: 'shows the mark among your metadata',
    caughtBy: 'contract.create.keeps_the_metadata',
    on: 'stripe',
    defect: answers<Payment>('create', (payment) => ({
      ...payment,
      metadata: { ...payment.metadata, patchbay_key: payment.vendorKey },
    })),
  },
  {
    id: 'page-passes-its-mark-on',
    what: 'lets the payment of a checkout carry the mark of the checkout',
    caughtBy: 'webhooks.webhooks.receive.page_is_not_its_payment',
    on: 'stripe',
    defect: {
      planted: outgoing(({ url, form }) => {
        const key = form.get(mark);
        if (url.pathname === sessions && key !== null)
          form.set('payment_intent_data[metadata][patchbay_key]', key);
      }),
    },
  },
  {
    id: 'events-without-the-key',
    what: 'hands out events whose objects carry no key',
    caughtBy: 'webhooks.webhooks.receive.carries_the_key',
    on: 'sandbox',
    defect: keyOfEvents(() => undefined),
  },
  {
    id: 'key-of-another-refund',
    what: 'gives refunds in events a key of their own',
    caughtBy: 'webhooks.webhooks.receive.settles_a_lost_refund',
    on: 'stripe',
    defect: keyOfEvents(({ kind, id }, key) => (kind === 'refund' ? id : key)),
  },
];

/** The key that the object of each event carries is another. */
function keyOfEvents(
  change: (subject: PaymentEventSubject, key: string | undefined) => string | undefined,
): PaymentsDefect {
  return after((events) => events.map((event: PaymentEvent) => ({ ...event, subject: rekeyed(event.subject) })));

  function rekeyed(subject: PaymentEventSubject): object {
    if (!('object' in subject)) return subject;
    const { vendorKey, ...object } = subject.object;
    const key = change(subject, vendorKey);
    return { ...subject, object: { ...object, ...(key !== undefined && { vendorKey: key }) } };
  }
}
