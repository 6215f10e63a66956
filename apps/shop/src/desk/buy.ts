import { money } from '@patchbay/payments';
import type { Session } from '../account.ts';
import { findPostcard, priceOf } from '../catalog.ts';
import type { Order } from '../order.ts';
import type { Picture } from '../picture.ts';
import { onBehalfOf } from '../timeline.ts';
import { assertHeldHere, type Desk } from './desk.ts';
import { lookLater } from './sweep.ts';

export interface Purchase {
  /** Comes from the form: the same form sent twice is the same order. */
  readonly orderId: string;
  readonly postcardId: string;
  readonly copies: number;
  readonly currency: string;
  /** Where receipts go. */
  readonly email: string;
  /** Comes from the form, where the buyer has uploaded one. */
  readonly pictureId?: string | undefined;
}

/**
 * Writes the order down, before any payment; its timeline begins with the sign-in and the upload. `undefined` when there
 * is no such postcard or picture, or the id is that of somebody else's order.
 */
export function placeOrder({ store }: Desk, session: Session, purchase: Purchase): Order | undefined {
  const { orderId: id, postcardId, copies, currency, email, pictureId } = purchase;
  const { accountId } = session;
  const postcard = findPostcard(postcardId);
  const picture = pictureId === undefined ? undefined : store.pictures.get(pictureId);
  if (postcard === undefined || picture?.accountId !== (pictureId && accountId)) return undefined;
  const total = priceOf(postcard, copies, currency);
  return store.atomically(() => {
    const known = store.orders.get(id);
    if (known !== undefined) return known.accountId === accountId ? known : undefined;
    for (const entry of [...session.entries, ...entriesOf(picture)]) store.timeline.add(id, entry);
    const placedAt = new Date();
    const optional = pictureId === undefined ? {} : { pictureId };
    return store.orders.add({ id, postcardId, copies, total, placedAt, email, accountId, ...optional });
  });
}

function entriesOf(picture: Picture | undefined): Picture['entries'] {
  return picture?.entries ?? [];
}

/** The hosted payment page of an order: the open one, or a new one; `undefined` when there is nothing left to pay. */
export function paymentPage(desk: Desk, orderId: string): Promise<string | undefined> {
  return desk.inTurn(orderId, async () => {
    const order = desk.store.orders.get(orderId);
    const { status, url } = order?.checkout ?? {};
    if (order === undefined || status === 'complete') return undefined;
    assertHeldHere(desk, order);
    if (status === 'open') {
      await lookLater(desk, orderId, order.pages);
      return url;
    }
    return onBehalfOf(orderId, () => openPage(desk, order));
  });
}

async function openPage(desk: Desk, order: Order): Promise<string | undefined> {
  const { payments, store, live, publicUrl } = desk;
  const { id, postcardId, copies, total } = order;
  const page = order.checkout?.status === 'expired' ? order.pages + 1 : Math.max(1, order.pages);
  const back = `${publicUrl}/orders/${id}/return`;
  const checkout = await payments.checkout.create(
    {
      items: [
        {
          name: findPostcard(postcardId)?.title ?? 'Postcard',
          unitAmount: money(total.minor / copies, total.currency),
          quantity: copies,
        },
      ],
      reference: id,
      successUrl: back,
      cancelUrl: back,
    },
    // The order names the intention; only a page that has expired makes room for another.
    { idempotencyKey: page === 1 ? id : `${id}.${page}` },
  );
  store.orders.setCheckout(id, { ...checkout, provider: payments.provider }, page);
  live.tell(id);
  await lookLater(desk, id, page);
  return checkout.url;
}
