import { emailOf, paymentsOf } from './accounts.ts';
import type { Books } from './judge.ts';
import type { Order } from './orders.ts';
import { eventQueue, mailQueue, queues } from './queues.ts';
import type { Settings } from './settings.ts';
import { opened } from './stores.ts';

/** The stores of the application as the run looks into them. */
export interface Desk extends AsyncDisposable {
  /** Makes what is missing in an empty store. */
  prepare(): Promise<void>;
  /** Jobs that wait or run, by queue. */
  left(): Promise<Readonly<Record<string, number>>>;
  read(): Promise<Kept>;
}

/** What the stores say. */
type Kept = Pick<Books, 'unresolvedMails' | 'unresolvedPayments' | 'deadMails' | 'deadEvents' | 'left'> & {
  readonly orders: readonly Order[];
};

export function openDesk(settings: Settings): Desk {
  const { store, where } = settings;
  const orders = opened[store].orders(where);
  const state = opened[store].state(where);
  const jobs = opened[store].jobs(where);
  const payments = paymentsOf(settings, state);
  const email = emailOf(settings, state);
  const left = async (): Promise<Readonly<Record<string, number>>> => {
    const stats = await Promise.all(
      queues.map(async (queue) => [queue, await jobs.stats({ queue })] as const),
    );
    return Object.fromEntries(
      stats.map(([queue, { ready, delayed, running }]) => [queue, ready + delayed + running]),
    );
  };
  const dead = async (queue: string): Promise<readonly string[]> => {
    const ids: string[] = [];
    for await (const { id } of jobs.dead.list({ queue })) ids.push(id);
    return ids;
  };
  return {
    async prepare() {
      await Promise.all([orders.all(), state.get('nothing'), left()]);
    },
    left,
    read: async () => ({
      orders: await orders.all(),
      unresolvedMails: await keysOf(email.ledger.unresolved()),
      unresolvedPayments: await keysOf(payments.ledger.unresolved()),
      deadMails: await dead(mailQueue),
      deadEvents: await dead(eventQueue),
      left: await left(),
    }),
    async [Symbol.asyncDispose]() {
      await Promise.all([payments, email, jobs, state].map((facade) => facade.close()));
      await orders.close();
    },
  };
}

/** The key of a write is the id of its order. */
async function keysOf(
  writes: AsyncIterable<{ readonly idempotencyKey: string }>,
): Promise<readonly string[]> {
  const keys: string[] = [];
  for await (const { idempotencyKey } of writes) keys.push(idempotencyKey);
  return keys;
}
