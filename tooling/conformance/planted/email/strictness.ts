import type { StrictnessCase } from '../lenient.ts';
import { noon, rejects, type Sent } from './bare-wire.ts';

const ada = { email: 'ada@example.com' };
const file = { content: 'aGk=', filename: 'hi.txt' };
const scopes: Sent = { method: 'GET', path: '/v3/scopes' };
const hold = (batch: string): Sent => ({
  path: '/v3/user/scheduled_sends',
  json: { batch_id: batch, status: 'cancel' },
});
const batch: Sent = { path: '/v3/mail/batch', json: {} };
const to = (fields: object): Sent => ({ mail: { personalizations: [{ to: [ada], ...fields }] } });
const attached = (fields: object): Sent => ({ mail: { attachments: [{ ...file, ...fields }] } });

function people(count: number) {
  return Array.from({ length: count }, (_none, index) => ({ email: `reader-${index}@example.com` }));
}

/** What the fake must reject; its own table of rejections is longer and has the sources. */
export const strictnessCases: readonly StrictnessCase[] = [
  rejects(
    'access.key_is_required',
    'Without a key nothing is answered.',
    { ...scopes, headers: { authorization: '' } },
    401,
  ),
  rejects(
    'access.key_must_be_right',
    'A wrong key is refused.',
    { headers: { authorization: 'Bearer SG.a.b' } },
    401,
  ),
  rejects(
    'access.key_is_a_bearer',
    'A key is no password.',
    { ...scopes, headers: { authorization: 'Basic U0cuZmFrZS5mYWtl' } },
    401,
  ),
  rejects(
    'protocol.unknown_path',
    'A path that does not exist is not found.',
    { path: '/v3/mail/sends' },
    404,
  ),
  rejects('protocol.wrong_method', 'A mail is not put.', { method: 'PUT' }, 405),
  rejects(
    'protocol.form',
    'A form is no JSON.',
    { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    415,
  ),
  rejects('protocol.broken_json', 'JSON that ends too early is refused.', { body: '{"personalizations":[' }),
  rejects('mail.recipient_is_required', 'A mail needs a recipient.', { mail: { personalizations: [{}] } }),
  rejects('mail.recipient_is_an_address', 'A recipient is an address.', {
    mail: { personalizations: [{ to: [{ email: 'ada' }] }] },
  }),
  rejects('mail.recipient_once', 'A recipient is named once.', to({ cc: [ada] })),
  rejects('mail.recipients_1000', 'A mail has at most 1,000 recipients.', {
    mail: { personalizations: [{ to: people(1001) }] },
  }),
  rejects('mail.sender_is_required', 'A mail needs a sender.', { mail: { from: undefined } }),
  rejects('mail.sender_is_an_address', 'A sender is an address.', { mail: { from: { email: 'The shop' } } }),
  rejects('mail.subject_is_required', 'A mail needs a subject.', { mail: { subject: undefined } }),
  rejects('mail.subject_says_something', 'A subject is not empty.', { mail: { subject: '' } }),
  rejects('mail.content_is_required', 'A mail needs content.', { mail: { content: undefined } }),
  rejects('mail.content_says_something', 'Content is not empty.', {
    mail: { content: [{ type: 'text/plain', value: '' }] },
  }),
  rejects('mail.text_before_html', 'The text stands before the HTML.', {
    mail: {
      content: [
        { type: 'text/html', value: '<p>' },
        { type: 'text/plain', value: 'x' },
      ],
    },
  }),
  rejects('mail.one_reply_to', 'Where answers go is said once.', {
    mail: { reply_to: ada, reply_to_list: [ada] },
  }),
  rejects('attachments.base64', 'A file is given in base64.', attached({ content: 'no base64 at all!' })),
  rejects('attachments.name_is_required', 'A file has a name.', attached({ filename: undefined })),
  rejects('attachments.name_on_one_line', 'A file’s name is one line.', attached({ filename: 'a\r\nb.txt' })),
  rejects('attachments.inline_has_an_id', 'A file inside has an id.', attached({ disposition: 'inline' })),
  rejects('headers.reserved', 'A header of the mail itself is refused.', {
    mail: { headers: { 'Reply-To': 'eve@example.com' } },
  }),
  rejects('headers.on_one_line', 'A header is one line.', {
    mail: { headers: { 'X-Order': '7\r\nBcc: eve@example.com' } },
  }),
  rejects('headers.once', 'A header is given once.', {
    mail: { headers: { 'X-Order': '1', 'x-order': '2' } },
  }),
  rejects('categories.once', 'A category is given once.', { mail: { categories: ['news', 'news'] } }),
  rejects('categories.ten', 'A mail has at most ten categories.', {
    mail: { categories: people(11).map(({ email }) => email) },
  }),
  rejects('arguments.are_texts', 'A custom argument is a text.', { mail: { custom_args: { order: 7 } } }),
  rejects('arguments.10000_bytes', 'Custom arguments have at most 10,000 bytes.', {
    mail: { custom_args: { order: 'x'.repeat(10_001) } },
  }),
  rejects('schedule.seconds', 'A time is in seconds.', { mail: { send_at: '2026-11-23T00:00:00Z' } }),
  rejects('schedule.72_hours', 'A mail waits at most 72 hours.', {
    mail: { send_at: noon / 1000 + 73 * 3600 },
  }),
  rejects('schedule.batch_is_known', 'A batch was made before.', { mail: { batch_id: 'mine' } }),
  rejects('schedule.hold_is_known', 'What is taken back was made before.', hold('mine')),
  rejects('schedule.hold_once', 'A batch has one status.', hold('{batch}'), 400, [batch, hold('{batch}')]),
  rejects('templates.id', 'A template has an id of SendGrid’s form.', { mail: { template_id: 'welcome' } }),
  rejects('suppressions.page_of_500', 'A page has at most 500 entries.', {
    method: 'GET',
    path: '/v3/suppression/bounces?limit=501',
  }),
  rejects(
    'suppressions.unknown',
    'Who is on no list cannot be taken off it.',
    { method: 'DELETE', path: '/v3/suppression/bounces/nobody@example.com' },
    404,
  ),
];
