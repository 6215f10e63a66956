import { formatMoney } from '@patchbay/payments';
import type { FC } from 'hono/jsx';
import { findPostcard } from '../catalog.ts';
import type { Order, OrderStatus } from '../order.ts';
import { type Frame, Layout } from './layout.tsx';
import { Mark } from './mark.tsx';
import { Moment } from './moment.tsx';
import { statusTexts } from './status.ts';

interface OrdersProps extends Frame {
  readonly orders: readonly { readonly order: Order; readonly status: OrderStatus }[];
}

/** `/orders`: all orders of somebody, newest first. */
export const OrdersPage: FC<OrdersProps> = ({ orders, ...frame }) => (
  <Layout {...frame} title="Orders" here="orders">
    <h1>Orders</h1>
    {orders.length === 0 ? (
      <p class="lead">
        Nothing here yet. <a href="/">Choose a postcard</a>.
      </p>
    ) : (
      <ul class="ledger">
        {orders.map((row) => (
          <Row {...row} asset={frame.asset} />
        ))}
      </ul>
    )}
  </Layout>
);

const Row: FC<OrdersProps['orders'][number] & Pick<Frame, 'asset'>> = ({ order, status, asset }) => {
  const { shape, tone, word } = statusTexts[status];
  return (
    <li>
      <a href={`/orders/${order.id}`}>
        <img class="art" src={asset(`/art/${order.postcardId}.svg`)} alt="" width="72" height="48" />
        <span class="what">
          <b>{`No. ${order.number}`}</b> {findPostcard(order.postcardId)?.title ?? order.postcardId}
        </span>
        <span class={`status ${tone}`}>
          <Mark shape={shape} tone={tone} /> {word}
        </span>
        <span class="when">
          <Moment at={order.placedAt} withDate />
        </span>
        <span class="price">{formatMoney(order.total)}</span>
      </a>
    </li>
  );
};
