import { formatDecimal, formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import type { OrderStatus, RefundRow } from '../order.ts';
import { Mark, type Shape, type Tone } from './mark.tsx';
import type { OrderView } from './order.tsx';

/** What can be done with the order now. */
export const Actions: FC<OrderView> = (view) => (
  <>
    {view.status in payLabels && <Pay {...view} />}
    {view.refunds.length > 0 && <RefundList {...view} />}
    {view.refundable.minor > 0 && <RefundForm {...view} />}
  </>
);

const payLabels: Readonly<Partial<Record<OrderStatus, string>>> = {
  unpaid: 'Pay',
  waiting: 'Continue to payment',
  declined: 'Try again',
  expired: 'Pay again',
};

const Pay: FC<OrderView> = ({ order, status }) => (
  <div class="row">
    <form method="post" action={`/orders/${order.id}/pay`}>
      <button type="submit">{payLabels[status]}</button>
    </form>
    {status !== 'unpaid' && <a href={`/orders/${order.id}/return`}>Check now</a>}
  </div>
);

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
          title="An amount such as 2.50"
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

const RefundList: FC<OrderView> = ({ refunds }) => (
  <ul class="refunds" aria-label="Refunds">
    {refunds.map((row) => (
      <RefundItem {...row} />
    ))}
  </ul>
);

const RefundItem: FC<RefundRow> = ({ id, orderId, amount, status }) => {
  const { shape, tone, words } = refundTexts[status];
  return (
    <li>
      <Mark shape={shape} tone={tone} />
      <span>
        <b>{formatMoney(amount)}</b> {words}
      </span>
      {status === 'asked' && (
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
