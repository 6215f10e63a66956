import type { RejectionRequest, RejectionRow } from './row.ts';

// What rows about mail send share: sources, and a mail to spoil.

export const errors = 'sendgrid/docs source/API_Reference/Web_API_v3/Mail/errors.md';
export const limitations = 'https://docs.sendgrid.com/api-reference/mail-send/limitations';
export const specification = 'twilio/sendgrid-oai spec/yaml/tsg_mail_v3.yaml';
export const ada = { email: 'ada@example.com' };

type Fields = Readonly<Record<string, unknown>>;

export const valid: Fields = {
  personalizations: [{ to: [ada] }],
  from: { email: 'shop@example.com' },
  subject: 'Your order',
  content: [{ type: 'text/plain', value: 'Thank you.' }],
};

/** A mail that SendGrid accepts, but for the given fields. `undefined` takes a field away. */
export function mailRequest(changes: Fields = {}): RejectionRequest {
  return { method: 'POST', path: '/v3/mail/send', json: { ...valid, ...changes } };
}

/** A mail with one fault. */
export function row(
  id: string,
  changes: Fields,
  field: string,
  source: string,
  basis: RejectionRow['basis'] = 'documented',
): RejectionRow {
  return { id: `mail-${id}`, request: mailRequest(changes), status: 400, fields: [field], source, basis };
}

/** A mail with one fault in its personalization. Without a field, the fault is the personalization itself. */
export function personal(
  id: string,
  changes: Fields,
  field: string,
  source: string,
  basis?: RejectionRow['basis'],
): RejectionRow {
  const at = ['personalizations.0', field].filter((part) => part !== '').join('.');
  return row(id, { personalizations: [{ to: [ada], ...changes }] }, at, source, basis);
}
