import type { Live } from '../live.ts';
import type { ShopPayments } from '../requirements.ts';
import type { Store } from '../store/store.ts';

/** What buying, settling and refunding work with. */
export interface Desk {
  readonly payments: ShopPayments;
  readonly store: Store;
  readonly live: Live;
  /** Where the payer's browser reaches the shop, without a slash at the end. */
  readonly publicUrl: string;
  /** One thing at a time per order: the second of two clicks waits and then sees what the first has done. */
  readonly inTurn: <T>(orderId: string, work: () => Promise<T>) => Promise<T>;
}

export function createDesk(parts: Omit<Desk, 'inTurn'>): Desk {
  return { ...parts, inTurn: queues() };
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
