import { ada, errors, limitations, mailRequest, personal, row, specification, valid } from './mail-row.ts';
import type { RejectionRow } from './row.ts';

function people(count: number, from = 0) {
  return Array.from({ length: count }, (_none, index) => ({ email: `p${from + index}@example.com` }));
}

/** Mail send: the request as a whole, and who sends to whom about what. */
export const mailEnvelopeRejections: readonly RejectionRow[] = [
  row(
    'personalizations-missing',
    { personalizations: undefined },
    'personalizations',
    'yKanazawa/sendgrid-dev route/route_test.go',
    'inferred',
  ),
  row('personalizations-empty', { personalizations: [] }, 'personalizations', errors),
  row(
    'personalizations-1001',
    { personalizations: people(1001).map((one) => ({ to: [one] })) },
    'personalizations',
    errors,
  ),
  row(
    'recipients-1001',
    { personalizations: [{ to: people(501), bcc: people(500, 501) }] },
    'personalizations',
    errors,
  ),
  personal('to-missing', { to: undefined }, 'to', errors),
  personal('to-empty', { to: [] }, 'to', errors),
  personal('to-address-invalid', { to: [{ email: 'ada' }] }, 'to.0.email', errors),
  personal(
    'to-address-a-list',
    { to: [{ email: ['ada@example.com'] }] },
    'to.0.email',
    'Cellarise/loopback-connector-sendgrid#13',
    'observed',
  ),
  personal('to-address-too-long', { to: [{ email: `a@${'x'.repeat(320)}.example` }] }, 'to.0.email', errors),
  personal('cc-address-invalid', { cc: [{ email: 'a@b@example.com' }] }, 'cc.0.email', errors),
  personal('bcc-address-missing', { bcc: [{ name: 'Bob' }] }, 'bcc.0.email', errors),
  personal('duplicate-in-to', { to: [ada, ada] }, '', errors),
  personal('duplicate-in-other-case', { cc: [{ email: 'ADA@example.com' }] }, '', errors, 'inferred'),
  row('from-missing', { from: undefined }, 'from.email', 'sklarsa/django-sendgrid-v5#77', 'observed'),
  row('from-address-invalid', { from: { email: 'John Doe' } }, 'from.email', errors),
  row('from-address-unicode', { from: { email: 'zoë@example.com' } }, 'from.email', limitations),
  row(
    'from-a-list',
    { from: [{ email: 'shop@example.com' }] },
    'from',
    's-ichikawa/laravel-sendgrid-driver#96',
    'observed',
  ),
  row('reply-to-a-list', { reply_to: [ada] }, 'reply_to', 'nodemailer/nodemailer-sendgrid#1', 'observed'),
  row('reply-to-address-invalid', { reply_to: { email: 'ada@' } }, 'reply_to.email', errors),
  row('reply-to-twice', { reply_to: ada, reply_to_list: [ada] }, 'reply_to_list', specification),
  row('reply-to-list-1001', { reply_to_list: people(1001) }, 'reply_to_list', specification),
  row('subject-missing', { subject: undefined }, 'subject', errors),
  row('subject-empty', { subject: '' }, 'subject', errors),
  personal('subject-empty-in-personalization', { subject: '' }, 'subject', errors),
  {
    id: 'mail-as-text',
    request: { ...mailRequest(), json: JSON.stringify(valid) },
    status: 400,
    fields: ['(root)'],
    source: 'sendgrid/sendgrid-ruby#285',
    basis: 'observed',
  },
  {
    id: 'mail-two-problems-at-once',
    request: mailRequest({ content: [{}] }),
    status: 400,
    fields: ['content.0.type', 'content.0.value'],
    source: 'vapor-community/sendgrid#43',
    basis: 'observed',
  },
  {
    id: 'mail-sender-not-verified',
    options: { verifiedSenders: ['other.example', 'office@example.com'] },
    request: mailRequest(),
    status: 403,
    fields: ['from'],
    source: 'https://docs.sendgrid.com/for-developers/sending-email/sender-identity',
    basis: 'documented',
  },
  {
    id: 'mail-credits-used-up',
    options: { credits: 0 },
    request: mailRequest(),
    status: 401,
    fields: [null],
    source: 'sendgrid/sendgrid-nodejs#1032',
    basis: 'observed',
  },
];
