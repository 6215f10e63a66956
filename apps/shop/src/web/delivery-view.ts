import type { DeadJob } from '@patchbay/jobs';
import type { DeliveriesView } from '../pages/deliveries.tsx';
import type { IncomingService } from '../pages/deliveries-in.tsx';
import { deadReasons, type OutgoingView } from '../pages/deliveries-out.tsx';
import type { DeadLetter } from '../pages/delivery-dead.tsx';
import type { Deliveries } from './delivery-routes.tsx';

/** So many of each kind are shown. */
const mostShown = 25;
/** So many deliveries of a source are looked at for the newest: the store keeps them in no order. */
const mostRead = 1000;

/** All that the page of deliveries shows, as it is now. */
export async function deliveriesView(deliveries: Deliveries): Promise<DeliveriesView> {
  const { services } = deliveries;
  const incoming = await Promise.all(services.map((name) => incomingOf(deliveries, name)));
  const dead = await Promise.all(deadQueuesOf(deliveries).map((queue) => deadOf(deliveries, queue)));
  return { incoming, dead: dead.flat(), outgoing: await outgoingOf(deliveries) };
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

async function deadOf({ jobs }: Deliveries, queue: string): Promise<readonly DeadLetter[]> {
  return (await firstOf(jobs.dead.list({ queue }), mostShown)).map(toLetter);
}

function toLetter({ queue, id, attempts, error, diedAt }: DeadJob): DeadLetter {
  const reason = `After ${attempts === 1 ? '1 try' : `${attempts} tries`}: ${error}`;
  return { fields: { queue, id }, name: `${queue} ${id}`, reason, diedAt };
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
