import { Stripe } from 'stripe';

/** What the vendor and the receiver share. */
export const webhookSecret = 'whsec_of_the_load_run_000000000000';

/** Why a delivery must be refused; `genuine`: it must not. */
export type Kind = 'genuine' | 'forged' | 'stale' | 'truncated';

/** One HTTP request that will be made. */
export interface Delivery {
  readonly kind: Kind;
  readonly eventId: string;
  readonly objectId: string;
  readonly body: string;
  /** The header, made when it is sent: it carries the time. */
  readonly sign: () => string;
}

const { webhooks } = new Stripe('sk_test_unused');
const staleSeconds = 600;

/** An event of Stripe about a payment. */
export function eventBody(eventId: string, objectId: string, second: number): string {
  const object = {
    id: objectId,
    object: 'payment_intent',
    amount: 1200,
    amount_capturable: 0,
    amount_received: 1200,
    capture_method: 'automatic',
    created: second,
    currency: 'eur',
    livemode: false,
    metadata: {},
    status: 'succeeded',
  };
  return JSON.stringify({
    id: eventId,
    object: 'event',
    created: second,
    livemode: false,
    type: 'payment_intent.succeeded',
    data: { object },
  });
}

/** A delivery of an event. Signed by the vendor’s own SDK, or spoilt. */
export function delivery(kind: Kind, eventId: string, objectId: string): Delivery {
  const second = Math.floor(Date.now() / 1000);
  const payload = eventBody(eventId, objectId, second);
  const secret = kind === 'forged' ? 'whsec_of_somebody_else_0000000000' : webhookSecret;
  return {
    kind,
    eventId,
    objectId,
    body: kind === 'truncated' ? payload.slice(0, -20) : payload,
    sign: () => {
      const now = Math.floor(Date.now() / 1000);
      const timestamp = kind === 'stale' ? now - staleSeconds : now;
      return webhooks.generateTestHeaderString({ payload, secret, timestamp });
    },
  };
}

const spoilt = ['forged', 'stale', 'truncated'] as const;
const spoiltShare = 0.05;
const eventsPerObject = 8;
const mostCopies = 4;

/** So many deliveries: each event 1 to 4 times, one in twenty spoilt, all of them shuffled. */
export function shuffledDeliveries(count: number, random: () => number): readonly Delivery[] {
  const all: Delivery[] = [];
  for (let index = 0; index < Math.floor(count * spoiltShare); index += 1)
    all.push(delivery(spoilt[index % spoilt.length] ?? 'forged', `evt_spoilt_${index}`, `pi_${index % 40}`));
  for (let event = 0; all.length < count; event += 1) {
    const one = delivery('genuine', `evt_${event}`, `pi_${Math.floor(event / eventsPerObject)}`);
    const copies = Math.min(1 + Math.floor(random() * mostCopies), count - all.length);
    for (let copy = 0; copy < copies; copy += 1) all.push(one);
  }
  return shuffle(all, random);
}

function shuffle<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item);
}
