import type { BounceKind, EmailEvent, EmailEventType } from '@patchbay/email';
import { type Fields, typedValue } from './fields.ts';

/** What the servers did, by the field `Action`: https://www.rfc-editor.org/rfc/rfc3464#section-2.3.3 (2026-11-22). */
export const eventTypes = {
  failed: 'message.bounced',
  delayed: 'message.deferred',
  delivered: 'message.delivered',
  relayed: 'message.delivered',
  expanded: 'message.delivered',
} as const satisfies Readonly<Record<string, EmailEventType>>;

/** Complaints by `Feedback-Type`: https://www.rfc-editor.org/rfc/rfc5965#section-7.3 (2026-11-22). */
export const feedbackTypes = {
  abuse: 'message.complained',
  fraud: 'message.complained',
  virus: 'message.complained',
} as const satisfies Readonly<Record<string, EmailEventType>>;

/** The contract's name of an event. */
export function typeOf(types: Readonly<Record<string, EmailEventType>>, name: string): EmailEventType {
  return (Object.hasOwn(types, name) ? types[name] : undefined) ?? 'unhandled';
}

/** What a failed or late delivery tells. */
export function toBounce(recipient: Fields): NonNullable<EmailEvent['bounce']> {
  const status = /^[245]\.\d{1,3}\.\d{1,3}/.exec(recipient.get('status') ?? '')?.[0];
  const detail = typedValue(recipient.get('diagnostic-code'));
  return {
    kind: kindOf(recipient.get('action')?.toLowerCase() ?? '', status ?? ''),
    ...(status !== undefined && { status }),
    ...(detail !== undefined && { detail }),
  };
}

/** RFC 3463: class 4 is for now; of class 5 the second part says what it is about. */
function kindOf(action: string, status: string): BounceKind {
  if (action === 'delayed' || status.startsWith('4.') || status === '5.2.2') return 'soft';
  if (status.startsWith('5.7.') || status.startsWith('5.6.')) return 'block';
  return status === '' || status === '5.0.0' ? 'unknown' : 'hard';
}
