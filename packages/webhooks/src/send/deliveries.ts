import type { Page, Pages } from '@patchbay/core';
import type { DeadJob } from '@patchbay/jobs';
import {
  type DeadReason,
  type Delivery,
  type DeliveryName,
  type DeliveryRecord,
  deliveryKey,
  deliveryName,
  deliveryRecord,
  idOf,
  nameOfKey,
  toDelivery,
} from './delivery.ts';
import type { EndpointBook } from './endpoints.ts';
import type { Messages, Queues, SenderJobs } from './messages.ts';
import { refuse } from './refusal.ts';
import type { Shared } from './store.ts';

/** Which deliveries to list. */
export interface ListDeliveries {
  readonly endpointId?: string;
  readonly messageId?: string;
  /** Not made before. */
  readonly since?: Date;
  /** At most so many. Default: 100. */
  readonly limit?: number;
}

/** What to send once more: one message, or all that an endpoint was to have since a time. */
export type Replay =
  | { readonly endpointId: string; readonly messageId: string }
  | { readonly endpointId: string; readonly since: Date };

/** A delivery that was given up. */
export interface DeadDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly endpointId: string;
  /** Absent where its record is not kept any more. */
  readonly reason?: DeadReason;
  readonly diedAt: Date;
}

/** Deliveries that were given up. */
export interface DeadDeliveries {
  /** The one that died last first, as far as the jobs keep an order. */
  list(): Pages<DeadDelivery>;
  /** Begins the schedule again. False: it is not dead, or its message is not kept any more. */
  redrive(input: Pick<DeadDelivery, 'id'>): Promise<boolean>;
  /** Forgets it; the log keeps its record for its time. False: it is not dead. */
  discard(input: Pick<DeadDelivery, 'id'>): Promise<boolean>;
}

const mostAtOnce = 20;

/** What became of the messages. */
export class DeliveryBook {
  readonly dead: DeadDeliveries;
  readonly #shared: Shared;
  readonly #messages: Messages;
  readonly #endpoints: EndpointBook;

  constructor(
    shared: Shared,
    parts: { messages: Messages; endpoints: EndpointBook; jobs: SenderJobs; queues: Queues },
  ) {
    this.#shared = shared;
    this.#messages = parts.messages;
    this.#endpoints = parts.endpoints;
    const queue = parts.queues.deliveries;
    this.dead = {
      list: () => this.#deadPages(parts.jobs.dead.list({ queue })),
      redrive: async ({ id }) => {
        const before = await this.#revive(id);
        if (before === undefined) return false;
        if (await parts.jobs.dead.redrive({ queue, id })) return true;
        await this.#save(before); // it was not dead, or is forgotten
        return false;
      },
      discard: ({ id }) => parts.jobs.dead.discard({ queue, id }),
    };
  }

  /** The newest first. */
  async list({ endpointId, messageId, since, limit = 100 }: ListDeliveries): Promise<readonly Delivery[]> {
    const names = await this.#names(endpointId);
    const chosen = names
      .filter(({ at }) => since === undefined || at >= since.getTime())
      .filter((name) => messageId === undefined || name.messageId === messageId)
      .sort((a, b) => b.at - a.at)
      .slice(0, limit);
    return (await this.#shared.store.readAll(chosen.map(deliveryKey), deliveryRecord)).map(toDelivery);
  }

  /** How many deliveries were made, each with a schedule of its own. */
  async replay(input: Replay): Promise<number> {
    if ((await this.#endpoints.read(input.endpointId)) === undefined)
      throw refuse('replay', { code: 'not_found', message: 'There is no such endpoint.' });
    if ('messageId' in input) {
      if (await this.#again(input.endpointId, input.messageId)) return 1;
      throw refuse('replay', { code: 'not_found', message: 'The message is not kept any more.' });
    }
    const since = input.since.getTime();
    const names = await this.#names(input.endpointId);
    const messageIds = [...new Set(names.filter(({ at }) => at >= since).map(({ messageId }) => messageId))];
    let made = 0;
    for (let from = 0; from < messageIds.length; from += mostAtOnce) {
      const batch = messageIds.slice(from, from + mostAtOnce);
      const done = await Promise.all(batch.map((messageId) => this.#again(input.endpointId, messageId)));
      made += done.filter(Boolean).length;
    }
    return made;
  }

  async #again(endpointId: string, messageId: string): Promise<boolean> {
    const message = await this.#messages.read(messageId);
    if (message === undefined) return false;
    const replay = crypto.randomUUID().replaceAll('-', '');
    const at = this.#shared.clock.now();
    await this.#messages.deliver({ messageId, endpointId, at, replay }, message.type);
    return true;
  }

  /** The oldest first, of one endpoint or of all. */
  async #names(endpointId: string | undefined): Promise<readonly DeliveryName[]> {
    const start = endpointId === undefined ? 'delivery:' : `delivery:${endpointId}:`;
    const keys = await this.#shared.store.keys(start);
    return keys.flatMap((key) => nameOfKey(key) ?? []).sort((a, b) => a.at - b.at);
  }

  /** Lets a delivery begin again: as it was before; `undefined` where nothing could be sent. */
  async #revive(id: string): Promise<DeliveryRecord | undefined> {
    const [messageId, endpointId] = id.split(':');
    if (messageId === undefined || endpointId === undefined) return undefined;
    const message = await this.#messages.read(messageId);
    const name = (await this.#names(endpointId)).find((name) => idOf(name) === id);
    if (message === undefined || name === undefined) return undefined;
    const record = await this.#shared.store.read(deliveryKey(name), deliveryRecord);
    if (record?.status !== 'dead') return record; // one that waits may have been revived before, and not redriven
    const { reason: _, ...rest } = record;
    await this.#save({ ...rest, status: 'waiting', tries: 0 });
    return record;
  }

  #save(record: DeliveryRecord): Promise<void> {
    const { store, retentionMs } = this.#shared;
    return store.write(deliveryKey(record.name), record, retentionMs);
  }

  #deadPages(jobs: Pages<DeadJob>): Pages<DeadDelivery> {
    const page = async (cursor?: string): Promise<Page<DeadDelivery>> => {
      const { items, ...rest } = await jobs.page(cursor);
      return { ...rest, items: await Promise.all(items.map((job) => this.#toDead(job))) };
    };
    const all = async function* (toDead: (job: DeadJob) => Promise<DeadDelivery>) {
      for await (const job of jobs) yield await toDead(job);
    };
    return { page, [Symbol.asyncIterator]: () => all((job) => this.#toDead(job)) };
  }

  async #toDead({ id, payload, diedAt }: DeadJob): Promise<DeadDelivery> {
    const name = deliveryName.parse(payload);
    const reason = (await this.#shared.store.read(deliveryKey(name), deliveryRecord))?.reason;
    const { messageId, endpointId } = name;
    return { id, messageId, endpointId, diedAt, ...(reason !== undefined && { reason }) };
  }
}
