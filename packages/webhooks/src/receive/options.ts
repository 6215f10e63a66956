import type { Clock } from '@patchbay/core';
import type { Jobs } from '@patchbay/jobs';
import type { State } from '@patchbay/state';
import type { Delivery, DeliveryOutcome } from './delivery.ts';
import type { WebhookEvent, WebhookVerifier } from './event.ts';

/** Where webhooks come from, and what is done with their events. */
export interface ReceiverSource<E extends WebhookEvent = WebhookEvent, C = unknown> {
  /** Verifies them: a facade, or anything with its `webhooks.receive`. Secrets and their rotation are its business. */
  readonly from: WebhookVerifier<E>;
  /** The event types that are wanted; others are acknowledged and forgotten. Default: all, `unhandled` too. */
  readonly events?: readonly E['type'][];
  /** Addresses and networks (`203.0.113.0/24`) that may deliver. Default: all. */
  readonly allowFrom?: readonly string[];
  /**
   * `skip`: an event that happened before one of the same object that was handled already is not handled.
   * Default: `handle`; `delivery.isLate` tells.
   */
  readonly late?: 'handle' | 'skip';
  /** Largest body, in octets, and no more than the source takes: of a facade 1 MiB. Default: 1 MiB. */
  readonly maxBytes?: number;
  /**
   * Whether the vendor's own event (`raw`) is kept until the event is forgotten: it may hold personal data and secrets
   * of your customers. Default: true.
   */
  readonly keepsRaw?: boolean;
  /** Reads the object as it is now, before each try: what it gives is `delivery.current`. */
  refetch?(event: E): Promise<C>;
  /**
   * Handles an event; what it throws counts as a failed try. It runs at least once: after a crash it may run again for
   * an event that it has handled.
   */
  handle(event: E, delivery: Delivery<C>): Promise<unknown> | void;
  /** What the vendor wants to read. Default: 200 without a body. */
  acknowledge?(): Response;
  /**
   * Answers a vendor that wants to know whose endpoint this is; `undefined`: it is an ordinary webhook. Only with it
   * are GET and HEAD answered. Nothing is verified yet: tell a stranger nothing.
   */
  handshake?(request: Request): Response | undefined | Promise<Response | undefined>;
}

/** What the receiver keeps its records in. */
export type ReceiverState = State<'get' | 'put' | 'putIfAbsent' | 'cas' | 'list'>;

/** What the receiver hands its work to. */
export type ReceiverJobs = Jobs<'enqueue' | 'dead.redrive'>;

/** How webhooks are received. `S` has the event type of each source. */
export interface ReceiverOptions<S extends Readonly<Record<string, WebhookEvent>>> {
  /** By name: 1 to 64 of `a-z A-Z 0-9 . _ -`. The name is the last segment of the route. */
  readonly sources: { readonly [K in keyof S]: ReceiverSource<S[K]> };
  /** Remembers events; shared by all processes that receive. */
  readonly state: ReceiverState;
  /** Takes events, for workers to handle. Without it they are handled before the answer. */
  readonly jobs?: ReceiverJobs;
  /** `object`: events of one object are handled one at a time, as they were accepted. Default: `object`. */
  readonly order?: 'object' | 'none';
  /**
   * Where the vendor sends to, if that is not what requests say: behind a proxy, for vendors that sign the address. The
   * path of the request is added.
   */
  readonly publicUrl?: string;
  /**
   * How long an event is remembered after its last change, in milliseconds, ten seconds or more. Default: seven days.
   */
  readonly retentionMs?: number;
  /** For tests. Default: the clock of the machine. */
  readonly clock?: Clock;
  /** Told of everything that happens, for metrics. It must not throw. */
  readonly onDelivery?: (outcome: DeliveryOutcome) => void;
}

/**
 * A source whose handler knows what `refetch` gives: in a plain object `delivery.current` is `unknown`.
 * @example
 * const orders = receiverSource({
 *   from: payments,
 *   refetch: (event) => payments.get(event.objectId ?? ''),
 *   handle: async (_event, { current }) => settle(current),
 * });
 */
export function receiverSource<E extends WebhookEvent, C>(
  source: ReceiverSource<E, C>,
): ReceiverSource<E, C> {
  return source;
}
