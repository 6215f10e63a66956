import { storeCall } from './book.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { freshRecord } from './fresh-record.ts';
import { handleNow } from './inline.ts';
import { objectOf, queueOf, recordKeyOf } from './names.ts';
import type { ReceiverJobs } from './options.ts';
import type { KeptDelivery } from './record.ts';
import type { Result } from './result.ts';

/** Accepts an event, whoever brought it; it never throws. */
export async function accept(context: Context, service: Service, event: WebhookEvent): Promise<Result> {
  const since = context.clock.monotonic();
  const result = await place(context, service, event);
  if (result === 'received' || result === 'duplicate' || result === 'ignored')
    context.report({
      service: service.name,
      what: result,
      type: event.type,
      ms: context.clock.monotonic() - since,
    });
  return result;
}

async function place(context: Context, service: Service, event: WebhookEvent): Promise<Result> {
  const { wanted, name } = service;
  if (wanted !== undefined && !wanted.has(event.type)) return 'ignored';
  try {
    const { jobs } = context;
    if (jobs === undefined) return await handleNow(context, service, event);
    const key = await recordKeyOf(name, event.dedupeKey);
    const { isNew, entry } = await context.book.add(key, await freshRecord(context, service, event));
    // One that is still `received` may have no job: somebody may have crashed between the two.
    if (!isNew && entry.record.status !== 'received') return 'duplicate';
    const isEnqueued = await enqueue(context, jobs, { service: name, event, record: entry.record });
    return isNew || isEnqueued ? 'received' : 'duplicate';
  } catch (error) {
    return { fault: 'store', error };
  }
}

/** Writes the job of a delivery down; false where it is there already. */
export async function enqueue(
  { isOrdered }: Context,
  jobs: ReceiverJobs,
  {
    service,
    event,
    record,
  }: { readonly service: string; readonly event: WebhookEvent; readonly record: KeptDelivery },
): Promise<boolean> {
  const { job: id, event: text, receivedAt } = record;
  const orderingKey = isOrdered ? await objectOf(service, event) : undefined;
  const payload = { event: text, receivedAt };
  const job = { queue: queueOf(service), id, payload, ...(orderingKey !== undefined && { orderingKey }) };
  return (await jobs.enqueue(job, storeCall)).isNew;
}
