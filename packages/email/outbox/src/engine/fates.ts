import type { RecipientResult } from '@patchbay/email';

/** What can happen to a mail, in the outbox's words. */
export type OutboxEventType =
  | 'accepted'
  | 'delivered'
  | 'deferred'
  | 'bounced'
  | 'blocked'
  | 'opened'
  | 'clicked'
  | 'complained'
  | 'unsubscribed'
  | 'resubscribed'
  | 'forwarded';

/** What becomes of a mail to a test mailbox. */
export interface Fate {
  /** What the receipt says; absent where the mail is taken. */
  readonly refused?: Pick<RecipientResult, 'status' | 'reason' | 'detail'>;
  /** What happens once the mail is sent, in this order. */
  readonly events: readonly OutboxEventType[];
}

/** The domain of the test mailboxes; nobody can ever own it (RFC 2606). */
export const testDomain = 'outbox.example';

/**
 * Mailboxes of `outbox.example` with a fate, as test cards have one. What follows a plus is yours:
 * `bounce+order-7@outbox.example`. All other mailboxes anywhere take every mail, and nothing more happens.
 */
export const testMailboxes = {
  deliver: { events: ['delivered'] },
  open: { events: ['delivered', 'opened'] },
  click: { events: ['delivered', 'opened', 'clicked'] },
  delay: { events: ['deferred', 'delivered'] },
  bounce: { events: ['bounced'] },
  block: { events: ['blocked'] },
  complain: { events: ['delivered', 'complained'] },
  unsubscribe: { events: ['delivered', 'unsubscribed'] },
  refuse: {
    refused: { status: 'refused', reason: 'mailbox_unknown', detail: '550 5.1.1 No such mailbox' },
    events: [],
  },
  full: {
    refused: { status: 'deferred', reason: 'mailbox_full', detail: '452 4.2.2 The mailbox is full' },
    events: [],
  },
} as const satisfies Readonly<Record<string, Fate>>;

const plain: Fate = { events: [] };

export function fateOf(email: string): Fate {
  const [, local = '', domain = ''] = /^([^+@]*)(?:\+[^@]*)?@(.*)$/.exec(email.toLowerCase()) ?? [];
  return domain === testDomain && isTestMailbox(local) ? testMailboxes[local] : plain;
}

function isTestMailbox(local: string): local is keyof typeof testMailboxes {
  return Object.hasOwn(testMailboxes, local);
}
