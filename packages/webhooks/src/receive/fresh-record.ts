import { encodeEvent } from './codec.ts';
import type { Context, Service } from './context.ts';
import type { WebhookEvent } from './event.ts';
import { toName } from './names.ts';
import type { KeptDelivery } from './record.ts';

/** A delivery that nobody has seen before. */
export async function freshRecord(
  { clock }: Context,
  { name, source }: Service,
  event: WebhookEvent,
): Promise<KeptDelivery> {
  const { dedupeKey: key, type, objectId, occurredAt } = event;
  const now = clock.now();
  return {
    write: '',
    status: 'received',
    key,
    type,
    ...(objectId !== undefined && { objectId }),
    job: `${name}:${await toName(key)}`,
    receivedAt: now,
    occurredAt: occurredAt.getTime(),
    changedAt: now,
    attempts: 0,
    event: encodeEvent(event, { keepsRaw: source.keepsRaw ?? true }),
  };
}
