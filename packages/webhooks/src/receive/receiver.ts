import { IntegrationError, type ListOptions, type Pages, systemClock } from '@patchbay/core';
import type { Worker } from '@patchbay/jobs';
import { accept } from './accept.ts';
import { allowList } from './allow-list.ts';
import { deliveryBook } from './book.ts';
import { checkOptions, warningsOf } from './check-options.ts';
import type { Context, Service } from './context.ts';
import { getDelivery, listDeliveries, replay } from './deliveries.ts';
import type { Accepted, DeliveryRecord } from './delivery.ts';
import type { WebhookEvent } from './event.ts';
import type { ReceiverOptions, ReceiverSource } from './options.ts';
import { answer, type RequestContext } from './request.ts';
import { faultOf } from './result.ts';
import { type SweepOptions, type Swept, sweepOnce } from './sweep.ts';
import { noSuchSource, type ReceiverWork, startWork } from './worker.ts';

type Events = Readonly<Record<string, WebhookEvent>>;

/** Receives webhooks. `S` has the event type of each source. */
export interface WebhookReceiver<S extends Events = Events> {
  /**
   * Answers a request of `/webhooks/:service`, `/api/webhooks/:service` or wherever you mount it. It never throws. A
   * 2xx means: all events of the request are kept, or were already; 5xx: deliver again.
   * @example
   * const response = await receiver.handle(request, { address: socket.remoteAddress });
   */
  handle(request: Request, context?: RequestContext): Promise<Response>;
  /**
   * Accepts verified events from elsewhere, as if they had been delivered. Ones that are known change nothing.
   * @throws `IntegrationError` of the stores; without jobs what a handler throws.
   */
  accept<K extends keyof S & string>(service: K, events: readonly S[K][]): Promise<readonly Accepted[]>;
  /**
   * Looks once for events that never came, and accepts them; call it by a timer. `undefined`: another process is at it.
   * @throws what the list throws, and what accepting an event does; the next sweep begins where this one did.
   * `invalid_request` for an overlap that is no time.
   */
  sweep<K extends keyof S & string>(service: K, options: SweepOptions<S[K]>): Promise<Swept | undefined>;
  /**
   * Handles what was received, until the worker is closed. A receiver needs `jobs` for it.
   * @throws `IntegrationError` `config_invalid` without jobs, `not_found` for a source that there is not.
   */
  work(options?: ReceiverWork): Worker;
  /** What was delivered, for as long as it is remembered. */
  readonly deliveries: {
    /** In no promised order. */
    list(service: keyof S & string, options?: Pick<ListOptions, 'limit'>): Pages<DeliveryRecord>;
    /** By the event's `dedupeKey`. */
    get(service: keyof S & string, key: string): Promise<DeliveryRecord | undefined>;
    /**
     * Handles a delivery again, whether it is done or dead. One that is under way stays as it is; one that is late is
     * left out again where the source says `late: 'skip'`.
     * @throws `IntegrationError` `not_found`; without jobs also what the handler throws.
     */
    replay(service: keyof S & string, key: string): Promise<void>;
  };
  /** What works now and would not on several machines, one sentence each. */
  readonly warnings: readonly string[];
}

const weekMs = 7 * 24 * 3_600_000;

/**
 * Receives webhooks: verified on their raw bytes, each event kept once, acknowledged, and handled in order.
 *
 * Of one object (a payment, a mail, a person) one event is handled at a time. With `jobs` the answer does not wait for
 * it.
 * @throws `IntegrationError` `config_invalid` that names every problem of the options.
 * @example
 * const receiver = webhookReceiver({
 *   sources: { payments: { from: payments, handle: async (event) => settle(event.objectId) } },
 *   state, jobs,
 * });
 * const worker = receiver.work({ concurrency: 8 });
 */
export function webhookReceiver<const S extends Events>(options: ReceiverOptions<S>): WebhookReceiver<S> {
  checkOptions(options);
  const context = contextOf(options);
  const { jobs } = context;
  return {
    handle: (request, requestContext = {}) => answer(context, request, requestContext),
    accept: async (service, events) => acceptAll(context, serviceOf(context, service), events),
    sweep: async (service, how) => sweepOnce(context, serviceOf(context, service), how),
    work(how = {}) {
      if (jobs === undefined) throw withoutJobs();
      return startWork(context, jobs, how);
    },
    deliveries: {
      list: (service, how) => listDeliveries(context, serviceOf(context, service), how),
      get: async (service, key) => getDelivery(context, serviceOf(context, service), key),
      replay: async (service, key) => replay(context, serviceOf(context, service), key),
    },
    warnings: warningsOf(options),
  };
}

function contextOf(options: ReceiverOptions<Events>): Context {
  const { state, jobs, publicUrl, order, retentionMs = weekMs, clock = systemClock } = options;
  const services = Object.entries(options.sources).map(([name, source]) => toService(name, source));
  return {
    services: new Map(services.map((service) => [service.name, service])),
    state,
    jobs,
    book: deliveryBook(state, clock, retentionMs),
    isOrdered: order !== 'none',
    publicUrl,
    retentionMs,
    clock,
    report(outcome) {
      try {
        options.onDelivery?.(outcome);
      } catch {
        // Who only watches must not change what becomes of an event.
      }
    },
  };
}

function toService(name: string, source: ReceiverSource): Service {
  const { allowFrom, events } = source;
  return {
    name,
    source,
    allowList: allowFrom === undefined ? undefined : allowList(allowFrom),
    wanted: events === undefined ? undefined : new Set(events),
  };
}

function serviceOf({ services }: Context, name: string): Service {
  const service = services.get(name);
  if (service === undefined) throw noSuchSource(name);
  return service;
}

async function acceptAll(
  context: Context,
  service: Service,
  events: readonly WebhookEvent[],
): Promise<readonly Accepted[]> {
  const accepted: Accepted[] = [];
  for (const event of events) {
    const result = await accept(context, service, event);
    const fault = faultOf(result);
    if (fault !== undefined) throw fault.error;
    if (typeof result === 'string') accepted.push(result);
  }
  return accepted;
}

function withoutJobs(): IntegrationError {
  return new IntegrationError({
    code: 'config_invalid',
    message: 'A receiver without jobs handles events before it answers: there is nothing to work at.',
    outcome: 'not_applied',
    category: 'webhooks',
    hint: 'Give the receiver `jobs`, or do not call `work`.',
  });
}
