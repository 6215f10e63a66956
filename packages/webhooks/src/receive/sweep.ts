import { IntegrationError } from '@patchbay/core';
import { accept } from './accept.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { recordKeyOf } from './names.ts';
import { faultOf, type Result } from './result.ts';

/** Where to look for events that never came. */
export interface SweepOptions<E extends WebhookEvent> {
  /** The vendor's own list of events from then on, in any order. They have to have the `dedupeKey` of the webhooks. */
  readonly list: (since: Date) => AsyncIterable<E>;
  /** How far before the last sweep to look, in milliseconds, and how far back at the first. Default: an hour. */
  readonly overlapMs?: number;
}

/** What a sweep came to. */
export interface Swept {
  /** It looked at events from then on. */
  readonly since: Date;
  readonly listed: number;
  /** Events that had not come; they are accepted now. */
  readonly missed: number;
  /**
   * The last sweep is so long ago that events before `since` were not looked at: nobody would know them for repeats.
   */
  readonly isCut: boolean;
}

const hourMs = 3_600_000;
const leaseMs = 60_000;
const marginMs = 60_000; // the clocks of the store and of this machine differ a little

/** One sweep; `undefined` while another process is at it. */
export async function sweepOnce<E extends WebhookEvent>(
  context: Context,
  service: Service,
  options: SweepOptions<E>,
): Promise<Swept | undefined> {
  checkOverlap(options);
  const { state } = context;
  const key = `webhook-sweep:${service.name}`;
  let isOurs = false;
  try {
    return await state.leases.with(key, { ttlMs: leaseMs }, async ({ signal }) => {
      isOurs = true; // what the work fails with may be a lease of its own that another has
      const last = await state.get(key);
      const startedAt = context.clock.now();
      const swept = await sweep(context, service, { ...options, last: last?.value, startedAt, signal });
      await state.put({ key, value: new Date(startedAt).toISOString() });
      return swept;
    });
  } catch (error) {
    if (!isOurs && IntegrationError.is(error, 'conflict', 'lease_taken')) return undefined;
    throw error;
  }
}

function checkOverlap({ overlapMs = hourMs }: Pick<SweepOptions<WebhookEvent>, 'overlapMs'>): void {
  if (Number.isFinite(overlapMs) && overlapMs >= 0) return;
  throw new IntegrationError({
    code: 'invalid_request',
    message: `receiver.sweep cannot look so. overlapMs: found ${overlapMs}; expected milliseconds, 0 or more.`,
    outcome: 'not_applied',
    category: 'webhooks',
    operation: 'webhooks.sweep',
  });
}

interface Sweep<E extends WebhookEvent> extends SweepOptions<E> {
  readonly last: string | undefined;
  readonly startedAt: number;
  readonly signal: AbortSignal;
}

async function sweep<E extends WebhookEvent>(
  context: Context,
  service: Service,
  { list, overlapMs = hourMs, last, startedAt, signal }: Sweep<E>,
): Promise<Swept> {
  const wantedSince = (last === undefined ? startedAt : Date.parse(last)) - overlapMs;
  const oldest = startedAt - context.retentionMs + Math.min(marginMs, context.retentionMs / 2);
  const since = new Date(Math.max(wantedSince, oldest));
  const missing: WebhookEvent[] = [];
  let listed = 0;
  for await (const event of list(since)) {
    signal.throwIfAborted();
    listed += 1;
    if (event.occurredAt >= since && (await isMissing(context, service, event))) missing.push(event);
  }
  const missed = await acceptAll(context, service, missing);
  return { since, listed, missed, isCut: oldest > wantedSince };
}

/** How many of them had not come. One that cannot be handled holds up none of the others. */
async function acceptAll(
  context: Context,
  service: Service,
  events: readonly WebhookEvent[],
): Promise<number> {
  const results: Result[] = [];
  for (const event of inOrder(events)) results.push(await accept(context, service, event));
  const [fault] = results.map(faultOf).filter((found) => found !== undefined);
  if (fault !== undefined) throw fault.error;
  return results.filter((result) => result === 'received' || result === 'handled').length;
}

/** Without jobs nobody tries again what failed: so a sweep does. */
async function isMissing({ book, jobs }: Context, service: Service, event: WebhookEvent): Promise<boolean> {
  if (service.wanted?.has(event.type) === false) return false;
  const known = (await book.read(await recordKeyOf(service.name, event.dedupeKey)))?.record;
  if (known === undefined) return true;
  return jobs === undefined ? known.status !== 'done' : known.status === 'received';
}

/** The oldest first. Many vendors list the newest first, also those of the same second. */
function inOrder(events: readonly WebhookEvent[]): readonly WebhookEvent[] {
  const isNewestFirst = (events[0]?.occurredAt ?? 0) > (events.at(-1)?.occurredAt ?? 0);
  const listed = isNewestFirst ? [...events].reverse() : [...events];
  return listed.sort((one, other) => one.occurredAt.getTime() - other.occurredAt.getTime());
}
