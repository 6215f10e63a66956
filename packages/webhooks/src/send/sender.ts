import { type Clock, type Random, type SecretInput, systemClock } from '@patchbay/core';
import type { Enqueued, Worker, WorkOptions } from '@patchbay/jobs';
import { type DeliverySetup, deliver, reporting, retryDelay, type SenderEvent } from './deliver.ts';
import { type DeadDeliveries, DeliveryBook, type ListDeliveries, type Replay } from './deliveries.ts';
import type { Delivery, SentOutcome } from './delivery.ts';
import { EndpointBook, type Endpoints } from './endpoints.ts';
import { Gates } from './gates.ts';
import {
  Messages,
  type OutgoingMessage,
  type Queues,
  type SenderJobs,
  type SendOptions,
} from './messages.ts';
import { checkFigures } from './options.ts';
import { usualSchedule } from './schedule.ts';
import { makeSeal } from './seal.ts';
import { type SenderState, type Shared, Store } from './store.ts';
import type { DeliveryTransport } from './transport.ts';

/** What a sender is made of. */
export interface WebhookSenderOptions {
  /** Keeps endpoints, messages and the log of deliveries. */
  readonly state: SenderState;
  /** Keeps what is to be sent. */
  readonly jobs: SenderJobs;
  /** Carries messages: `guardedTransport()` of `@patchbay/webhooks/node`. */
  readonly transport: DeliveryTransport;
  /**
   * At least 32 characters; the endpoints’ secrets are sealed by it. Several while it is rotated, the new one first.
   */
  readonly sealingKey: SecretInput | readonly SecretInput[];
  /** Milliseconds before each try. Default: 0, 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h, each a fifth more or less. */
  readonly schedule?: readonly number[];
  /** How long messages and deliveries are kept, in milliseconds: no shorter than the schedule. Default: 30 days. */
  readonly retentionMs?: number;
  /** An endpoint that did nothing but fail for so long is disabled, in milliseconds. Default: 5 days. */
  readonly disableAfterMs?: number;
  /** Tries of one endpoint at a time, in one process. Default: 4. */
  readonly concurrencyPerEndpoint?: number;
  /** When an endpoint that fails is left alone for a while, in one process. */
  readonly breaker?: SenderBreaker;
  /** How queues and records begin, so that several senders can share a store. Default: `webhooks`. */
  readonly name?: string;
  /** Told when an endpoint is disabled for what it answers: once, by the process that did it. */
  readonly onEvent?: (event: SenderEvent) => void | Promise<void>;
  /** Told of everything that happens to deliveries, for metrics. It must not throw. */
  readonly onDelivery?: (outcome: SentOutcome) => void;
  /** Told of what `onEvent` throws, and of failures while working that are no endpoint’s: of the store, for example. */
  readonly onError?: (error: unknown) => void;
  /** Default: the machine’s own. */
  readonly clock?: Clock;
  /** Default: `Math.random`. */
  readonly random?: Random;
}

/** When an endpoint that fails is left alone: deliveries are put off meanwhile, which is no try. */
export interface SenderBreaker {
  /** So many failures in a row. Default: 5. */
  readonly failures?: number;
  /** How long, in milliseconds; twice as long each time, up to ten minutes. Default: 30 000. */
  readonly openMs?: number;
}

/** How a sender works. */
export type SenderWork = Pick<WorkOptions, 'concurrency' | 'leaseMs' | 'pollMs'>;

/**
 * Sends signed messages to endpoints until they have them or are given up.
 *
 * Signatures, headers and schedule are those of https://www.standardwebhooks.com.
 */
export interface WebhookSender {
  readonly endpoints: Endpoints;
  /**
   * Sends a message to every endpoint that wants its type. When it returns, the message survives what the jobs survive.
   * Of many calls with one id the first counts; `isNew` tells which.
   * @throws `IntegrationError` `invalid_request`, `payload_too_large`, and what the jobs throw.
   * @example
   * await sender.send({ id: `paid-${order.id}`, type: 'order.paid', data: { orderId: order.id } });
   */
  send(message: OutgoingMessage, options?: SendOptions): Promise<Enqueued>;
  /** Delivers until the worker is closed. Any number of processes may do so. Default: 32 deliveries at a time. */
  work(options?: SenderWork): Worker;
  readonly deliveries: {
    /**
     * What became of messages, the newest first: each try with its time, status and duration, and nothing of its
     * answer.
     */
    list(input?: ListDeliveries): Promise<readonly Delivery[]>;
  };
  readonly dead: DeadDeliveries;
  /**
   * Sends again, under the same `webhook-id`: receivers that have it will drop it. How many deliveries were made.
   * @throws `IntegrationError` `not_found`: no such endpoint, or the message is not kept any more.
   * @example
   * await sender.replay({ endpointId, since: new Date(Date.now() - 86_400_000) });
   */
  replay(input: Replay): Promise<number>;
}

