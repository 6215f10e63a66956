import { asItIs, forgiving, type StripeLenience } from '../lenient.ts';

const on = 'stripe';
const refunds = /^\/v1\/refunds$/;

/** Leniences about money that was or was not taken. */
export const moneyFakes: readonly StripeLenience[] = [
  {
    id: 'over-refund',
    what: 'refunds more than was captured',
    caughtBy: 'errors.refunds.create.more_than_captured',
    on,
    lenience: forgiving('POST', refunds, refund, { param: 'amount' }),
  },
  {
    id: 'over-refund-in-parts',
    what: 'forgets earlier refunds of the same charge',
    caughtBy: 'errors.refunds.create.more_than_is_left',
    on,
    lenience: forgiving('POST', refunds, refund, { param: 'amount' }),
  },
  {
    id: 'refund-twice',
    what: 'refunds what is refunded already',
    caughtBy: 'errors.refunds.create.already_refunded',
    on,
    lenience: forgiving('POST', refunds, refund, { code: 'charge_already_refunded' }),
  },
  {
    id: 'refund-of-nothing',
    what: 'refunds what was never captured',
    caughtBy: 'errors.refunds.create.nothing_captured',
    on,
    lenience: forgiving('POST', refunds, refund, { status: 400 }),
  },
  {
    id: 'refund-in-dispute',
    what: 'refunds while a dispute is open',
    caughtBy: 'errors.refunds.create.open_dispute',
    on,
    lenience: forgiving('POST', refunds, refund, { code: 'charge_disputed' }),
  },
  {
    id: 'over-capture',
    what: 'captures more than was authorized',
    caughtBy: 'errors.capture.more_than_authorized',
    on,
    lenience: forgiving('POST', /\/capture$/, asItIs, { status: 400 }),
  },
  {
    id: 'capture-of-canceled',
    what: 'captures a canceled payment',
    caughtBy: 'errors.capture.canceled_payment',
    on,
    lenience: forgiving('POST', /\/capture$/, asItIs, { code: 'payment_intent_unexpected_state' }),
  },
  {
    id: 'cancel-of-captured',
    what: 'cancels a captured payment',
    caughtBy: 'errors.cancel.captured_payment',
    on,
    lenience: forgiving('POST', /\/cancel$/, asItIs, { status: 400 }),
  },
  {
    id: 'confirm-of-captured',
    what: 'confirms a captured payment',
    caughtBy: 'errors.confirm.captured_payment',
    on,
    lenience: forgiving('POST', /\/confirm$/, asItIs, { status: 400 }),
  },
];

function refund({ form }: { readonly form: URLSearchParams }): object {
  return {
    id: 're_lenient',
    object: 'refund',
    status: 'succeeded',
    amount: Number(form.get('amount') ?? 1200),
    currency: 'usd',
    payment_intent: form.get('payment_intent'),
    created: 1_767_225_600,
    metadata: {},
  };
}
