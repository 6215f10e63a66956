import type { Entry } from './book.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { objectOf } from './names.ts';
import { newestBook } from './newest.ts';
import { type KeptDelivery, textOf } from './record.ts';

/** An event that is to be handled now. */
export interface Work {
  readonly event: WebhookEvent;
  /** Begun: see `begin`. */
  readonly entry: Entry;
  readonly signal: AbortSignal;
}

/**
 * Notes that an event is begun; `undefined` where it must not be, or is done. `fresh` is for one that nobody remembers.
 */
export async function begin(
  { book, clock }: Context,
  key: string,
  fresh: KeptDelivery,
  mayBegin: (record: KeptDelivery) => boolean,
): Promise<Entry | undefined> {
  for (;;) {
    const entry = (await book.read(key)) ?? (await book.add(key, fresh)).entry;
    if (!mayBegin(entry.record)) return undefined;
    const attempts = entry.record.attempts + 1;
    const { skipped: _, ...record } = entry.record; // of an earlier time, which a replay has undone
    const changes = { status: 'processing', attempts, changedAt: clock.now() } as const;
    const begun = await book.change({ ...entry, record }, changes);
    if (begun !== undefined) return begun;
  }
}

/** Handles an event and notes what became of it; what the handler throws is thrown on. */
export async function handle(context: Context, service: Service, work: Work): Promise<'handled' | 'skipped'> {
  const { clock, report, book } = context;
  const since = clock.monotonic();
  const told = { service: service.name, type: work.event.type };
  const what = await run(context, service, work).catch(async (error: unknown) => {
    await book.change(work.entry, { status: 'retrying', lastError: textOf(error) }).catch(() => undefined);
    report({ ...told, what: 'failed', ms: clock.monotonic() - since });
    throw error;
  });
  // Where another has taken over, it is its to say how it ends.
  await book.change(work.entry, { status: 'done', ...(what === 'skipped' && { skipped: 'late' as const }) });
  report({ ...told, what, ms: clock.monotonic() - since });
  return what;
}

/** So far a vendor's clock may be ahead. What says more than that would make all others late for days. */
const mostAheadMs = 300_000;

async function run(
  { state, retentionMs, clock }: Context,
  { name, source }: Service,
  { event, entry, signal }: Work,
): Promise<'handled' | 'skipped'> {
  const newest = newestBook(state, retentionMs);
  const object = await objectOf(name, event);
  const known = object === undefined ? undefined : await newest.read(object);
  const isLate = known !== undefined && known > event.occurredAt.getTime();
  if (isLate && source.late === 'skip') return 'skipped';
  const { key, attempts: attempt, receivedAt } = entry.record;
  const told = { service: name, key, attempt, isLate, receivedAt: new Date(receivedAt) };
  await source.handle(event, { ...told, current: await source.refetch?.(event), signal });
  const occurredAt = Math.min(event.occurredAt.getTime(), clock.now() + mostAheadMs);
  if (object !== undefined) await newest.raise(object, occurredAt, known);
  return 'handled';
}
