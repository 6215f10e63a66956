import type { WireHandler } from '@patchbay/core/conformance';
import type { Incoming, LenientFake } from '../../lenient.ts';
import { noon } from '../bare-wire.ts';
import { answering, rewriting, rewritingMail } from '../lenient.ts';
import type { AttachmentJson, MailJson, Personalization } from '../mail-json.ts';

const on = 'sendgrid';
const good = 'Bearer SG.fake.fake';

/** Leniences that only a client other than our adapters would meet. */
export const wireFakes: readonly LenientFake[] = [
  lets('no-key-needed', 'answers without a key', 'access.key_is_required', ({ headers }) => {
    if (!headers.has('authorization')) headers.set('authorization', good);
  }),
  lets('wrong-key-works', 'sends with a wrong key', 'access.key_must_be_right', ({ headers }) =>
    headers.set('authorization', good),
  ),
  lets('key-as-password', 'takes the key for a password', 'access.key_is_a_bearer', ({ headers }) => {
    if (headers.get('authorization')?.startsWith('Basic ')) headers.set('authorization', good);
  }),
  lets('path-guessed', 'answers on a path that is almost right', 'protocol.unknown_path', ({ url }) => {
    url.pathname = url.pathname.replace(/s$/, '');
  }),
  {
    id: 'any-method',
    what: 'takes any method',
    caughtBy: 'fake.protocol.wrong_method',
    on,
    lenience: asPost,
  },
  lets('form-accepted', 'reads a form as JSON', 'protocol.form', ({ headers }) =>
    headers.set('content-type', 'application/json'),
  ),
  lets('json-completed', 'completes broken JSON', 'protocol.broken_json', (incoming) => {
    incoming.body = new TextEncoder().encode(
      '{"personalizations":[{"to":[{"email":"a@b.example"}]}],"from":{"email":"c@d.example"},"subject":"x","content":[{"type":"text/plain","value":"x"}]}',
    );
  }),
  person('recipient-made-up', 'makes up a recipient', 'mail.recipient_is_required', (reader) => {
    reader.to ??= [{ email: 'postmaster@example.com' }];
  }),
  person('address-completed', 'completes half an address', 'mail.recipient_is_an_address', ({ to = [] }) => {
    for (const mailbox of to)
      mailbox.email = mailbox.email.includes('@') ? mailbox.email : `${mailbox.email}@example.com`;
  }),
  person(
    'recipients-merged',
    'merges a recipient who is named twice',
    'mail.recipient_once',
    (reader) => delete reader.cc,
  ),
  person('recipients-cut', 'drops recipients beyond 1,000', 'mail.recipients_1000', (reader) => {
    reader.to = (reader.to ?? []).slice(0, 1000);
  }),
  mail('sender-made-up', 'makes up a sender', 'mail.sender_is_required', (one) => {
    one.from ??= { email: 'postmaster@example.com' };
  }),
  mail('sender-completed', 'takes any text for a sender', 'mail.sender_is_an_address', (one) => {
    if (one.from !== undefined) one.from.email = 'postmaster@example.com';
  }),
  mail('subject-made-up', 'makes up a subject', 'mail.subject_is_required', (one) => {
    one.subject ??= '(no subject)';
  }),
  mail('subject-of-nothing', 'takes an empty subject', 'mail.subject_says_something', (one) => {
    if (one.subject === '') one.subject = '(no subject)';
  }),
  mail('content-made-up', 'sends a mail without content', 'mail.content_is_required', (one) => {
    one.content ??= [{ type: 'text/plain', value: '-' }];
  }),
  mail('content-of-nothing', 'sends empty content', 'mail.content_says_something', (one) => {
    for (const part of one.content ?? []) part.value = part.value === '' ? '-' : part.value;
  }),
  mail(
    'content-sorted',
    'takes content in any order',
    'mail.text_before_html',
    (one) => void one.content?.reverse(),
  ),
  mail('reply-to-merged', 'takes two places for answers', 'mail.one_reply_to', (one) => delete one.reply_to),
  file('bytes-as-they-are', 'takes any text for base64', 'attachments.base64', (one) => {
    one.content = btoa(one.content);
  }),
  file('name-made-up', 'makes up a file’s name', 'attachments.name_is_required', (one) => {
    one.filename ??= 'noname';
  }),
  file('name-cleaned', 'cleans a file’s name', 'attachments.name_on_one_line', (one) => {
    one.filename = one.filename?.replace(/[\r\n]/g, '') ?? '';
  }),
  file('inline-attached', 'attaches what has no id', 'attachments.inline_has_an_id', (one) => {
    one.disposition = 'attachment';
  }),
  mail('reserved-dropped', 'drops a reserved header', 'headers.reserved', (one) => delete one.headers),
  mail('header-cleaned', 'cleans a header of two lines', 'headers.on_one_line', (one) => {
    for (const [name, value] of Object.entries(one.headers ?? {}))
      one.headers = { [name]: value.replace(/\s+/g, ' ') };
  }),
  mail('last-header-wins', 'takes the last of two headers', 'headers.once', (one) => {
    one.headers = Object.fromEntries(Object.entries(one.headers ?? {}).slice(-1));
  }),
  mail('categories-merged', 'merges categories', 'categories.once', (one) => {
    one.categories = [...new Set(one.categories)];
  }),
  mail('categories-cut', 'drops categories beyond ten', 'categories.ten', (one) => {
    one.categories = (one.categories ?? []).slice(0, 10);
  }),
  mail('arguments-written-out', 'writes numbers out as texts', 'arguments.are_texts', (one) => {
    one.custom_args = Object.fromEntries(
      Object.entries(one.custom_args ?? {}).map(([name, value]) => [name, String(value)]),
    );
  }),
  mail('arguments-cut', 'cuts long arguments', 'arguments.10000_bytes', (one) => {
    one.custom_args = Object.fromEntries(
      Object.entries(one.custom_args ?? {}).map(([name, value]) => [name, String(value).slice(0, 99)]),
    );
  }),
  mail('dates-read', 'reads a date', 'schedule.seconds', (one) => {
    if (typeof one.send_at === 'string') one.send_at = Date.parse(one.send_at) / 1000;
  }),
  mail('time-cut', 'cuts a time that is too far ahead', 'schedule.72_hours', (one) => {
    one.send_at = Math.min(Number(one.send_at), noon / 1000 + 3600);
  }),
  mail(
    'batch-of-anybody',
    'takes a batch that nobody made',
    'schedule.batch_is_known',
    (one) => delete one.batch_id,
  ),
  forgives('hold-of-anything', 'takes back what never was', 'schedule.hold_is_known', 201),
  forgives('hold-again', 'sets a status twice', 'schedule.hold_once', 201),
  mail(
    'template-of-any-name',
    'takes any name for a template',
    'templates.id',
    (one) => delete one.template_id,
  ),
  lets('page-of-any-size', 'gives pages of any size', 'suppressions.page_of_500', ({ url }) => {
    if (Number(url.searchParams.get('limit')) > 500) url.searchParams.set('limit', '500');
  }),
  forgives('nobody-removed', 'takes off who is on no list', 'suppressions.unknown', 204),
];

