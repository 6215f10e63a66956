import { formatDecimal, formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { isPending, type OrderStatus, type RefundRow } from '../order.ts';
import { Mark, type Shape, type Tone } from './mark.tsx';
import type { OrderView } from './order.tsx';

/** What can be done with the order now. */
export const Actions: FC<OrderView> = (view) => (
  <>
    {view.heldElsewhere !== undefined && <Elsewhere provider={view.heldElsewhere} />}
    {view.heldElsewhere === undefined && <Pay {...view} />}
    {view.refunds.length > 0 && <RefundList {...view} />}
    {view.heldElsewhere === undefined && view.refundable.minor > 0 && <RefundForm {...view} />}
  </>
);

const Elsewhere: FC<{ readonly provider: string }> = ({ provider }) => (
  <p class="notice">
    The payment of this order is with <b>{provider}</b>, which is not in use now. To pay, check or refund it,
    start the shop with <code>{`PAYMENTS_PROVIDER=${provider}`}</code> again.
  </p>
);

const payLabels: Readonly<Partial<Record<OrderStatus, string>>> = {
  unpaid: 'Pay',
  waiting: 'Continue to payment',
  declined: 'Try again',
  expired: 'Pay again',
};

const Pay: FC<OrderView> = ({ order, status }) => {
  const label = payLabels[status];
  if (label === undefined && !isPending(status)) return null;
  return (
    <div class="row">
      {label !== undefined && (
        <form method="post" action={`/orders/${order.id}/pay`}>
          <button type="submit">{label}</button>
        </form>
      )}
      {status !== 'unpaid' && <a href={`/orders/${order.id}/return`}>Check now</a>}
    </div>
  );
};

const RefundForm: FC<OrderView> = ({ order, refundable, newRefundId }) => (
  <form method="post" action={`/orders/${order.id}/refunds`} class="refund">
    <input type="hidden" name="refund" value={newRefundId} />
    <label for="amount">{`Refund, up to ${formatMoney(refundable)}`}</label>
    <div class="row">
      <span class="money">
        <input
          id="amount"
          name="amount"
          value={formatDecimal(refundable)}
          inputmode="decimal"
          autocomplete="off"
          pattern="[0-9]+([.,][0-9]+)?"
          title={`An amount such as ${formatDecimal(refundable)}`}
          required
        />
        <span aria-hidden="true">{refundable.currency}</span>
      </span>
      <button type="submit" class="quiet">
        Refund
      </button>
    </div>
  </form>
);

const RefundList: FC<OrderView> = ({ refunds, heldElsewhere }) => (
  <ul class="refunds" aria-label="Refunds">
    {refunds.map((row) => (
      <RefundItem {...row} heldElsewhere={heldElsewhere} />
    ))}
  </ul>
);

const RefundItem: FC<RefundRow & Pick<OrderView, 'heldElsewhere'>> = (row) => {
  const { id, orderId, amount, status, heldElsewhere } = row;
  const { shape, tone, words } = refundTexts[status];
  return (
    <li>
      <Mark shape={shape} tone={tone} />
      <span>
        <b>{formatMoney(amount)}</b> {words}
      </span>
      {status === 'asked' && heldElsewhere === undefined && (
        <form method="post" action={`/orders/${orderId}/refunds`}>
          <input type="hidden" name="refund" value={id} />
          <input type="hidden" name="amount" value={formatDecimal(amount)} />
          <button type="submit" class="quiet">
            Ask again
          </button>
        </form>
      )}
    </li>
  );
};

const refundTexts = {
  asked: {
    shape: 'half',
    tone: 'wait',
    words: 'may be on its way back: the answer was lost. Asking again is safe.',
  },
  pending: { shape: 'half', tone: 'wait', words: 'is on its way back' },
  succeeded: { shape: 'ring', tone: 'good', words: 'went back' },
  failed: { shape: 'cross', tone: 'bad', words: 'could not go back' },
} as const satisfies Record<RefundRow['status'], { shape: Shape; tone: Tone; words: string }>;
