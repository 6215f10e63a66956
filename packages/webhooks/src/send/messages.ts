import type { ClaimedJob, Enqueued, Jobs, Json } from '@patchbay/jobs';
import * as z from 'zod';
import { type DeliveryName, deliveryKey, deliveryRecord, idOf, toDigits, toPayload } from './delivery.ts';
import { isType, wants } from './endpoint.ts';
import type { Endpoints } from './endpoints.ts';
import { refuse } from './refusal.ts';
import type { Shared } from './store.ts';

/** What the sender needs of jobs. */
export type SenderJobs = Jobs<'enqueue' | 'dead.list' | 'dead.redrive' | 'dead.discard'>;

/** A message to whoever wants its type. */
export interface OutgoingMessage {
  /** Yours: one message per id. 1 to 100 of `a-z A-Z 0-9 _ -`. Default: a random one. */
  readonly id?: string;
  /** Words with full stops between them: `order.paid`. At most 128 characters. */
  readonly type: string;
  readonly data: Json;
  /** Default: now. */
  readonly occurredAt?: Date;
}

/** How a message is sent. */
export interface SendOptions {
  /**
   * Your own open transaction: the message is sent if and only if you commit. Needs jobs with the trait `transaction`.
   * It is refused where it is there and `undefined`.
   */
  readonly transaction?: unknown;
}

/** What every message keeps to. */
export const messageLimits = {
  /** Of the body, type and time included, in octets of UTF-8: with its time it has to fit into one record. */
  bodyBytes: 256 * 1024 - 16,
} as const;

/** The queues of the sender. */
export interface Queues {
  /** One job per message. */
  readonly messages: string;
  /** One job per message and endpoint. */
  readonly deliveries: string;
}

const payloadSchema = z.object({ type: z.string(), timestamp: z.string(), data: z.json() });

/** Messages as they are kept: body and time. */
export class Messages {
  readonly #shared: Shared;
  readonly #jobs: SenderJobs;
  readonly #queues: Queues;
  readonly #firstDelayMs: number;

  constructor(shared: Shared, jobs: SenderJobs, queues: Queues, firstDelayMs: number) {
    this.#shared = shared;
    this.#jobs = jobs;
    this.#queues = queues;
    this.#firstDelayMs = firstDelayMs;
  }

  /** Writes one job: that is all, so it is there wholly or not at all. */
  async send(message: OutgoingMessage, options: SendOptions): Promise<Enqueued> {
    const { id = `msg_${crypto.randomUUID().replaceAll('-', '')}`, type, data } = message;
    if (!/^[\w-]{1,100}$/.test(id)) throw unsound('id', '1 to 100 of a-z A-Z 0-9 _ -');
    if (!isType(type)) throw unsound('type', 'words with full stops between them, at most 128 characters');
    const timestamp = toTimestamp(message.occurredAt ?? new Date(this.#shared.clock.now()));
    const payload = { type, timestamp, data };
    if (bytesOf(payload) > messageLimits.bodyBytes) throw tooLarge();
    const job = { queue: this.#queues.messages, id, payload };
    const { transaction } = options; // one that got lost on the way is for the jobs to refuse
    return this.#jobs.enqueue('transaction' in options ? { ...job, transaction } : job);
  }

  /** Keeps the body, from now on the same to the byte, and makes a delivery for each endpoint. Harmless to repeat. */
  async fanOut({ id, payload }: Pick<ClaimedJob, 'id' | 'payload'>, endpoints: Endpoints): Promise<void> {
    const { type, timestamp, data } = payloadSchema.parse(payload);
    const { store, clock, retentionMs } = this.#shared;
    const written = `${toDigits(clock.now())} ${JSON.stringify({ type, timestamp, data })}`;
    const kept = await store.writeOnce(keyOf(id), written, retentionMs);
    const at = Number.parseInt(kept, 10);
    for (const endpoint of await endpoints.list()) {
      if (wants(endpoint, type)) await this.deliver({ messageId: id, endpointId: endpoint.id, at }, type);
    }
  }

  /** Makes a delivery, once. */
  async deliver(name: DeliveryName, type: string): Promise<void> {
    const { store, clock, retentionMs } = this.#shared;
    const fresh = { name, type, status: 'waiting', tries: 0, attempts: [] };
    const text = await store.writeOnce(deliveryKey(name), JSON.stringify(fresh), retentionMs);
    if (deliveryRecord.parse(JSON.parse(text)).status !== 'waiting') return;
    const job = { queue: this.#queues.deliveries, id: idOf(name), payload: toPayload(name) };
    const runAt = new Date(clock.now() + this.#firstDelayMs);
    await this.#jobs.enqueue(this.#firstDelayMs > 0 ? { ...job, runAt } : job);
  }

  /** The body of a message, and its type; `undefined` for one that is not kept any more. */
  async read(id: string): Promise<{ readonly body: string; readonly type: string } | undefined> {
    const text = await this.#shared.store.text(keyOf(id));
    if (text === undefined) return undefined;
    const body = text.slice(text.indexOf(' ') + 1);
    return { body, type: payloadSchema.parse(JSON.parse(body)).type };
  }
}

const keyOf = (id: string): string => `message:${id}`;

function toTimestamp(date: Date): string {
  if (Number.isNaN(date.getTime())) throw unsound('occurredAt', 'a time');
  return date.toISOString();
}

/** What is no JSON is refused by the jobs. */
function bytesOf(payload: object): number {
  try {
    return new TextEncoder().encode(JSON.stringify(payload)).byteLength;
  } catch {
    throw unsound('data', 'JSON');
  }
}

function unsound(path: string, expected: string): Error {
  return refuse('send', {
    code: 'invalid_request',
    message: `The message is not sound: ${path}: expected ${expected}.`,
    problems: [{ path, expected }],
  });
}

function tooLarge(): Error {
  return refuse('send', {
    code: 'payload_too_large',
    message: `The message is larger than ${messageLimits.bodyBytes} bytes.`,
    hint: 'Send the id of what happened, and let the receiver ask for the rest.',
  });
}
