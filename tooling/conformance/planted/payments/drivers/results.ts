import type { Checkout, Payment, Refund, Subscription } from '@patchbay/payments';
import { answers, pages, replace } from '../../broken.ts';
import { type PaymentsDriver, everyPayment } from '../broken.ts';

const on = 'sandbox';

/** Defects in what comes back. */
export const resultDrivers: readonly PaymentsDriver[] = [
  {
    id: 'fabricated-id',
    what: 'hands out ids of its own making',
    caughtBy: 'contract.create.names_its_provider',
    on,
    defect: everyPayment((payment) => ({ ...payment, id: `local_${payment.id}` })),
  },
  {
    id: 'cents-as-floats',
    what: 'gives amounts in whole units with a fraction',
    caughtBy: 'contract.create.amounts_are_whole',
    on,
    defect: everyPayment((payment) => ({
      ...payment,
      amount: { ...payment.amount, minor: payment.amount.minor / 100 },
    })),
  },
  {
    id: 'processing-is-captured',
    what: 'reports a payment that is processing as captured',
    caughtBy: 'contract.create.processing_is_not_captured',
    on,
    defect: everyPayment((payment) => ({
      ...payment,
      status: payment.status === 'processing' ? 'captured' : payment.status,
    })),
  },
  {
    id: 'authorized-is-captured',
    what: 'reports held money as taken',
    caughtBy: 'contract.create.authorizes_only',
    on,
    defect: everyPayment((payment) =>
      payment.status === 'authorized'
        ? { ...payment, status: 'captured', captured: payment.authorized }
        : payment,
    ),
  },
  {
    id: 'part-is-whole',
    what: 'reports a partial capture as complete',
    caughtBy: 'contract.capture.keeps_the_rest_open',
    on,
    defect: everyPayment((payment) => ({
      ...payment,
      status: payment.status === 'partially_captured' ? 'captured' : payment.status,
    })),
  },
  {
    id: 'action-is-failure',
    what: 'reports 3-D Secure as a failure',
    caughtBy: 'contract.create.asks_the_payer_to_authenticate',
    on,
    defect: everyPayment(({ nextAction: _dropped, ...payment }) => ({
      ...payment,
      status: payment.status === 'requires_action' ? 'failed' : payment.status,
    })),
  },
  {
    id: 'one-reason-for-all',
    what: 'gives every refusal the same reason',
    caughtBy: 'contract.create.refused_for_expired_card',
    on,
    defect: everyPayment((payment) =>
      payment.failure === undefined
        ? payment
        : { ...payment, failure: { ...payment.failure, reason: 'card_declined' } },
    ),
  },
  {
    id: 'refunded-forgotten',
    what: 'does not report what was refunded',
    caughtBy: 'contract.get.sees_refunds',
    on,
    defect: everyPayment((payment) => ({ ...payment, refunded: { ...payment.refunded, minor: 0 } })),
  },
  {
    id: 'raw-prints',
    what: 'makes the vendor’s object enumerable',
    caughtBy: 'contract.create.keeps_the_raw_object_out_of_print',
    on,
    defect: everyPayment((payment) => ({ ...payment, raw: payment.raw })),
  },
  {
    id: 'dates-as-text',
    what: 'gives times as text',
    caughtBy: 'contract.create.names_its_provider',
    on,
    defect: everyPayment((payment) => ({ ...payment, createdAt: payment.createdAt.toISOString() })),
  },
  {
    id: 'internal-metadata-shows',
    what: 'adds metadata of its own to yours',
    caughtBy: 'contract.create.keeps_the_metadata',
    on,
    defect: everyPayment((payment) => ({ ...payment, metadata: { ...payment.metadata, patchbay: '1' } })),
  },
  {
    id: 'refund-always-succeeded',
    what: 'reports every refund as succeeded',
    caughtBy: 'contract.refunds.create.may_fail_later',
    on,
    defect: answers<Refund>('refunds.get', (refund) => ({ ...refund, status: 'succeeded' })),
  },
  {
    id: 'complete-is-paid',
    what: 'takes a completed checkout for a paid one',
    caughtBy: 'contract.checkout.create.may_authorize_only',
    on,
    defect: answers<Checkout>('checkout.get', (checkout) => ({
      ...checkout,
      paid: checkout.status === 'complete',
    })),
  },
  {
    id: 'paused-is-active',
    what: 'reports a paused subscription as active',
    caughtBy: 'contract.subscriptions.pause.stops_collecting',
    on,
    defect: answers<Subscription>('subscriptions.get', (subscription) => ({
      ...subscription,
      status: 'active',
    })),
  },
  {
    id: 'end-not-told',
    what: 'does not say when a canceled subscription ends',
    caughtBy: 'contract.subscriptions.cancel.ends_with_the_period',
    on,
    defect: answers<Subscription>(
      'subscriptions.get',
      ({ cancelAt: _dropped, ...subscription }) => subscription,
    ),
  },
  {
    id: 'first-page-only',
    what: 'gives the first page of a list and stops',
    caughtBy: 'contract.list.iterates_without_loss',
    on,
    defect: {
      facade: (payments) =>
        replace(payments, 'list', (original) => (...given) => {
          const list = original(...given) as ReturnType<typeof payments.list>;
          const page = async (cursor?: string) => ({ items: (await list.page(cursor)).items });
          return {
            page,
            async *[Symbol.asyncIterator]() {
              yield* (await page()).items;
            },
          };
        }),
    },
  },
  {
    id: 'oldest-first',
    what: 'lists the oldest first',
    caughtBy: 'contract.list.iterates_without_loss',
    on,
    defect: pages<Payment>('list', (items) => items.toReversed()),
  },
  {
    id: 'list-loses-the-last',
    what: 'loses the last item of each page',
    caughtBy: 'contract.list.pages_by_cursor',
    on,
    defect: pages<Payment>('list', (items) => items.slice(0, Math.max(1, items.length - 1))),
  },
  {
    id: 'delete-does-nothing',
    what: 'forgets to delete',
    caughtBy: 'contract.customers.delete.forgets_the_customer',
    on,
    defect: { facade: (payments) => replace(payments, 'customers.delete', () => async () => undefined) },
  },
  {
    id: 'detach-does-nothing',
    what: 'forgets to detach',
    caughtBy: 'contract.methods.detach.forgets_the_card',
    on,
    defect: { facade: (payments) => replace(payments, 'methods.detach', () => async () => undefined) },
  },
  {
    id: 'check-moves-money',
    what: 'checks the account with a payment',
    caughtBy: 'contract.check.passes_and_moves_nothing',
    on,
    defect: {
      facade: (payments, { fixtures }) =>
        replace(payments, 'check', () => async () => {
          const amount = { minor: 100, currency: fixtures.currency };
          await payments.create(
            { amount, paymentMethodId: fixtures.methods.success },
            { idempotencyKey: crypto.randomUUID() },
          );
        }),
    },
  },
  {
    id: 'settle-repeats',
    what: 'tells every caller of `settle` the same change',
    caughtBy: 'contract.settle.tells_a_change_once',
    on,
    defect: answers<object>('settle', (settlement) => ({ ...settlement, changes: ['captured'] })),
  },
  {
    id: 'close-does-nothing',
    what: 'goes on after it was closed',
    caughtBy: 'contract.close.ends_the_instance',
    on,
    defect: { facade: (payments) => replace(payments, 'close', () => async () => undefined) },
  },
];
