import { IntegrationError } from '@patchbay/core';
import { toMessage } from '../letters/message.ts';
import type { MailRow, MailState } from '../mail.ts';
import { type MailMovedBy, onBehalfOf } from '../timeline.ts';
import type { Desk } from './desk.ts';
import { enclosureOf } from './picture.ts';

/** Hands mails over, in the background: neither a payer nor a webhook waits for the post. */
export interface Post {
  /** Hands over what is wanted for an order. */
  collect(orderId: string): void;
  /** Goes on where the shop ended: asks again where that cannot make two of one, and says so where it could. */
  resume(): void;
  /** Waits for what is being handed over. */
  close(): Promise<void>;
}

export type PostParts = Pick<Desk, 'email' | 'storage' | 'store' | 'live' | 'publicUrl' | 'sender' | 'artOf'>;

export function createPost(parts: PostParts): Post {
  const { email, store } = parts;
  const underWay = new Set<Promise<void>>();
  const start = (work: Promise<void>): void => {
    const done = work.catch((error: unknown) => console.error(error)).finally(() => underWay.delete(done));
    underWay.add(done);
  };
  const take = (row: MailRow): void => {
    if (store.mails.begin(row.key, email.provider)) start(handOver(parts, row));
  };
  return {
    collect(orderId) {
      for (const row of store.mails.ofOrder(orderId)) if (row.state === 'wanted') take(row);
    },
    resume() {
      for (const row of store.mails.inState('sending')) {
        if (keyHolds(parts, row)) start(handOver(parts, { ...row, isDoubtful: true }));
        else moveMail(parts, row, { state: 'unknown', by: 'restart' });
      }
      for (const row of store.mails.inState('wanted')) take(row);
    },
    async close() {
      await Promise.all(underWay);
    },
  };
}

/** Whether the provider that was asked when the shop ended would know the mail again by its key. */
function keyHolds({ email }: PostParts, { provider, askedAt }: MailRow): boolean {
  const { kind, ttlHours = Infinity } = email.capabilities.idempotency;
  if (kind !== 'native' || provider !== email.provider || askedAt === undefined) return false;
  return Date.now() - askedAt.getTime() < ttlHours * 3_600_000;
}

async function handOver(parts: PostParts, row: MailRow): Promise<void> {
  const { email, store } = parts;
  const order = store.orders.get(row.orderId);
  if (order === undefined) return;
  const isTraceable = email.capabilities.traits['metadata'] === true;
  try {
    const receipt = await onBehalfOf(order.id, async () => {
      const picture = order.pictureId === undefined ? undefined : store.pictures.get(order.pictureId);
      const enclosure = picture && (await enclosureOf(parts, picture));
      const message = toMessage(row, order, { ...parts, isTraceable, enclosure });
      return email.send(message, { idempotencyKey: row.key });
    });
    const state = receipt.status === 'refused' ? 'failed' : 'sent';
    moveMail(parts, row, { state, by: 'answer', messageId: receipt.id });
  } catch (error) {
    const state = IntegrationError.is(error) ? stateAfter[error.outcome] : 'unknown';
    // A try that did not get through says nothing about one before it, which may have.
    moveMail(parts, row, { state: state === 'failed' && row.isDoubtful ? 'unknown' : state, by: 'answer' });
    if (!IntegrationError.is(error)) throw error;
  }
}

const stateAfter = {
  not_applied: 'failed',
  unknown: 'unknown',
  applied: 'sent', // only the answer was lost
} as const satisfies Record<IntegrationError['outcome'], MailState>;

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
