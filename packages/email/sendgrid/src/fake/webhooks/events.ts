import type { Account, StoredMail, StoredRecipient } from '../account.ts';
import { listOf, newId, suppress } from '../account.ts';
import type { EventTarget, EventType, SendgridEvent, SuppressionList } from '../types.ts';

type Fields = Readonly<Record<string, unknown>>;

const browser = { useragent: 'Mozilla/5.0 (X11; Linux x86_64)', ip: '192.0.2.10' };

// Fields by type: https://docs.sendgrid.com/for-developers/tracking-events/event (2026-11-22)
const fields = {
  processed: {},
  deferred: { response: '400 try again later', attempt: '5', ip: '192.0.2.1' },
  delivered: { response: '250 OK', ip: '192.0.2.1', tls: 1 },
  bounce: {
    reason: '500 unknown recipient',
    status: '5.0.0',
    type: 'bounce',
    bounce_classification: 'Invalid Address',
  },
  blocked: {
    reason: '550 message refused by policy',
    status: '5.7.1',
    type: 'blocked',
    bounce_classification: 'Reputation',
  },
  dropped: { reason: 'Spam Content', status: '5.0.0' },
  open: { ...browser, sg_machine_open: false, sg_content_type: 'html' },
  click: { ...browser, url: 'https://shop.example/', url_offset: { index: 0, type: 'html' } },
  spamreport: {},
  unsubscribe: {},
  group_unsubscribe: { ...browser, url: 'https://shop.example/unsubscribe' },
  group_resubscribe: { ...browser, url: 'https://shop.example/resubscribe' },
} as const satisfies Record<EventType, Fields>;

const deliveryTypes = new Set<EventType>([
  'processed',
  'deferred',
  'delivered',
  'bounce',
  'blocked',
  'dropped',
]);

const statuses: Partial<Record<EventType, StoredRecipient['status']>> = {
  deferred: 'deferred',
  delivered: 'delivered',
  bounce: 'bounced',
  blocked: 'bounced',
  dropped: 'dropped',
};

const suppressing: Partial<Record<EventType, SuppressionList>> = {
  bounce: 'bounces',
  blocked: 'blocks',
  spamreport: 'spam_reports',
  unsubscribe: 'unsubscribes',
};

/** Lets something happen to a processed mail. */
export function emit(account: Account, type: EventType, target: EventTarget, details: Fields): SendgridEvent {
  const { mail, recipient } = find(account, target);
  if (['scheduled', 'dropped', 'cancelled', 'expired'].includes(recipient.status)) {
    throw new Error(`Nothing can happen to a mail that is ${recipient.status}.`);
  }
  const event = record(account, type, mail, recipient, details);
  recipient.status = statuses[type] ?? recipient.status;
  affectLists(account, type, mail, event);
  return event;
}

/** Writes an event down. */
export function record(
  account: Account,
  type: EventType,
  mail: StoredMail,
  recipient: StoredRecipient,
  details: Fields = {},
): SendgridEvent {
  const event: SendgridEvent = {
    // SendGrid's own fields win over custom arguments of the same name.
    ...mail.customArgs,
    email: recipient.email,
    timestamp: account.now(),
    event: type === 'blocked' ? 'bounce' : type,
    // Only delivery events have it: sendgrid/docs#5890 (2026-11-22).
    ...(deliveryTypes.has(type) && { 'smtp-id': `<${mail.messageId}@geopod-ismtpd-0>` }),
    sg_event_id: newId(),
    sg_message_id: recipient.eventMessageId,
    ...(mail.categories.length > 0 && { category: mail.categories }),
    ...(mail.unsubscribeGroup !== undefined && { asm_group_id: mail.unsubscribeGroup }),
    ...(type === 'processed' && mail.ipPool !== undefined && { pool: { name: mail.ipPool, id: 1 } }),
    ...fields[type],
    ...details,
  };
  account.events.push(event);
  return event;
}

function find(account: Account, { messageId, email }: EventTarget) {
  for (const mail of account.mails.toReversed()) {
    if (messageId !== undefined && mail.messageId !== messageId) continue;
    const wanted = email?.toLowerCase();
    const recipient = mail.recipients.find(
      (one) => wanted === undefined || one.email.toLowerCase() === wanted,
    );
    if (recipient !== undefined) return { mail, recipient };
  }
  throw new Error('No accepted mail matches the target.');
}

function affectLists(account: Account, type: EventType, mail: StoredMail, event: SendgridEvent): void {
  const { reason, status, email } = event;
  const entry = {
    ...(typeof reason === 'string' && { reason }),
    ...(typeof status === 'string' && { status }),
    ...(type === 'spamreport' && { ip: '192.0.2.1' }),
  };
  const list = suppressing[type];
  if (list !== undefined) suppress(account, list, email, entry);
  if (mail.unsubscribeGroup === undefined) return;
  const group = `group:${mail.unsubscribeGroup}` as const;
  if (type === 'group_unsubscribe') suppress(account, group, email);
  if (type === 'group_resubscribe') listOf(account, group).delete(email.toLowerCase());
}
