import { withRaw } from '@patchbay/core';
import type { Message, Receipt, RecipientResult, RefusalReason } from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import { type Reply, toReply } from './errors.ts';
import { recipientsOf, toAscii, toMessageId } from './request.ts';
import type { MailName } from './webhook/token.ts';

const { provider } = capabilities;

/** What became of a mail, as far as this needs it. */
export interface Answer {
  /** The last reply. */
  readonly response?: string | undefined;
  /** One for each recipient that was refused. */
  readonly rejectedErrors?: readonly unknown[] | undefined;
}

/** The receipt of a mail that the server took, for all, for some, or for nobody. */
export function toReceipt(message: Message, { id, local }: MailName, answer: Answer): Receipt {
  const replies = new Map((answer.rejectedErrors ?? []).flatMap(toRefused));
  const recipients = recipientsOf(message).map(({ email, kind }) => {
    const reply = replies.get(toAscii(email));
    return { email, kind, ...(reply === undefined ? { status: 'accepted' as const } : fromReply(reply)) };
  });
  return withRaw(
    { id, provider, status: statusOf(recipients), recipients, rfcMessageId: toMessageId(message, local) },
    answer,
  );
}

/**
 * The same, of a mail that was refused for everybody: a result, not an error. `undefined` when something else is wrong,
 * for example when the server wants a login first.
 */
export function fromRefusedByAll(thrown: unknown): Answer | undefined {
  if (typeof thrown !== 'object' || thrown === null || !('rejectedErrors' in thrown)) return undefined;
  const { rejectedErrors } = thrown;
  if (!Array.isArray(rejectedErrors) || rejectedErrors.length === 0) return undefined;
  const replies = rejectedErrors.map(toReply);
  const isOfRecipients = replies.every((reply) => reply !== undefined && !ofSession.has(reply.status));
  const response = replies.at(-1)?.text;
  return isOfRecipients ? { response, rejectedErrors } : undefined;
}

/** Not of a recipient, but of the session. */
const ofSession: ReadonlySet<number> = new Set([421, 503, 530, 535]);

/** Why a recipient is refused, by the enhanced status without its class, or by its first part: RFC 3463. */
export const reasonByDetail: Readonly<Record<string, RefusalReason>> = {
  '1': 'mailbox_unknown',
  '2.0': 'mailbox_unknown',
  '2.1': 'mailbox_unknown',
  '2.2': 'mailbox_full',
  '2.3': 'content',
  '6': 'content',
  '7': 'policy',
  '7.20': 'reputation',
  '7.23': 'reputation',
  '7.25': 'reputation',
  '7.26': 'reputation',
  '7.27': 'reputation',
};

/** The same where the server has no enhanced status: RFC 5321, 4.2.3. */
export const reasonByStatus: Readonly<Record<number, RefusalReason>> = {
  452: 'mailbox_full',
  550: 'mailbox_unknown',
  551: 'mailbox_unknown',
  552: 'mailbox_full',
  553: 'mailbox_unknown',
  554: 'policy',
};

/** The fate of one recipient: a reply of 4xx may be another one later, a reply of 5xx never is. */
export function fromReply({
  status,
  enhanced,
  text,
}: Reply): Pick<RecipientResult, 'status' | 'reason' | 'detail'> {
  const detail = enhanced?.slice(2) ?? '';
  const byDetail = reasonByDetail[detail] ?? reasonByDetail[detail.split('.')[0] ?? ''];
  const reason = byDetail ?? (enhanced === undefined ? reasonByStatus[status] : undefined) ?? 'other';
  return { status: status < 500 ? 'deferred' : 'refused', reason, detail: text };
}

function toRefused(error: unknown): readonly (readonly [string, Reply])[] {
  const reply = toReply(error);
  const recipient = typeof error === 'object' && error !== null && 'recipient' in error && error.recipient;
  return reply !== undefined && typeof recipient === 'string' ? [[recipient, reply]] : [];
}

function statusOf(recipients: readonly RecipientResult[]): Receipt['status'] {
  const served = recipients.filter(({ status }) => status === 'accepted').length;
  if (served === recipients.length) return 'accepted';
  return served === 0 ? 'refused' : 'partial';
}
