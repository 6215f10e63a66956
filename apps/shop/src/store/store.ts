import { join } from 'node:path';
import { openDatabase } from './database.ts';
import { type HandledEvents, handledEventsIn } from './handled-events.ts';
import { type Orders, ordersIn } from './orders.ts';
import { type PaymentStates, paymentsIn } from './payments.ts';
import { type Refunds, refundsIn } from './refunds.ts';
import { type Timeline, timelineIn } from './timeline.ts';

/** Everything of the shop that survives a restart, in one file. */
export interface Store {
  readonly orders: Orders;
  readonly payments: PaymentStates;
  readonly refunds: Refunds;
  readonly timeline: Timeline;
  readonly handledEvents: HandledEvents;
  close(): void;
}

export function openStore(folder: string): Store {
  const database = openDatabase(join(folder, 'shop.sqlite'));
  return {
    orders: ordersIn(database),
    payments: paymentsIn(database),
    refunds: refundsIn(database),
    timeline: timelineIn(database),
    handledEvents: handledEventsIn(database),
    close: () => database.close(),
  };
}