function lets(id: string, what: string, rule: string, change: (incoming: Incoming) => void): LenientFake {
  return { id, what, caughtBy: `fake.${rule}`, on, lenience: rewriting(change) };
}

function mail(id: string, what: string, rule: string, change: (mail: MailJson) => unknown): LenientFake {
  return { id, what, caughtBy: `fake.${rule}`, on, lenience: rewritingMail((one) => void change(one)) };
}

function person(
  id: string,
  what: string,
  rule: string,
  change: (person: Personalization) => unknown,
): LenientFake {
  return mail(id, what, rule, ({ personalizations }) => personalizations.forEach(change));
}

function file(id: string, what: string, rule: string, change: (file: AttachmentJson) => void): LenientFake {
  return mail(id, what, rule, ({ attachments = [] }) => attachments.forEach(change));
}

/** A rejection is an answer with this status. */
function forgives(id: string, what: string, rule: string, status: number): LenientFake {
  const lenience = answering(async (_incoming, { ok }) => (ok ? undefined : emptyAnswer(status)));
  return { id, what, caughtBy: `fake.${rule}`, on, lenience };
}

function emptyAnswer(status: number): Response {
  return new Response(status === 204 ? null : '{}', { status });
}

function asPost(next: WireHandler): WireHandler {
  return async (request) => {
    if (request.method !== 'PUT') return next(request);
    return next(
      new Request(request.url, { method: 'POST', headers: request.headers, body: await request.text() }),
    );
  };
}
