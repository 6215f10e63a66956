import * as z from 'zod';
import type { MailAddress } from '../types.ts';

// Texts: https://docs.sendgrid.com/api-reference/mail-send/errors, or as the rejections' sources quote them.
const texts = {
  address: 'Does not contain a valid address.',
  to: 'The to array is required for all personalization objects, and must have at least one email object with a valid email address.',
  from: 'The from object must be provided for every email send. It is an object that requires the email parameter, but may also contain a name parameter.',
  fromAddress: 'The from email does not contain a valid address.',
  personalizations: 'The personalizations field is required and must have at least one personalization.',
  subject: 'The subject of your email must be a string at least one character in length.',
  contentType: 'The content type must be a string at least one character in length.',
  contentValue: 'The content value must be a string at least one character in length.',
  attachment: 'The attachment content must be a string at least one character in length.',
  categories: 'There is a limit of 10 categories for each email that is sent.',
  sendAt:
    'The send_at parameter is expecting a Unix timestamp as an integer. We will send immediately if you include a send_at timestamp that is in the past.',
  headers: 'The header values must be strings.',
  customArgs: 'All values of custom arguments object must be strings',
} as const;

const reservedHeaders = new Set([
  'x-sg-id',
  'x-sg-eid',
  'received',
  'dkim-signature',
  'content-type',
  'content-transfer-encoding',
  'to',
  'from',
  'subject',
  'reply-to',
  'cc',
  'bcc',
]);

