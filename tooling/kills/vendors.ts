import { type SendgridFake, sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import { serve } from '@patchbay/testing/node';
import * as z from 'zod';
import type { AimedMoments } from './moments.ts';
import type { PhaseName } from './phases.ts';
import { secrets } from './settings.ts';

/** Fakes of both vendors, each behind a socket. */
export interface Vendors extends AsyncDisposable {
  readonly stripe: StripeFake;
  readonly sendgrid: SendgridFake;
  readonly stripeUrl: string;
  readonly sendgridUrl: string;
  /** Delivers again what was not acknowledged. */
  redeliver(): void;
  /** How many events are not acknowledged yet. */
  undelivered(): number;
}

/** What the vendors see, and who is ended when they see what is aimed at. */
export interface Witness {
  readonly moments: AimedMoments;
  readonly end: (phase: PhaseName) => Promise<void>;
}

export async function startVendors(port: number, witness: Witness): Promise<Vendors> {
  const webhook = {
    url: `http://127.0.0.1:${port}/webhooks/payments`,
    secret: secrets.webhook,
    fetch: subscribed,
  };
  const stripe = stripeFake({ secretKey: secrets.stripe, webhook });
  const sendgrid = sendgridFake({ apiKey: secrets.sendgrid });
  const stripeServer = await serve(watched(stripe, '/v1/payment_intents', 'payment-taken', witness));
  const sendgridServer = await serve(watched(sendgrid, '/v3/mail/send', 'mail-taken', witness));
  return {
    stripe,
    sendgrid,
    stripeUrl: stripeServer.url,
    sendgridUrl: sendgridServer.url,
    ...courierOf(stripe),
    async [Symbol.asyncDispose]() {
      await Promise.all([stripeServer.close(), sendgridServer.close()]);
    },
  };
}

const patienceMs = 5000;
const eventSchema = z.object({ type: z.string() });

/** The endpoint wants one type of events alone, as it is chosen in the dashboard of Stripe. */
const subscribed: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const { type } = eventSchema.parse(await request.clone().json());
  if (type !== 'payment_intent.succeeded') return new Response(null, { status: 200 });
  return fetch(request, { signal: AbortSignal.timeout(patienceMs) });
};

type Handler = (request: Request) => Promise<Response>;

/** Whoever asked may end when the work is done, and the answer has not left yet. */
function watched(
  fake: { readonly handle: Handler },
  path: string,
  phase: PhaseName,
  { moments, end }: Witness,
): Handler {
  return async (request) => {
    const response = await fake.handle(request);
    const isIt = request.method === 'POST' && new URL(request.url).pathname === path && response.ok;
    if (isIt && moments.announce(phase)) await end(phase);
    return response;
  };
}

const isTaken = (status: number | undefined): boolean =>
  status !== undefined && status >= 200 && status < 300;

function courierOf(stripe: StripeFake): Pick<Vendors, 'redeliver' | 'undelivered'> {
  const underWay = new Set<string>();
  /** The best that became of each event so far. */
  const statuses = (): ReadonlyMap<string, number> => {
    const best = new Map<string, number>();
    for (const { eventId, status } of stripe.deliveries)
      if (!isTaken(best.get(eventId))) best.set(eventId, status);
    return best;
  };
  return {
    redeliver() {
      for (const [id, status] of statuses()) {
        if (isTaken(status) || underWay.has(id)) continue;
        underWay.add(id);
        void stripe.deliver(id).finally(() => underWay.delete(id));
      }
    },
    undelivered() {
      const known = statuses();
      return stripe.events.filter(({ id }) => !isTaken(known.get(id))).length;
    },
  };
}
