import { DriverFailure } from '@patchbay/core';
import {
  type EmailAddress,
  type EmailReason,
  furtherHeaders,
  type LoadedAttachment,
  type Message,
  toAddress,
  toAddresses,
  toBase64,
  type VendorInput,
} from '@patchbay/email';
import type { MailData } from '../client/client.ts';
import { toCustomArguments } from './arguments.ts';
import type { Schedule } from './schedule.ts';

/**
 * A message as the SDK takes it. Headers stand with the recipients: those of a whole mail the SDK sends as headers of
 * its HTTP request too, where one would replace the API key.
 * https://github.com/sendgrid/sendgrid-nodejs (packages/mail/src/classes/mail-service.js, 2026-11-22)
 * @throws `DriverFailure` `invalid_request` for what SendGrid cannot express.
 */
export function toMail(
  message: Message,
  attachments: readonly LoadedAttachment[],
  vendorKey: string | undefined,
): MailData {
  const { subject, tags = [], tracking, vendor } = message;
  const customArgs = withinLimit(toCustomArguments({ ...message, vendorKey }));
  const mail = {
    from: toEmail(toAddress(message.from)),
    ...toReplyTo(message),
    ...(subject !== undefined && { subject }),
    ...toBody(message),
    personalizations: [toPersonalization(message)],
    ...(attachments.length > 0 && { attachments: attachments.map(toAttachment) }),
    ...(tags.length > 0 && { categories: [...tags] }),
    ...(Object.keys(customArgs).length > 0 && { customArgs }),
    ...(tracking !== undefined && { trackingSettings: toTracking(tracking) }),
    hideWarnings: true, // the SDK writes to the console when template data holds a quotation mark
  } satisfies MailData;
  return withVendor(mail, vendor);
}

/** The same mail, to be sent later; its events have to bring the id back. */
export function withSchedule(mail: MailData, { id, batch, seconds }: Schedule): MailData {
  const customArgs = withinLimit({ ...mail.customArgs, ...toCustomArguments({ id }) });
  return { ...mail, customArgs, sendAt: seconds, batchId: batch };
}

/** https://docs.sendgrid.com/api-reference/mail-send/mail-send (custom_args, 2026-11-22) */
const mostArgumentBytes = 10_000;

function withinLimit<T extends object>(customArgs: T): T {
  const bytes = new TextEncoder().encode(JSON.stringify(customArgs)).length;
  if (bytes <= mostArgumentBytes) return customArgs;
  const message = `metadata: with the reference and marks of ours it has ${bytes} bytes; SendGrid takes ${mostArgumentBytes}.`;
  throw refused('parameter_invalid', message);
}

type Personalization = NonNullable<MailData['personalizations']>[number];

function toPersonalization(message: Message): Personalization {
  const { to, cc, bcc, template } = message;
  const [first] = toAddresses(to);
  if (first === undefined)
    throw refused('recipient_invalid', 'to: SendGrid needs a recipient here, not only in cc or bcc.');
  if (template?.data !== undefined && !template.id.startsWith('d-'))
    throw refused(
      'template_invalid',
      'template: SendGrid fills dynamic templates only, whose ids begin with d-.',
    );
  const all = Object.entries(furtherHeaders(message));
  return {
    to: toAddresses(to).map(toEmail),
    ...(cc !== undefined && { cc: toAddresses(cc).map(toEmail) }),
    ...(bcc !== undefined && { bcc: toAddresses(bcc).map(toEmail) }),
    ...(all.length > 0 && {
      headers: Object.fromEntries(all.map(([name, text]) => [name, toHeaderText(text)])),
    }),
    ...(template?.data !== undefined && { dynamicTemplateData: template.data }),
  };
}

/**
 * SendGrid drops a mail to a name with a bare comma or semicolon:
 * https://github.com/sendgrid/sendgrid-nodejs/issues/448 (2026-11-22).
 */
function toEmail({ email, name }: EmailAddress): { email: string; name?: string } {
  if (name === undefined) return { email };
  return { email, name: /[,;]/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : name };
}

/** One goes out as `reply_to`; SendGrid refuses that beside a list. */
function toReplyTo({ replyTo }: Message): Pick<MailData, 'replyTo' | 'replyToList'> {
  const [first, ...others] = toAddresses(replyTo).map(toEmail);
  if (first === undefined) return {};
  return others.length === 0 ? { replyTo: first } : { replyToList: [first, ...others] };
}

function toBody({ text, html, template }: Message) {
  if (template !== undefined) return { templateId: template.id };
  if (text === undefined) return { html: html ?? '' };
  return { text, ...(html !== undefined && { html }) };
}

/**
 * The SDK takes base64 only; bytes it refuses. It sends attachments as they are given, so the id has SendGrid's name,
 * not the one of the SDK's types, which SendGrid ignores.
 */
function toAttachment({ filename, bytes, contentType, contentId }: LoadedAttachment) {
  const inline = { disposition: 'inline', content_id: contentId };
  const place = contentId === undefined ? { disposition: 'attachment' } : inline;
  const [type = contentType] = contentType.split(';', 1); // SendGrid takes none with a charset or another parameter
  return { filename: toFilename(filename), content: toBase64(bytes), type, ...place };
}

/**
 * SendGrid refuses commas and semicolons, and writes other scripts into the header as they are. Encoded words are what
 * mail programs read there: https://github.com/sendgrid/sendgrid-go/issues/362 (2026-11-22)
 */
function toFilename(name: string): string {
  return /^[^;,"\\]*$/.test(name) ? toHeaderText(name) : toWords(name);
}

function toTracking({ opens, clicks }: NonNullable<Message['tracking']>) {
  return {
    ...(opens !== undefined && { openTracking: { enable: opens } }),
    ...(clicks !== undefined && { clickTracking: { enable: clicks } }),
  };
}

/**
 * Text of a header in ASCII: SendGrid leaves it to us (RFC 2047).
 * https://docs.sendgrid.com/api-reference/mail-send/mail-send (headers, 2026-11-22)
 */
function toHeaderText(text: string): string {
  return /^[ -~]*$/.test(text) ? text : toWords(text);
}

function toWords(text: string): string {
  const words = text.match(/.{1,11}/gsu) ?? []; // at most 44 octets, 60 in base64: a word has 75
  return words.map((word) => `=?UTF-8?B?${toBase64(new TextEncoder().encode(word))}?=`).join(' ');
}

/** Fields of SendGrid's that the contract has no name for. */
const vendorFields: ReadonlySet<string> = new Set([
  'asm',
  'ipPoolName',
  'mailSettings',
  'sections',
  'substitutions',
  'trackingSettings',
] satisfies (keyof MailData)[]);

/** Adds your own fields of the SDK's mail last; nested ones are joined. The SDK drops names that it does not know. */
function withVendor(mail: MailData, vendor: VendorInput = {}): MailData {
  const unknown = Object.keys(vendor).find((name) => !vendorFields.has(name));
  if (unknown !== undefined)
    throw refused('parameter_invalid', `vendor: found ${unknown}; expected ${[...vendorFields].join(', ')}.`);
  return Object.assign({}, mail, joined(mail, vendor));
}

function joined(base: object, given: object): object {
  const known = new Map<string, unknown>(Object.entries(base));
  const defined = Object.entries(given).filter(([, value]) => value !== undefined);
  return Object.fromEntries(
    defined.map(([name, value]: [string, unknown]) => {
      const ours = known.get(name);
      return [name, isRecord(ours) && isRecord(value) ? { ...ours, ...joined(ours, value) } : value];
    }),
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refused(reason: EmailReason, message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', reason, message });
}
