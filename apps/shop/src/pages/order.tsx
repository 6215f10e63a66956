import { formatMoney, type Money, type PaymentState } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { findPostcard } from '../catalog.ts';
import { isUnderWay, type MailRow } from '../mail.ts';
import { isPending, type Order, type OrderStatus, type RefundRow } from '../order.ts';
import type { TimelineEntry } from '../timeline.ts';
import { Actions } from './actions.tsx';
import { type Frame, Layout } from './layout.tsx';
import { MailList } from './mails.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { statusTexts } from './status.ts';
import { Timeline } from './timeline.tsx';

/** A picture: where it can be seen, or who has it where that is not the provider in use now. */
export type OrderPicture =
  | { readonly kind: 'here'; readonly url: string }
  | { readonly kind: 'elsewhere'; readonly provider: string };

/** All that is known of an order. */
export interface OrderView {
  readonly order: Order;
  /** The buyer's own picture, where the order has one. */
  readonly picture: OrderPicture | undefined;
  readonly status: OrderStatus;
  readonly payment: PaymentState | undefined;
  readonly refunds: readonly RefundRow[];
  readonly mails: readonly MailRow[];
  readonly refundable: Money;
  readonly timeline: readonly TimelineEntry[];
  /** The id of the refund that the page's form will make. */
  readonly newRefundId: string;
  /** The provider that has the order's money, where it is not the one in use now. */
  readonly heldElsewhere: string | undefined;
}

/** `/orders/:id`: how far it is, what can be done, and every integration call that was made for it. */
export const OrderPage: FC<Frame & OrderView> = (props) => {
  const { order, status, timeline, mails, asset, plugs, inbox, deliveries, visitorName, signInPath } = props;
  const postcard = findPostcard(order.postcardId);
  return (
    <Layout
      {...{ asset, plugs, inbox, deliveries, visitorName, signInPath }}
      title={`${statusTexts[status].word} · Order ${order.number}`}
      live={`/orders/${order.id}/events`}
      refreshSeconds={isWaiting(props) ? 3 : undefined}
    >
      <div class="split order">
        <Front {...props} />
        <div class="side">
          <p class="place">
            {`Order no. ${order.number}, ${order.copies === 1 ? '1 copy' : `${order.copies} copies`}, `}
            <Moment at={order.placedAt} withDate />
          </p>
          <h1>{postcard?.title ?? order.postcardId}</h1>
          <Status {...props} />
          <div data-part="actions" data-version={versionOf(props)} tabindex={-1}>
            <Actions {...props} />
          </div>
          <MailList mails={mails} />
        </div>
      </div>
      <section aria-labelledby="timeline-title">
        <h2 id="timeline-title">What happened</h2>
        <div data-part="timeline" data-version={String(timeline.length)} tabindex={-1}>
          <Timeline entries={timeline} />
        </div>
      </section>
    </Layout>
  );
};

const Front: FC<Frame & OrderView> = ({ asset, order: { postcardId }, picture }) => {
  if (picture?.kind === 'here') return <img class="art" src={picture.url} alt="Your own picture" />;
  const alt = findPostcard(postcardId)?.picture ?? '';
  return (
    <div>
      <img class="art" src={asset(`/art/${postcardId}.svg`)} alt={alt} width="480" height="320" />
      {picture !== undefined && (
        <p class="notice">
          The picture of this order is with <b>{picture.provider}</b>, which is not in use now. To see it,
          start the shop with <code>{`STORAGE_PROVIDER=${picture.provider}`}</code> again.
        </p>
      )}
    </div>
  );
};

const Status: FC<OrderView> = ({ order, status, payment, heldElsewhere }) => {
  const { shape, tone, word, sentence } = statusTexts[status];
  const reason = status === 'declined' ? payment?.failure?.message : undefined;
  return (
    <div role="status" data-part="status" data-version={`${status} ${reason ?? ''}`}>
      <p class={`headline ${tone}`}>
        <Mark shape={shape} tone={tone} />
        <b>{word}</b>
        <span class="price">{formatMoney(order.total)}</span>
      </p>
      {reason !== undefined && <p>{reason}</p>}
      {heldElsewhere === undefined || !isPending(status) ? <p>{sentence}</p> : null}
    </div>
  );
};

/** Without scripts the page is loaded again while something of it may change by itself. */
function isWaiting({ status, heldElsewhere, mails }: OrderView): boolean {
  return (isPending(status) && heldElsewhere === undefined) || mails.some(isUnderWay);
}

/** Changes whenever what can be done does, and only then: the script leaves the rest of the page alone. */
function versionOf({ order, status, refundable, refunds }: OrderView): string {
  const rows = refunds.map((row) => row.status).join(',');
  return `${status} ${order.checkout?.status ?? ''} ${refundable.minor} ${rows}`;
}
