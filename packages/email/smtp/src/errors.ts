import type { Failure } from '@patchbay/core';
import type { EmailReason } from '@patchbay/email';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: EmailReason };

/** A reply that refuses: https://www.rfc-editor.org/rfc/rfc5321#section-4.2 (2026-11-22). */
export interface Reply {
  readonly status: number;
  /** Enhanced status, `5.7.1`: https://www.rfc-editor.org/rfc/rfc3463. */
  readonly enhanced: string | undefined;
  /** The server's words. */
  readonly text: string;
  /** The command that was refused: `MAIL FROM`, `RCPT TO`, `DATA`, `AUTH PLAIN`, … */
  readonly command: string;
}

const unavailable: Meaning = { code: 'provider_unavailable' };
const tooLarge: Meaning = { code: 'payload_too_large', reason: 'message_too_large' };
const denied: Meaning = { code: 'provider_permission_denied', reason: 'sender_not_verified' };
const content: Meaning = { code: 'declined', reason: 'content_refused' };
const senderInvalid: Meaning = { code: 'invalid_request', reason: 'sender_invalid' };

/**
 * By the enhanced status without its class: https://www.iana.org/assignments/smtp-enhanced-status-codes (2026-11-22).
 */
export const meaningByDetail: Readonly<Record<string, Meaning>> = {
  '2.3': tooLarge,
  '3.4': tooLarge,
  '7.8': { code: 'provider_auth_failed' },
  '7.9': { code: 'provider_auth_failed' },
  '7.28': { code: 'rate_limited' },
};

/** Of a refused sender, by its status. */
export const meaningOfSender: Readonly<Record<number, Meaning>> = {
  501: senderInvalid,
  550: denied,
  551: denied,
  553: senderInvalid,
  554: denied,
};

/** For all the rest. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  501: { code: 'invalid_request', reason: 'parameter_invalid' },
  503: { code: 'provider_error' },
  530: { code: 'provider_auth_failed' },
  534: { code: 'provider_auth_failed' },
  535: { code: 'provider_auth_failed' },
  550: content,
  552: tooLarge,
  554: content,
};

/** What nodemailer names when there was no reply, or none that it could read. */
export const codeByName: Readonly<Record<string, Failure['code']>> = {
  ECONNECTION: 'network',
  EDNS: 'network',
  ESOCKET: 'network',
  ETLS: 'network',
  ETIMEDOUT: 'timeout',
  EAUTH: 'provider_auth_failed',
  ENOAUTH: 'provider_auth_failed',
  EENVELOPE: 'invalid_response',
  EMESSAGE: 'invalid_response',
  EPROTOCOL: 'invalid_response',
};

/** Names a refusal of the server, or what became of the connection; `undefined` for what is not nodemailer's. */
export function toFailure(thrown: unknown): Failure | undefined {
  const reply = toReply(thrown);
  if (reply !== undefined) {
    const { status, enhanced, text: message } = reply;
    return {
      ...meaningOf(reply),
      vendor: { status, message, ...(enhanced !== undefined && { code: enhanced }) },
    };
  }
  const { code, command } = fieldsOf(thrown);
  // nodemailer itself refuses what is larger than the server's SIZE, before any of it is sent.
  if (code === 'EMESSAGE' && command === 'MAIL FROM') return { ...tooLarge, vendor: { code } };
  const ours = typeof code === 'string' && Object.hasOwn(codeByName, code) ? codeByName[code] : undefined;
  return ours === undefined ? undefined : { code: ours, vendor: { code: String(code) } };
}

/** The reply that an error of nodemailer brings. Told by its fields: a class of another copy is another class. */
export function toReply(thrown: unknown): Reply | undefined {
  const { responseCode: status, response, command } = fieldsOf(thrown);
  if (typeof status !== 'number' || status < 400 || status > 599) return undefined;
  const text = typeof response === 'string' ? response : '';
  const [, enhanced] = /^\d{3}[ -]([245]\.\d{1,3}\.\d{1,3})\b/.exec(text) ?? [];
  return { status, enhanced, text, command: typeof command === 'string' ? command : '' };
}

/** True where the server said something that is no reply. */
export function isUnreadable(thrown: unknown): boolean {
  const { code, response } = fieldsOf(thrown);
  return typeof response === 'string' && (code === 'EMESSAGE' || code === 'EPROTOCOL') && !toReply(thrown);
}

function meaningOf({ status, enhanced = '', command }: Reply): Meaning {
  const byDetail = meaningByDetail[enhanced.slice(2)];
  if (status >= 500 && byDetail !== undefined) return byDetail;
  if (status < 500) return enhanced.slice(2) === '7.28' ? { code: 'rate_limited' } : unavailable;
  if (command.startsWith('AUTH') && status < 550) return { code: 'provider_auth_failed' };
  if (command.startsWith('AUTH')) return { code: 'provider_permission_denied' };
  const bySender = command === 'MAIL FROM' ? meaningOfSender[status] : undefined;
  return bySender ?? meaningByStatus[status] ?? { code: 'provider_error' };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
