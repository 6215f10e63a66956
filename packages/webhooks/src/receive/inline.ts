import { IntegrationError } from '@patchbay/core';
import { decodeEvent } from './codec.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { freshRecord } from './fresh-record.ts';
import { begin, handle } from './handling.ts';
import { objectOf, recordKeyOf } from './names.ts';
import type { KeptDelivery } from './record.ts';
import type { Result } from './result.ts';

const leaseMs = 30_000;
/** An event of the same object may be under way; one that is the same is not waited for. */
const waitMs = 2000;

/**
 * Handles an event before its delivery is answered. One at a time has the lease of the object, or of the event; who
 * dies with it is followed by the next delivery.
 */
export async function handleNow(
  context: Context,
  service: Service,
  event: WebhookEvent,
  isReplay = false,
): Promise<Result> {
  const { book, state } = context;
  const key = await recordKeyOf(service.name, event.dedupeKey);
  const mayBegin = ({ status }: KeptDelivery): boolean => isReplay || status !== 'done';
  const known = (await book.read(key))?.record;
  if (known !== undefined && !mayBegin(known)) return 'duplicate';
  const isUnderWay = known?.status === 'processing';
  const lease = { ttlMs: leaseMs, waitMs: isUnderWay ? 0 : waitMs };
  const object = context.isOrdered ? await objectOf(service.name, event) : undefined;
  const name = object === undefined ? key : `webhook-object:${object}`;
  try {
    return await state.leases.with(name, lease, ({ signal }) =>
      handleAlone(context, service, { event, key, signal, mayBegin }),
    );
  } catch (error) {
    if (IntegrationError.is(error, 'conflict', 'lease_taken')) return { fault: 'busy', error };
    throw error;
  }
}

interface Alone {
  readonly event: WebhookEvent;
  readonly key: string;
  readonly signal: AbortSignal;
  readonly mayBegin: (record: KeptDelivery) => boolean;
}

async function handleAlone(context: Context, service: Service, alone: Alone): Promise<Result> {
  const { key, event, signal, mayBegin } = alone;
  const entry = await begin(context, key, await freshRecord(context, service, event), mayBegin);
  if (entry === undefined) return 'duplicate';
  try {
    await handle(context, service, { event: decodeEvent(entry.record.event), entry, signal });
    return 'handled';
  } catch (error) {
    return { fault: 'handler', error };
  }
}
