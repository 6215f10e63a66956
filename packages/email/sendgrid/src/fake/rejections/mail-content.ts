import { ada, errors, personal, row } from './mail-row.ts';
import type { RejectionRow } from './row.ts';

const guid = 'd-0123456789abcdef0123456789abcdef';

function attached(
  id: string,
  changes: Readonly<Record<string, unknown>>,
  field: string,
  source: string,
  basis?: RejectionRow['basis'],
): RejectionRow {
  const attachment = { content: 'aGk=', filename: 'hi.txt', ...changes };
  return row(id, { attachments: [attachment] }, `attachments.0.${field}`, source, basis);
}

function content(...types: readonly string[]) {
  return { content: types.map((type) => ({ type, value: 'x' })) };
}

/** Mail send: content, attachments, templates, headers. */
export const mailContentRejections: readonly RejectionRow[] = [
  row('content-missing', { content: undefined }, 'content', errors),
  row('content-empty', { content: [] }, 'content', errors),
  row(
    'content-value-empty',
    { content: [{ type: 'text/plain', value: '' }] },
    'content.0.value',
    'sendgrid/smtpapi-go#83',
    'observed',
  ),
  row(
    'content-type-missing',
    { content: [{ value: 'x' }] },
    'content.0.type',
    'vapor-community/sendgrid#43',
    'observed',
  ),
  row('content-type-with-charset', content('text/plain; charset=utf-8'), 'content.0.type', errors),
  row('content-order', content('text/html', 'text/plain'), 'content', errors),
  row('content-order-amp-first', content('text/x-amp-html', 'text/html'), 'content', errors),
  row('content-type-twice', content('text/plain', 'text/plain'), 'content', errors, 'inferred'),
  attached('attachment-not-base64', { content: 'not base64' }, 'content', errors),
  attached('attachment-base64url', { content: 'a-_=' }, 'content', errors, 'inferred'),
  attached('attachment-empty', { content: '' }, 'content', errors, 'inferred'),
  attached('attachment-filename-missing', { filename: undefined }, 'filename', errors),
  attached('attachment-filename-with-line-break', { filename: 'a\r\nb.txt' }, 'filename', errors),
  attached('attachment-filename-with-semicolon', { filename: 'a;b.txt' }, 'filename', errors),
  attached('attachment-type-with-name', { type: 'text/plain; name=a' }, 'type', errors),
  attached('attachment-disposition-unknown', { disposition: 'embedded' }, 'disposition', errors),
  attached('attachment-content-id-with-line-break', { content_id: 'a\r\nb' }, 'content_id', errors),
  attached(
    'attachment-inline-without-content-id',
    { disposition: 'inline', contentId: 'logo' },
    'content_id',
    'sendgrid/sendgrid-nodejs#841',
    'observed',
  ),
  row(
    'template-id-malformed',
    { template_id: 'welcome' },
    'template_id',
    'sendgrid/sendgrid-csharp#736',
    'observed',
  ),
  row(
    'template-data-without-template',
    { personalizations: [{ to: [ada], dynamic_template_data: { a: 1 } }] },
    'template_id',
    'sendgrid/docs#3764',
    'observed',
  ),
  row(
    'template-dynamic-with-substitutions',
    { template_id: guid, personalizations: [{ to: [ada], substitutions: { a: 'b' } }] },
    'personalizations.0.substitutions',
    'sendgrid/sendgrid-java#549',
    'observed',
  ),
  row('header-reserved', { headers: { 'Reply-To': 'ada@example.com' } }, 'headers', errors),
  personal('header-reserved-in-personalization', { headers: { 'DKIM-Signature': 'v=1' } }, 'headers', errors),
  row('header-twice', { headers: { 'X-Order': '1', 'x-order': '2' } }, 'headers', errors),
  row('header-name-with-space', { headers: { 'X Order': '1' } }, 'headers', errors),
  row('header-name-not-ascii', { headers: { 'X-Ördnung': '1' } }, 'headers', errors),
  row('header-not-a-text', { headers: { 'X-Order': 1 } }, 'headers.X-Order', errors, 'inferred'),
  row(
    'header-with-line-break',
    { headers: { 'X-Order': '1\r\nBcc: eve@example.com' } },
    'headers',
    errors,
    'inferred',
  ),
];
