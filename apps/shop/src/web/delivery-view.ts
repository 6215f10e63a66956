import type { DeadJob } from '@patchbay/jobs';
import { formatMoney } from '@patchbay/payments';
import { doubtfulMail } from '../desk/dead-mail.ts';
import type { Desk } from '../desk/desk.ts';
import type { DeliveriesView } from '../pages/deliveries.tsx';
import type { IncomingService } from '../pages/deliveries-in.tsx';
import { deadReasons, type OutgoingView } from '../pages/deliveries-out.tsx';
import type { DeadLetter } from '../pages/delivery-dead.tsx';
import type { Shop } from './context.ts';
import type { Deliveries } from './delivery-routes.tsx';

/** So many of each kind are shown. */
const mostShown = 25;
/** So many deliveries of a source are looked at for the newest: the store keeps them in no order. */
const mostRead = 1000;

/** All that the page of deliveries shows, as it is now. */
export async function deliveriesView({ desk }: Shop, deliveries: Deliveries): Promise<DeliveriesView> {
  const { services } = deliveries;
  const incoming = await Promise.all(services.map((name) => incomingOf(deliveries, name)));
  const dead = await Promise.all(deadQueuesOf(deliveries).map((queue) => deadOf(deliveries, queue)));
  const letters = dead.flat().map((job) => toLetter(job, doubtfulMail(desk, job) !== undefined));
  return { incoming, dead: letters, refunds: await refundsOf(desk), outgoing: await outgoingOf(deliveries) };
}

/** Refunds that the ledger does not know the end of, and the shop neither. */
async function refundsOf({ moneyBack, store }: Desk): Promise<readonly DeadLetter[]> {
  const unresolved = await firstOf(moneyBack.ledger.unresolved(), mostShown);
  return unresolved.flatMap(({ idempotencyKey: id, isUnderWay, latestAt: diedAt }) => {
    const row = store.refunds.get(id);
    if (isUnderWay || row?.status !== 'asked') return [];
    const name = `${formatMoney(row.amount)} of ${row.orderId}`;
    return [
      { fields: { id }, name, reason: 'The answer was lost. Asking again is safe.', diedAt, mustStay: true },
    ];
  });
}

/** Whose dead letters are shown: those of the sources, and of whatever else works in the shop. */
export function deadQueuesOf({ services, queues }: Deliveries): readonly string[] {
  return [...services.map((name) => `webhooks.${name}`), ...queues];
}

async function incomingOf({ receiver }: Deliveries, name: string): Promise<IncomingService> {
  const found = await firstOf(receiver.deliveries.list(name), mostRead);
  const newest = found.toSorted((a, b) => b.receivedAt.getTime() - a.receivedAt.getTime());
  return { name, deliveries: newest.slice(0, mostShown), hasMore: newest.length > mostShown };
}

function deadOf({ jobs }: Deliveries, queue: string): Promise<readonly DeadJob[]> {
  return firstOf(jobs.dead.list({ queue }), mostShown);
}

function toLetter({ queue, id, attempts, error, diedAt }: DeadJob, isDoubtful: boolean): DeadLetter {
  const tries = attempts === 1 ? '1 try' : `${attempts} tries`;
  const doubt = isDoubtful ? ' It may have been sent: tried again, it may arrive twice.' : '';
  return {
    fields: { queue, id },
    name: `${queue} ${id}`,
    reason: `After ${tries}: ${error}${doubt}`,
    diedAt,
  };
}

async function outgoingOf({ sender }: Deliveries): Promise<OutgoingView> {
  const [endpoints, found, dead] = await Promise.all([
    sender.endpoints.list(),
    sender.deliveries.list({ limit: mostShown + 1 }),
    firstOf(sender.dead.list(), mostShown),
  ]);
  return {
    endpoints,
    deliveries: found.slice(0, mostShown),
    hasMore: found.length > mostShown,
    dead: dead.map(({ id, messageId, endpointId, reason, diedAt }) => ({
      fields: { id },
      name: `${messageId} to ${endpoints.find((endpoint) => endpoint.id === endpointId)?.url ?? endpointId}`,
      reason: deadReasons[reason ?? 'message_expired'],
      diedAt,
    })),
  };
}

async function firstOf<T>(all: AsyncIterable<T>, most: number): Promise<readonly T[]> {
  const found: T[] = [];
  for await (const one of all) {
    found.push(one);
    if (found.length === most) break;
  }
  return found;
}
