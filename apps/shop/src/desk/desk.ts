import type { Clock } from '@patchbay/core';
import type { Kept } from '@patchbay/core/ledger';
import type { Live } from '../live.ts';
import type { Order } from '../order.ts';
import { Refusal } from '../refusal.ts';
import type { ShopAuth, ShopEmail, ShopJobs, ShopPayments, ShopState, ShopStorage } from '../requirements.ts';
import type { Store } from '../store/store.ts';
import { createPost, type Post } from './post.ts';
import type { Relay } from './relay.ts';

/** What signing in, buying, settling and refunding work with. */
export interface Desk {
  readonly auth: ShopAuth;
  readonly storage: ShopStorage;
  readonly payments: ShopPayments;
  /**
   * The same payments with a ledger, for refunds: one key is one effect, however long ago it was asked for. A payment page
   * needs none: while nobody was given its address, a second one does no harm.
   */
  readonly moneyBack: Kept<ShopPayments>;
  readonly email: ShopEmail;
  readonly state: ShopState;
  readonly jobs: ShopJobs;
  readonly clock: Clock;
  /** How long after its payment page was opened an order is looked after for the first time. */
  readonly settleAfterMs: number;
  readonly store: Store;
  readonly live: Live;
  /** Where the payer's browser reaches the shop, without a slash at the end. */
  readonly publicUrl: string;
  /** The sender of mails. */
  readonly sender: string;
  readonly artOf: (postcardId: string) => Uint8Array;
  readonly post: Post;
  readonly announcer: Relay;
  /** One thing at a time per order: the second of two clicks waits and then sees what the first has done. */
  readonly inTurn: <T>(orderId: string, work: () => Promise<T>) => Promise<T>;
}

export function createDesk(parts: Omit<Desk, 'inTurn' | 'post'>): Desk {
  return { ...parts, post: createPost(parts), inTurn: queues() };
}

/** Who has the order's money, where that is not the provider in use now; configuration may change between two starts. */
export function heldElsewhere({ payments }: Desk, { checkout }: Order): string | undefined {
  return checkout === undefined || checkout.provider === payments.provider ? undefined : checkout.provider;
}

/** @throws `Refusal` for an order whose money another provider has: asking this one could only do harm. */
export function assertHeldHere(desk: Desk, order: Order): void {
  const provider = heldElsewhere(desk, order);
  if (provider === undefined) return;
  const text = `Its payment is with ${provider}, and payments are by ${desk.payments.provider} now. Nothing was asked of either.`;
  throw new Refusal(409, 'Another provider has this order', text);
}

function queues(): Desk['inTurn'] {
  const last = new Map<string, Promise<unknown>>();
  return async (orderId, work) => {
    const turn = (last.get(orderId) ?? Promise.resolve()).then(work, work);
    last.set(orderId, turn);
    try {
      return await turn;
    } finally {
      if (last.get(orderId) === turn) last.delete(orderId);
    }
  };
}
