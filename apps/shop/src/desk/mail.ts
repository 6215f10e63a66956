import type { Money } from '@patchbay/payments';
import type { MailKind, MailRow, MailState } from '../mail.ts';
import type { Order } from '../order.ts';
import { Refusal } from '../refusal.ts';
import type { MailMovedBy } from '../timeline.ts';
import type { Desk } from './desk.ts';

interface Wish {
  readonly kind: MailKind;
  /** Of the order, or of the refund: the mail's key is made of it. */
  readonly id: string;
  readonly amount: Money;
}

/** Wants a mail to the customer, once. Belongs into the transaction of the change that it tells of. */
export function wantMail({ store }: Pick<Desk, 'store'>, order: Order, { kind, id, amount }: Wish): void {
  const { id: orderId, email: to } = order;
  if (to === undefined) return;
  if (!store.mails.want({ key: `${kind}:${id}`, orderId, kind, to, amount })) return;
  store.timeline.add(orderId, { kind: 'mail', at: Date.now(), mail: kind, state: 'wanted', by: 'shop' });
}

export interface AgainRequest {
  readonly key: string;
  /** As the form's page had it: of two clicks only the first finds it so. */
  readonly tries: number;
}

/**
 * Sends a mail again because somebody wants it, although it may have arrived.
 * @throws `Refusal` when the order has no such mail.
 */
export function sendAgain(
  { store, post, live }: Pick<Desk, 'store' | 'post' | 'live'>,
  orderId: string,
  { key, tries }: AgainRequest,
): void {
  const row = store.mails.get(key);
  if (row?.orderId !== orderId) throw new Refusal(404, 'No such mail', 'The order has no mail of this name.');
  store.atomically(() => {
    if (!store.mails.wantAgain(key, tries)) return;
    const entry = { kind: 'mail', at: Date.now(), mail: row.kind, state: 'wanted', by: 'request' } as const;
    store.timeline.add(orderId, entry);
  });
  post.collect(orderId);
  live.tell(orderId);
}

interface Move {
  readonly state: MailState;
  readonly by: MailMovedBy;
  readonly messageId?: string;
}

/** Writes down how far a mail is, and tells of it. */
export function moveMail({ store, live }: Pick<Desk, 'store' | 'live'>, row: MailRow, move: Move): void {
  const { state, by, messageId } = move;
  store.atomically(() => {
    store.mails.setState(row.key, state, messageId);
    store.timeline.add(row.orderId, { kind: 'mail', at: Date.now(), mail: row.kind, state, by });
  });
  live.tell(row.orderId);
}
