import { withRaw } from '@patchbay/core';
import type { BounceKind, EmailEvent, EmailEventType, Receipt, Suppression } from '@patchbay/email';
import type { OutboxEventType } from './engine/fates.ts';
import type { MailRecord, OutboxEvent, SuppressionRecord } from './engine/records.ts';

export function fromMail(mail: MailRecord): Receipt {
  const { id, status, recipients, rfcMessageId, reference } = mail;
  const receipt = {
    id,
    provider: 'outbox',
    status,
    recipients: structuredClone(recipients),
    rfcMessageId,
    ...(reference !== undefined && { reference }),
  };
  return withRaw(receipt, mail);
}

export function fromSuppression(record: SuppressionRecord): Suppression {
  const { email, reason, createdAt, detail } = record;
  const suppression = {
    email,
    reason,
    createdAt: new Date(createdAt),
    ...(detail !== undefined && { detail }),
  };
  return withRaw(suppression, record);
}

/** `forwarded` is one that the contract has no name for. */
const eventTypes = {
  accepted: 'message.accepted',
  delivered: 'message.delivered',
  deferred: 'message.deferred',
  bounced: 'message.bounced',
  blocked: 'message.bounced',
  opened: 'message.opened',
  clicked: 'message.clicked',
  complained: 'message.complained',
  unsubscribed: 'recipient.unsubscribed',
  resubscribed: 'recipient.resubscribed',
  forwarded: 'unhandled',
} as const satisfies Record<OutboxEventType, EmailEventType>;

const bounceKinds: ReadonlyMap<string, BounceKind> = new Map([
  ['bounced', 'hard'],
  ['blocked', 'block'],
  ['deferred', 'soft'],
]);

export function fromEvent(event: OutboxEvent): EmailEvent {
  const { id, type, createdAt, mailId, recipient, reference, vendorKey, metadata, tags, detail, url } = event;
  const kind = bounceKinds.get(type);
  const mapped = {
    id,
    dedupeKey: id,
    type: typeOf(type),
    vendorType: type,
    provider: 'outbox',
    occurredAt: new Date(createdAt),
    messageId: mailId,
    recipient,
    ...(reference !== undefined && { reference }),
    ...(vendorKey !== undefined && { vendorKey }),
    metadata,
    tags,
    ...(kind !== undefined && { bounce: { kind, ...(detail !== undefined && { detail }) } }),
    ...(url !== undefined && { url }),
  };
  return withRaw(mapped, event);
}

function typeOf(type: string): EmailEventType {
  return isKnown(type) ? eventTypes[type] : 'unhandled';
}

function isKnown(type: string): type is OutboxEventType {
  return Object.hasOwn(eventTypes, type);
}
