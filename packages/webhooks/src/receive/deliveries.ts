import { IntegrationError, type ListOptions, type Page, type Pages } from '@patchbay/core';
import { enqueue } from './accept.ts';
import type { Entry } from './book.ts';
import { decodeEvent } from './codec.ts';
import type { Context, Service } from './context.ts';
import type { DeliveryRecord } from './delivery.ts';
import { handleNow } from './inline.ts';
import { inLanes } from './lanes.ts';
import { queueOf, recordKeyOf, recordPrefixOf } from './names.ts';
import type { ReceiverJobs } from './options.ts';
import { fromKept } from './record.ts';
import { faultOf } from './result.ts';

/** One delivery, by the event's `dedupeKey`. */
export async function getDelivery(
  { book }: Context,
  { name }: Service,
  dedupeKey: string,
): Promise<DeliveryRecord | undefined> {
  const found = await book.read(await recordKeyOf(name, dedupeKey));
  return found === undefined ? undefined : fromKept(name, found.record);
}

/** All deliveries of a source, in the order of the store. */
export function listDeliveries(
  { book }: Context,
  { name }: Service,
  { limit }: Pick<ListOptions, 'limit'> = {},
): Pages<DeliveryRecord> {
  const page = async (cursor?: string): Promise<Page<DeliveryRecord>> => {
    const { items, next } = await book.keys(recordPrefixOf(name), limit, cursor);
    const found = await inLanes(
      items,
      (key) => key,
      (key) => book.read(key),
    );
    const records = found.filter((entry) => entry !== undefined).map(({ record }) => fromKept(name, record));
    return { items: records, ...(next !== undefined && { next }) };
  };
  async function* items(): AsyncGenerator<DeliveryRecord> {
    let current = await page();
    yield* current.items;
    while (current.next !== undefined) {
      current = await page(current.next);
      yield* current.items;
    }
  }
  return { page, [Symbol.asyncIterator]: items };
}

/**
 * Handles a delivery again: one that is done as well as one that was given up. One that is under way stays as it is.
 * @throws `IntegrationError` `not_found`; without jobs also what the handler throws.
 */
export async function replay(context: Context, service: Service, dedupeKey: string): Promise<void> {
  const entry = await context.book.read(await recordKeyOf(service.name, dedupeKey));
  if (entry === undefined) throw forgotten(service.name);
  if (context.jobs !== undefined) return replayJob(context, context.jobs, service, entry);
  const event = decodeEvent(entry.record.event);
  const fault = faultOf(await handleNow(context, service, event, true));
  if (fault !== undefined) throw fault.error;
}

async function replayJob(
  context: Context,
  jobs: ReceiverJobs,
  { name }: Service,
  entry: Entry,
): Promise<void> {
  const { record } = entry;
  const event = decodeEvent(record.event);
  if (record.status === 'done') {
    const job = `${name}:#replay:${crypto.randomUUID()}`; // the id of the old one is taken
    const renewed = await context.book.change(entry, { status: 'received', job });
    if (renewed !== undefined) await enqueue(context, jobs, { service: name, event, record: renewed.record });
    return; // or somebody else replays it right now
  }
  if (await jobs.dead.redrive({ queue: queueOf(name), id: record.job })) {
    await context.book.change(entry, { status: 'received' }); // unless a worker was faster
    return;
  }
  // Of one that is under way its job is there, and this changes nothing.
  await enqueue(context, jobs, { service: name, event, record });
}

function forgotten(service: string): IntegrationError {
  return new IntegrationError({
    code: 'not_found',
    message: `The source ${service} has no such delivery, or it is forgotten.`,
    outcome: 'not_applied',
    category: 'webhooks',
  });
}