const addressForm = /^[^\s@<>()[\]\\,;:"]+@[^\s@<>()[\]\\,;:"]+\.[^\s@<>()[\]\\,;:".]+$/;
const asciiForm = /^[\u0020-\u007e]*$/;
const separators = /[;,\r\n]/;
const base64Form = /^[A-Za-z0-9+/]*={0,2}$/;

function address(invalid: string, missing = invalid): z.ZodType<MailAddress> {
  return z.object({
    email: z
      .string({ error: ({ input }) => (input === undefined ? missing : undefined) })
      .refine((email) => addressForm.test(email), invalid)
      .max(320, 'The email exceeds the maximum total length of 320 characters'),
    name: z.string().optional(),
  });
}

function text(message: string): z.ZodString {
  return z.string({ error: message }).min(1, message);
}

const recipients = z.array(address(texts.address));

// A from address cannot be international: https://docs.sendgrid.com/api-reference/mail-send/limitations
const sender = address(texts.fromAddress, texts.from).refine(({ email }) => asciiForm.test(email), {
  path: ['email'],
  error: texts.fromAddress,
});

const headers = z.record(z.string(), z.string({ error: texts.headers })).superRefine((value, refinement) => {
  const names = Object.keys(value).map((name) => name.toLowerCase());
  const fault = (message: string) => refinement.addIssue({ code: 'custom', message });
  if (names.some((name) => reservedHeaders.has(name))) fault('Header cannot be one of the reserved keys.');
  if (new Set(names).size < names.length) fault('The headers cannot contain duplicate keys.');
  if (names.some((name) => !asciiForm.test(name) || name.includes(' '))) {
    fault('Header keys cannot contain non-ASCII characters or empty spaces.');
  }
  if (Object.values(value).some((entry) => /[\r\n]/.test(entry))) {
    fault('The header values cannot contain CRLF characters.');
  }
});

const customArgs = z
  .record(z.string(), z.string({ error: texts.customArgs }))
  .refine((value) => Object.keys(value).length > 0, 'custom_args cannot be empty.');

const sendAt = z.int({ error: texts.sendAt });

const personalization = z.object({
  from: sender.optional(),
  to: z
    .array(address(texts.address), { error: ({ input }) => (input === undefined ? texts.to : undefined) })
    .min(1, texts.to),
  cc: recipients.optional(),
  bcc: recipients.optional(),
  subject: text(texts.subject).optional(),
  headers: headers.optional(),
  substitutions: z.record(z.string(), z.string()).optional(),
  dynamic_template_data: z.record(z.string(), z.unknown()).optional(),
  custom_args: customArgs.optional(),
  send_at: sendAt.optional(),
});

const content = z.object({
  type: text(texts.contentType).refine(
    (type) => !separators.test(type),
    "Cannot contain ';', or CRLF characters.",
  ),
  value: text(texts.contentValue),
});

const attachment = z
  .object({
    content: text(texts.attachment).refine(
      (data) => data.length % 4 === 0 && base64Form.test(data),
      'The attachment content must be base64 encoded.',
    ),
    type: text('The attachment type must be a string and at least one character in length.')
      .refine((type) => !separators.test(type), "The type cannot contain ';', or CRLF characters.")
      .optional(),
    filename: text('filename is required.').refine(
      (name) => !separators.test(name),
      'The filename of your attachment cannot contain CRLF characters.',
    ),
    disposition: z
      .enum(['attachment', 'inline'], {
        error: ({ input }) =>
          `The disposition of your attachment can be either "inline" or "attachment". You provided ${String(input)}.`,
      })
      .default('attachment'),
    content_id: z
      .string()
      .refine(
        (id) => !separators.test(id),
        'The content ID of your attachment cannot contain CRLF characters.',
      )
      .optional(),
  })
  .refine(({ disposition, content_id }) => disposition !== 'inline' || content_id !== undefined, {
    path: ['content_id'],
    error: "The content_id parameter is required if disposition = 'inline'.",
  });

const categories = z
  .array(
    z
      .string()
      .max(255, 'Each category must not be longer than 255 characters.')
      .refine((category) => asciiForm.test(category), 'Categories can not contain non-ASCII characters.'),
  )
  .max(10, texts.categories)
  .refine((list) => new Set(list).size === list.length, 'The categories must be a unique list.');

function setting<S extends z.ZodRawShape>(name: string, shape: S) {
  const enable = z.boolean({ error: `The ${name} enable param should be a boolean value.` });
  return z.object({ enable, ...shape }).optional();
}

const word = z.string().optional();

const mailSettings = z.object({
  bypass_list_management: setting('bypass list management', {}),
  bypass_spam_management: setting('bypass spam management', {}),
  bypass_bounce_management: setting('bypass bounce management', {}),
  bypass_unsubscribe_management: setting('bypass unsubscribe management', {}),
  footer: setting('footer', { text: word, html: word }),
  sandbox_mode: setting('sandbox mode', {}),
});

const trackingSettings = z.object({
  click_tracking: setting('click tracking', { enable_text: z.boolean().optional() }),
  open_tracking: setting('open tracking', { substitution_tag: word }),
  subscription_tracking: setting('subscription tracking', { text: word, html: word, substitution_tag: word }),
  ganalytics: setting('Google Analytics', {
    utm_source: word,
    utm_medium: word,
    utm_term: word,
    utm_content: word,
    utm_campaign: word,
  }),
});

/**
 * The body of a mail: https://docs.sendgrid.com/api-reference/mail-send/mail-send (2026-11-22). SendGrid ignores
 * fields that it does not know: sendgrid/sendgrid-nodejs#1080 and #1364.
 */
export const mailSchema = z.object({
  personalizations: z
    .array(personalization, {
      error: ({ input }) => (input === undefined ? texts.personalizations : undefined),
    })
    .min(1, texts.personalizations)
    .max(1000, 'The personalization block is limited to 1000 personalizations per API request.'),
  // A missing sender is reported as `from.email`: sklarsa/django-sendgrid-v5#77
  from: z.preprocess((value) => value ?? {}, sender),
  reply_to: address(texts.address).optional(),
  reply_to_list: z
    .array(address(texts.address))
    .max(1000, 'There is a limit of 1000 reply_to_list addresses per request.')
    .optional(),
  subject: text(texts.subject).optional(),
  content: z.array(content).optional(),
  attachments: z.array(attachment).optional(),
  template_id: z.string().optional(),
  sections: z.record(z.string(), z.string({ error: 'The section values must be strings.' })).optional(),
  headers: headers.optional(),
  categories: categories.optional(),
  custom_args: customArgs.optional(),
  send_at: sendAt.optional(),
  batch_id: z.string({ error: 'The batch_id must be a string.' }).optional(),
  asm: z
    .object({
      group_id: z.int({ error: 'The ASM group ID must be an integer.' }),
      groups_to_display: z
        .array(z.int({ error: 'The ASM Group IDs to display must be an array of integers.' }))
        .max(25, 'There is a limit of 25 unsubscribe groups that can be displayed to a user at a time.')
        .optional(),
    })
    .optional(),
  ip_pool_name: z
    .string({ error: 'The name of your IP pool must be a string.' })
    .regex(/^.{2,64}$/, 'The name of your IP pool must have 2 to 64 characters.')
    .optional(),
  mail_settings: mailSettings.optional(),
  tracking_settings: trackingSettings.optional(),
});

export type MailBody = z.output<typeof mailSchema>;
export type Personalization = MailBody['personalizations'][number];
