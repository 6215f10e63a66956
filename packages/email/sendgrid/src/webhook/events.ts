import type { BounceKind, EmailEvent, EmailEventType } from '@patchbay/email';

/** SendGrid's events by what they mean: https://docs.sendgrid.com/for-developers/tracking-events/event (2026-11-22). */
export const eventTypes = {
  processed: 'message.accepted',
  delivered: 'message.delivered',
  deferred: 'message.deferred',
  bounce: 'message.bounced',
  dropped: 'message.rejected',
  open: 'message.opened',
  click: 'message.clicked',
  spamreport: 'message.complained',
  unsubscribe: 'recipient.unsubscribed',
  group_unsubscribe: 'recipient.unsubscribed',
  group_resubscribe: 'recipient.resubscribed',
} as const satisfies Readonly<Record<string, EmailEventType>>;

/** Why a mail was dropped, in SendGrid's fixed words: https://docs.sendgrid.com/glossary/drops (2026-11-22). */
const dropKinds: Readonly<Record<string, BounceKind>> = {
  'Bounced Address': 'hard',
  Invalid: 'hard',
  'Spam Reporting Address': 'block',
  'Unsubscribed Address': 'block',
  'Spam Content': 'block',
  'Recipient List over Package Quota': 'soft',
};

/** The contract's name of an event. */
export function typeOf(vendorType: string): EmailEventType {
  return new Map<string, EmailEventType>(Object.entries(eventTypes)).get(vendorType) ?? 'unhandled';
}

type Fields = Readonly<Record<string, unknown>>;
type Details = Pick<EmailEvent, 'bounce' | 'url' | 'machine'>;

/** What only some events tell. */
export function fromDetails(event: Fields): Details {
  switch (event['event']) {
    case 'bounce':
      return { bounce: toBounce(event, event['type'] === 'blocked' ? 'block' : 'hard') };
    case 'deferred':
      return { bounce: toBounce(event, 'soft') };
    case 'dropped':
      return { bounce: toBounce(event, dropKinds[textOf(event['reason']) ?? ''] ?? 'unknown') };
    case 'open':
      return typeof event['sg_machine_open'] === 'boolean' ? { machine: event['sg_machine_open'] } : {};
    case 'click': {
      const url = textOf(event['url']);
      return url === undefined ? {} : { url };
    }
    default:
      return {};
  }
}

function toBounce(event: Fields, kind: BounceKind): NonNullable<EmailEvent['bounce']> {
  const status = textOf(event['status']);
  const detail = textOf(event['reason']) ?? textOf(event['response']);
  return { kind, ...(status !== undefined && { status }), ...(detail !== undefined && { detail }) };
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
