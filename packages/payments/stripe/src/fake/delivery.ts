import type Stripe from 'stripe';
import type { SignOptions, StripeFakeOptions, WebhookDelivery } from './types.ts';

export type WebhookTarget = NonNullable<StripeFakeOptions['webhook']>;

/** Sends events to the webhook endpoint, those of one object one after the other. */
export interface Courier {
  /** Sends events without waiting for it. */
  dispatch(events: readonly Stripe.Event[]): void;
  /** Sends one event again. Resolves to the receiver's status, 0 if it was not reached. */
  deliver(event: Stripe.Event): Promise<number>;
  settled(): Promise<void>;
  readonly deliveries: WebhookDelivery[];
}

export function courier(target: WebhookTarget | undefined, now: () => number): Courier {
  if (target !== undefined) checkLoopback(target.url);
  const deliveries: WebhookDelivery[] = [];
  const lanes = new Map<string, Promise<number>>();

  async function send(event: Stripe.Event): Promise<number> {
    if (target === undefined) return 0;
    const status = await post(target, event, now);
    if (status >= 200 && status < 300) event.pending_webhooks = 0;
    deliveries.push({ eventId: event.id, type: event.type, url: target.url, status, at: now() });
    return status;
  }

  function enqueue(event: Stripe.Event): Promise<number> {
    const lane = laneOf(event);
    const next = (lanes.get(lane) ?? Promise.resolve(0))
      .then(() => send(event))
      .finally(() => {
        if (lanes.get(lane) === next) lanes.delete(lane);
      });
    lanes.set(lane, next);
    return next;
  }

  return {
    deliveries,
    deliver: enqueue,
    dispatch(events) {
      if (target === undefined) return;
      for (const event of events) void enqueue(event);
    },
    async settled() {
      // A receiver may call the API and so cause more events while we wait.
      while (lanes.size > 0) await Promise.all(lanes.values());
    },
  };
}

/** The request that Stripe would send: https://docs.stripe.com/webhooks#verify-manually (2026-11-22). */
export async function signedRequest(
  event: Stripe.Event,
  defaults: { readonly url: string; readonly secret: string; readonly now: () => number },
  options: SignOptions = {},
): Promise<Request> {
  const body = JSON.stringify(event, null, 2);
  const timestamp = options.timestamp ?? Math.floor(defaults.now() / 1000);
  const secrets = [options.secret ?? defaults.secret, ...(options.extraSecrets ?? [])];
  const signatures = await Promise.all(secrets.map((secret) => hmac(secret, `${timestamp}.${body}`)));
  return new Request(options.url ?? defaults.url, {
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json; charset=utf-8',
      'stripe-signature': [`t=${timestamp}`, ...signatures.map((signature) => `v1=${signature}`)].join(','),
      'user-agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
  });
}

async function post(target: WebhookTarget, event: Stripe.Event, now: () => number): Promise<number> {
  const request = await signedRequest(event, { ...target, now });
  try {
    // A redirect is a failure at Stripe, so it is not followed.
    const response = await (target.fetch ?? fetch)(new Request(request, { redirect: 'manual' }));
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

async function hmac(secret: string, message: string): Promise<string> {
  const encoder = new TextEncoder();
  const algorithm = { name: 'HMAC', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('raw', encoder.encode(secret), algorithm, false, ['sign']);
  const digest = new Uint8Array(await crypto.subtle.sign('HMAC', key, encoder.encode(message)));
  return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function laneOf(event: Stripe.Event): string {
  const { object } = event.data;
  return 'id' in object && typeof object.id === 'string' ? object.id : event.id;
}

/** The fake signs with a secret that a test knows, so nothing but this machine may hear from it. */
function checkLoopback(address: string): void {
  const { hostname } = new URL(address);
  const local =
    hostname === 'localhost' ||
    hostname.endsWith('.localhost') ||
    hostname === '[::1]' ||
    /^127(\.\d+){3}$/.test(hostname);
  if (!local) throw new Error(`The fake delivers webhooks to loopback hosts only, not to ${hostname}.`);
}
