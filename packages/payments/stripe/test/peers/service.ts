import { type StripePayments, stripePayments } from '@patchbay/payments-stripe';
import { stripeFake } from '@patchbay/payments-stripe/fake';
import { type FaultServer, serve } from '@patchbay/testing/node';
import * as z from 'zod';

export const secretKey = 'sk_test_peers';
export const webhookSecret = 'whsec_peers_0000000000000000000';

/** One server that speaks Stripe's API, and the adapter in front of it. */
export interface Service extends AsyncDisposable {
  readonly send: Send;
  readonly payments: StripePayments;
  /** The first webhook that it sends after `work`. */
  webhook(work: () => Promise<unknown>): Promise<Request>;
}

export type Send = (request: RawRequest) => Promise<Answer>;

export interface RawRequest {
  readonly method?: 'GET' | 'POST' | 'DELETE';
  readonly path: string;
  readonly form?: Readonly<Record<string, string>>;
  readonly key?: string;
  readonly secretKey?: string;
}

/** What is compared: the status, the error's own fields, and the object itself. */
export interface Answer {
  readonly http: number;
  readonly body: z.infer<typeof bodySchema>;
  readonly replayed: boolean;
}

const error = z.looseObject({
  type: z.string(),
  code: z.string().optional(),
  decline_code: z.string().optional(),
  param: z.string().optional(),
});
const bodySchema = z.looseObject({
  id: z.string().optional(),
  status: z.string().nullish(),
  error: error.optional(),
});

/** Talks to the server at `origin` in form encoding, as every client of Stripe does. */
export function sender(origin: string): Send {
  return async ({ method = 'POST', path, form = {}, key, secretKey: credential = secretKey }) => {
    const headers = new Headers({ authorization: `Bearer ${credential}` });
    if (key !== undefined) headers.set('idempotency-key', key);
    const query = method === 'POST' ? '' : `?${new URLSearchParams(form).toString()}`;
    const body = method === 'POST' ? new URLSearchParams(form) : null;
    const response = await fetch(`${origin}${path}${query}`, { method, headers, body });
    const replayed = response.headers.get('idempotent-replayed') === 'true';
    return { http: response.status, body: bodySchema.parse(await response.json()), replayed };
  };
}

/** Our own fake, as a peer sees it. */
export async function fakeService(): Promise<Service> {
  const inbox = await openInbox();
  const server = await serve(stripeFake({ secretKey, webhook: { url: inbox.url, secret: webhookSecret } }));
  return toService(server.url, inbox, () => server.close());
}

/** A peer at an address, with the inbox that it was told to send its webhooks to. */
export function toService(origin: string, inbox: Inbox, close: () => Promise<void>): Service {
  const payments = stripePayments(
    { secretKey, webhookSecret, baseUrl: origin },
    { policy: { retry: false } },
  );
  return {
    send: sender(origin),
    payments,
    async webhook(work) {
      const next = inbox.next();
      await work();
      return next;
    },
    async [Symbol.asyncDispose]() {
      await payments.close();
      await close();
      await inbox.close();
    },
  };
}

/** Where webhooks arrive. */
export interface Inbox extends Pick<FaultServer, 'url' | 'close'> {
  next(): Promise<Request>;
}

export async function openInbox(): Promise<Inbox> {
  const waiting: ((request: Request) => void)[] = [];
  const server = await serve(async (request) => {
    const { url, headers } = request;
    waiting.shift()?.(new Request(url, { method: 'POST', headers, body: await request.arrayBuffer() }));
    return new Response('ok');
  });
  const { url } = server;
  return { url, close: () => server.close(), next: () => new Promise((resolve) => waiting.push(resolve)) };
}
