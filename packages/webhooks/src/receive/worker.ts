import { IntegrationError } from '@patchbay/core';
import { type ClaimedJob, type FailedTry, type Worker, type Working, type WorkOptions } from '@patchbay/jobs';
import * as z from 'zod';
import { decodeEvent } from './codec.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { freshRecord } from './fresh-record.ts';
import { begin, handle } from './handling.ts';
import { queueOf, recordKeyOf } from './names.ts';
import type { ReceiverJobs } from './options.ts';
import { type KeptDelivery, textOf } from './record.ts';

/** How events are handled. `concurrency` and the rest count for each source. */
export interface ReceiverWork extends WorkOptions {
  /** Which sources. Default: all. */
  readonly sources?: readonly string[];
}

/** Handles the events of sources until it is closed. */
export function startWork(context: Context, jobs: ReceiverJobs, options: ReceiverWork): Worker {
  const { sources = [...context.services.keys()], ...work } = options;
  const marking = new Set<Promise<void>>();
  // All of them first: a worker that was begun before another is refused could be closed by nobody.
  const services = sources.map((name) => {
    const service = context.services.get(name);
    if (service === undefined) throw noSuchSource(name);
    return service;
  });
  const workers = services.map((service) => {
    const onDead = (failed: FailedTry): void => {
      const marked = noteDeath(context, service, failed).catch((error: unknown) => tell(work, error));
      marking.add(marked);
      void marked.finally(() => marking.delete(marked));
      work.onDead?.(failed);
    };
    const handler = (job: ClaimedJob, working: Working) => workAt(context, service, job, working);
    return jobs.work(queueOf(service.name), handler, { ...work, onDead });
  });
  const close = async (graceMs?: number): Promise<void> => {
    await Promise.all(workers.map((worker) => worker.close(graceMs)));
    await Promise.all(marking);
  };
  return { close, [Symbol.asyncDispose]: () => close() };
}

/** Who is only told must not end the process by what it throws: nobody waits for this. */
function tell({ onError }: Pick<WorkOptions, 'onError'>, error: unknown): void {
  try {
    onError?.(error);
  } catch {
    // It had its chance.
  }
}

async function workAt(context: Context, service: Service, job: ClaimedJob, working: Working): Promise<void> {
  const { event, receivedAt } = readPayload(job);
  const key = await recordKeyOf(service.name, event.dedupeKey);
  const fresh = { ...(await freshRecord(context, service, event)), job: job.id, receivedAt };
  // A job that a replay has replaced has nothing to do; nor has one whose event is done.
  const isTurn = (record: KeptDelivery): boolean => record.status !== 'done' && record.job === job.id;
  const entry = await begin(context, key, fresh, isTurn);
  if (entry !== undefined) await handle(context, service, { event, entry, signal: working.signal });
}

const payloadForm = z.object({ event: z.string(), receivedAt: z.number() });

function readPayload({ payload }: ClaimedJob): { readonly event: WebhookEvent; readonly receivedAt: number } {
  const found = payloadForm.safeParse(payload);
  if (found.success) return { ...found.data, event: decodeEvent(found.data.event) };
  const message = 'A job in the queue of a webhook source is none of the receiver’s.';
  throw new IntegrationError({
    code: 'invalid_response',
    message,
    outcome: 'not_applied',
    category: 'webhooks',
  });
}

async function noteDeath(context: Context, service: Service, { job, error }: FailedTry): Promise<void> {
  const { event } = readPayload(job);
  context.report({ service: service.name, what: 'dead', type: event.type, ms: 0 });
  for (;;) {
    const entry = await context.book.read(await recordKeyOf(service.name, event.dedupeKey));
    if (entry === undefined || entry.record.job !== job.id || entry.record.status === 'done') return;
    const isNoted = await context.book.change(entry, { status: 'dead', lastError: textOf(error) });
    if (isNoted !== undefined) return;
  }
}

export function noSuchSource(name: string): IntegrationError {
  const message = `There is no source ${name} of webhooks.`;
  return new IntegrationError({ code: 'not_found', message, outcome: 'not_applied', category: 'webhooks' });
}
