import * as z from 'zod';
import { isEmail, isHeaderText, parseAddress, sameMailbox, toAddresses } from './address.ts';
import type { Message } from './message.ts';

const oneLine = 'one line without control characters';
const line = (longest: number) => z.string().min(1).max(longest).refine(isHeaderText, oneLine);
const email = z.string().refine(isEmail, 'one address, for example ada@example.com');
const vendor = z.record(z.string(), z.unknown());
const id = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!\.{1,2}$)[^\p{Cc}]+$/u, 'an id');

const address = z.union(
  [
    z.string().refine((text) => parseAddress(text) !== undefined),
    z.strictObject({ email, name: line(320).exactOptional() }),
  ],
  'one address: ada@example.com, Ada Lovelace <ada@example.com>, or { email, name }',
);
const addresses = z.union([address, z.array(address).max(10_000)], 'an address, or a list of them');

/** Made by the message's own fields, or of a transport: no header of a user's. */
const ownHeader =
  /^(from|sender|to|cc|bcc|subject|reply-to|date|message-id|mime-version|content-.*|dkim-signature|received|return-path|list-unsubscribe(-post)?|authorization|cookie|host|on-behalf-of|x-sg-.*)$/i;

const headerName = z
  .string()
  .regex(/^[!-9;-~]{1,126}$/, 'a header name: visible ASCII without a colon')
  .refine((name) => !ownHeader.test(name), 'a header that no field of the message makes');
/** It stands between `<` and `>` in a header; URL parsers forgive line ends, headers do not. */
const webUrl = z
  .url({ protocol: /^https?$/ })
  .max(900)
  .regex(/^[!-;=?-~]+$/, 'a URL of http or https, without spaces and brackets');
const headers = z.record(headerName, z.string().max(995).refine(isHeaderText, oneLine));

const attachment = z.strictObject({
  filename: line(255).refine((name) => !/[/\\]/.test(name), 'a file name without a path'),
  content: z.custom(isContent, 'bytes, a Blob, { base64 }, or a function that returns a stream'),
  contentType: z
    .string()
    .regex(/^[\w!#$&^.+-]{1,127}\/[\w!#$&^.+-]{1,127}(; ?[\w-]+=[\w.+-]+)*$/, 'type/subtype')
    .exactOptional(),
  contentId: z
    .string()
    .regex(/^[^\s<>"'\p{Cc}]{1,200}$/u, 'a content id without spaces and brackets')
    .refine(isHeaderText, oneLine)
    .exactOptional(),
});

/** Every field of a message; `checkMessage` adds what holds between them. */
const fields = z.strictObject({
  from: address,
  to: addresses.exactOptional(),
  cc: addresses.exactOptional(),
  bcc: addresses.exactOptional(),
  replyTo: addresses.exactOptional(),
  subject: line(998).exactOptional(),
  text: z.string().min(1).exactOptional(),
  html: z.string().min(1).exactOptional(),
  template: z
    .strictObject({ id: line(200), data: z.record(z.string(), z.unknown()).exactOptional() })
    .exactOptional(),
  attachments: z.array(attachment).exactOptional(),
  headers: headers.exactOptional(),
  tags: z.array(line(255)).exactOptional(),
  metadata: z.record(line(100), z.string().max(1000).refine(isHeaderText, oneLine)).exactOptional(),
  reference: line(200).exactOptional(),
  sendAt: z.date().exactOptional(),
  tracking: z
    .strictObject({ opens: z.boolean().exactOptional(), clicks: z.boolean().exactOptional() })
    .exactOptional(),
  unsubscribe: z
    .strictObject({ url: webUrl.exactOptional(), email: email.exactOptional() })
    .refine(({ url, email }) => url !== undefined || email !== undefined, 'a url, an email, or both')
    .exactOptional(),
  envelopeFrom: email.exactOptional(),
  vendor: vendor.exactOptional(),
});

export const messageSchema = fields.check(({ value, issues }) => {
  for (const [path, message] of problemsBetween(value)) {
    issues.push({ code: 'custom', input: undefined, path: [path], message });
  }
});

type Fields = z.infer<typeof fields>;

function problemsBetween(message: Fields): readonly (readonly [keyof Message, string])[] {
  const recipients = [message.to, message.cc, message.bcc].flatMap(toAddresses);
  const mailboxes = recipients.map((recipient) => sameMailbox(recipient.email));
  const contentIds = (message.attachments ?? []).flatMap(({ contentId }) => contentId ?? []);
  const hasBody = message.text !== undefined || message.html !== undefined;
  const problems: readonly (readonly [boolean, keyof Message, string])[] = [
    [recipients.length === 0, 'to', 'found no recipient; expected one in to, cc or bcc'],
    [repeats(mailboxes), 'to', 'found a recipient twice; expected each once in to, cc and bcc together'],
    [
      message.subject === undefined && message.template === undefined,
      'subject',
      'found nothing; expected a subject, or a template that brings one',
    ],
    [!hasBody && message.template === undefined, 'text', 'found no body; expected text, html or a template'],
    [hasBody && message.template !== undefined, 'template', 'found a body beside it; expected one of them'],
    [repeats(message.tags ?? []), 'tags', 'found a tag twice; expected each once'],
    [
      repeats(Object.keys(message.headers ?? {}).map((name) => name.toLowerCase())),
      'headers',
      'found a header twice, in upper and lower case; expected each once',
    ],
    [repeats(contentIds), 'attachments', 'found a contentId twice; expected each once'],
  ];
  return problems.flatMap(([wrong, path, text]) => (wrong ? [[path, text] as const] : []));
}

function repeats(texts: readonly string[]): boolean {
  return new Set(texts).size < texts.length;
}

function isContent(value: unknown): boolean {
  if (value instanceof Uint8Array || value instanceof Blob || typeof value === 'function') return true;
  if (typeof value !== 'object' || value === null || !('base64' in value)) return false;
  const { base64 } = value;
  return typeof base64 === 'string' && /^[A-Za-z0-9+/]*={0,2}$/.test(base64) && base64.length % 4 === 0;
}

const reason = z.enum(['bounced', 'blocked', 'invalid', 'complained', 'unsubscribed']);

export const reconcileSchema = z
  .strictObject({
    operation: z.literal('send'),
    idempotencyKey: z.string().min(1),
    since: z.date(),
    until: z.date().exactOptional(),
  })
  .refine(({ since, until = since }) => until >= since, {
    path: ['until'],
    error: 'found a date before `since`',
  });

export const idSchema = z.strictObject({ id });
export const emailSchema = z.strictObject({ email });
export const listSuppressionsSchema = z.strictObject({ reason: reason.exactOptional() });
export const suppressionSchema = z.strictObject({ email, reason: reason.exactOptional() });
