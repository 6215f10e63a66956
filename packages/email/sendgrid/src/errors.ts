import type { Failure } from '@patchbay/core';
import type { EmailReason } from '@patchbay/email';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: EmailReason };

const invalid = (reason: EmailReason): Meaning => ({ code: 'invalid_request', reason });

/** What a complaint of a field means: https://docs.sendgrid.com/api-reference/mail-send/errors (2026-11-22). */
export const meaningByField: readonly (readonly [RegExp, Meaning])[] = [
  [/^personalizations$/, invalid('too_many_recipients')],
  [/^personalizations\.\d+(\.(to|cc|bcc)(\.|$)|$)/, invalid('recipient_invalid')],
  [/^personalizations\.\d+\.headers(\.|$)/, invalid('header_invalid')],
  [/^personalizations\.\d+\.(dynamic_template_data|substitutions)(\.|$)/, invalid('template_invalid')],
  [/^from(\.|$)/, invalid('sender_invalid')],
  [/^(content|subject)(\.|$)/, invalid('content_missing')],
  [/^attachments(\.|$)/, invalid('attachment_invalid')],
  [/^headers(\.|$)/, invalid('header_invalid')],
  [/^template_id$/, invalid('template_invalid')],
  [/^send_at$/, invalid('schedule_out_of_range')],
];

/** SendGrid has no codes: these two are told from others of their status by nothing but their fixed text. */
export const meaningByMessage: Readonly<Record<string, Meaning>> = {
  'Maximum credits exceeded': { code: 'quota_exceeded', reason: 'credits_exceeded' },
  'max limit reached': { code: 'quota_exceeded' },
};

/** For all the rest. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  400: invalid('parameter_invalid'),
  401: { code: 'provider_auth_failed' },
  402: { code: 'quota_exceeded', reason: 'credits_exceeded' },
  403: { code: 'provider_permission_denied' },
  404: { code: 'not_found' },
  405: invalid('parameter_invalid'),
  406: invalid('parameter_invalid'),
  409: { code: 'conflict' },
  413: { code: 'payload_too_large', reason: 'message_too_large' },
  415: invalid('parameter_invalid'),
  429: { code: 'rate_limited' },
  500: { code: 'provider_error' },
  502: { code: 'provider_unavailable' },
  503: { code: 'provider_unavailable' },
  504: { code: 'provider_unavailable' },
};

/** An answer in SendGrid's own envelope. */
export interface Refusal {
  readonly status: number;
  readonly message: string;
  /** The field that it complains of first. */
  readonly field: string | undefined;
  readonly retryAfterMs: number | undefined;
}

/** Names a refusal of SendGrid; `undefined` for what is not SendGrid's own answer. */
export function toFailure(thrown: unknown): Failure | undefined {
  const refusal = toRefusal(thrown);
  if (refusal === undefined) return undefined;
  const { status, field, message, retryAfterMs } = refusal;
  return {
    ...meaningOf(refusal),
    vendor: { status, message, ...(field !== undefined && { code: field }) },
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
}

/** Reads what the SDK throws for an answer. Told by its fields: a class of another copy is another class. */
export function toRefusal(thrown: unknown): Refusal | undefined {
  const { code: status, response } = fieldsOf(thrown);
  const { body, headers } = fieldsOf(response);
  const { errors } = fieldsOf(body);
  const [first] = Array.isArray(errors) ? errors.map(fieldsOf) : [];
  const { message, field } = first ?? {};
  if (typeof status !== 'number' || typeof message !== 'string') return undefined;
  const wait = fieldsOf(headers)['retry-after-ms'];
  return {
    status,
    message,
    field: typeof field === 'string' ? field : undefined,
    retryAfterMs: typeof wait === 'string' && /^\d+$/.test(wait) ? Number(wait) : undefined,
  };
}

function meaningOf({ status, field = '', message }: Refusal): Meaning {
  const byMessage = Object.hasOwn(meaningByMessage, message) ? meaningByMessage[message] : undefined;
  if (byMessage !== undefined) return byMessage;
  if (status === 403 && /^from(\.|$)/.test(field))
    return { code: 'provider_permission_denied', reason: 'sender_not_verified' };
  const byField = status === 400 ? meaningByField.find(([form]) => form.test(field))?.[1] : undefined;
  return byField ?? meaningByStatus[status] ?? { code: status > 500 ? 'provider_unavailable' : 'unknown' };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