const day = 86_400_000;
const usualConcurrency = 32;

/**
 * A sender of webhooks over your state and your jobs.
 * @throws `IntegrationError` `config_invalid` for a figure out of its range, or a sealing key that is too short.
 * @example
 * const sender = webhookSender({ state, jobs, transport: guardedTransport(), sealingKey });
 * await using worker = sender.work();
 */
export function webhookSender(options: WebhookSenderOptions): WebhookSender {
  const { state, jobs, transport, name = 'webhooks', clock = systemClock, random = Math.random } = options;
  const { schedule = usualSchedule, retentionMs = 30 * day, disableAfterMs = 5 * day } = options;
  checkFigures({ ...options, schedule, retentionMs });
  const shared: Shared = { store: new Store(state, name), clock, random, retentionMs };
  // No full stop: after one stand the names of a receiver’s sources.
  const queues: Queues = { messages: `${name}-messages`, deliveries: `${name}-deliveries` };
  const endpoints = new EndpointBook(shared, makeSeal(options.sealingKey), transport);
  const messages = new Messages(shared, jobs, queues, schedule[0] ?? 0);
  const deliveries = new DeliveryBook(shared, { messages, endpoints, jobs, queues });
  const tell = teller(options);
  const gates = new Gates(gateOptions(options), clock);
  const report = reporter(options);
  const setup = {
    name,
    shared,
    endpoints,
    messages,
    gates,
    transport,
    schedule,
    disableAfterMs,
    tell,
    report,
  };
  return {
    endpoints,
    send: (message, sending = {}) => messages.send(message, sending),
    work: (working = {}) => startWork(options, queues, setup, working),
    deliveries: { list: (input = {}) => deliveries.list(input) },
    dead: deliveries.dead,
    replay: (input) => deliveries.replay(input),
  };
}

function startWork(
  options: WebhookSenderOptions,
  queues: Queues,
  setup: DeliverySetup,
  working: SenderWork,
): Worker {
  const report = (error: unknown): void => complain(options, error);
  const usual = { ...working, retry: retryDelay, onError: report };
  const fanOut = reporting((job) => setup.messages.fanOut(job, setup.endpoints), report);
  const handOver = reporting((job, held) => deliver(setup, job, held), report);
  const { jobs } = options;
  const fanning = jobs.work(queues.messages, fanOut, usual);
  const delivering = jobs.work(queues.deliveries, handOver, { concurrency: usualConcurrency, ...usual });
  const close = async (graceMs?: number): Promise<void> => {
    await Promise.all([fanning.close(graceMs), delivering.close(graceMs)]);
  };
  return { close, [Symbol.asyncDispose]: () => close() };
}

function gateOptions({ concurrencyPerEndpoint = 4, breaker = {} }: WebhookSenderOptions) {
  const { failures = 5, openMs = 30_000 } = breaker;
  return { concurrency: concurrencyPerEndpoint, failures, openMs };
}

/** What the application throws disturbs no delivery. */
function teller(options: WebhookSenderOptions): DeliverySetup['tell'] {
  return async (event) => {
    try {
      await options.onEvent?.(event);
    } catch (error) {
      complain(options, error);
    }
  };
}

/** Nobody is left to be told of what this throws. */
function complain({ onError }: Pick<WebhookSenderOptions, 'onError'>, error: unknown): void {
  try {
    onError?.(error);
  } catch {
    // It had its chance.
  }
}

/** Who only watches must not change what becomes of a delivery. */
function reporter({ onDelivery }: WebhookSenderOptions): DeliverySetup['report'] {
  return (outcome) => {
    try {
      onDelivery?.(outcome);
    } catch {
      // It must not throw.
    }
  };
}
