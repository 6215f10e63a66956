import * as z from 'zod';

const entry = { id: z.string(), createdAt: z.number(), sequence: z.number() };
const address = z.strictObject({ email: z.string(), name: z.string().exactOptional() });
const texts = z.record(z.string(), z.string());

const recipient = z.strictObject({
  email: z.string(),
  kind: z.enum(['to', 'cc', 'bcc']),
  status: z.enum(['accepted', 'scheduled', 'refused', 'deferred', 'suppressed']),
  reason: z
    .enum(['mailbox_unknown', 'mailbox_full', 'policy', 'content', 'reputation', 'suppressed', 'other'])
    .exactOptional(),
  detail: z.string().exactOptional(),
});

const file = z.strictObject({
  filename: z.string(),
  contentType: z.string(),
  contentId: z.string().exactOptional(),
  sizeBytes: z.number(),
});

/** A mail as it was taken. Beside it lie `source.eml` and its files, `file-0` and so on. */
export const mailRecord = z.strictObject({
  ...entry,
  status: z.enum(['accepted', 'scheduled', 'partial', 'refused']),
  recipients: z.array(recipient),
  rfcMessageId: z.string(),
  /** Of the input, where it came under an idempotency key. */
  fingerprint: z.string().exactOptional(),
  /** What went out of that key: a ledger knows the mail by it. */
  vendorKey: z.string().exactOptional(),
  from: address,
  to: z.array(address),
  cc: z.array(address),
  bcc: z.array(address),
  replyTo: z.array(address),
  subject: z.string().exactOptional(),
  text: z.string().exactOptional(),
  html: z.string().exactOptional(),
  template: z.strictObject({ id: z.string(), data: z.record(z.string(), z.unknown()) }).exactOptional(),
  attachments: z.array(file),
  headers: texts,
  tags: z.array(z.string()),
  metadata: texts,
  reference: z.string().exactOptional(),
  /** Epoch milliseconds. */
  sendAt: z.number().exactOptional(),
  tracking: z.strictObject({ opens: z.boolean().exactOptional(), clicks: z.boolean().exactOptional() }),
  envelopeFrom: z.string().exactOptional(),
});

/** An address that is not sent to. */
export const suppressionRecord = z.strictObject({
  ...entry,
  email: z.string(),
  reason: z.enum(['bounced', 'blocked', 'invalid', 'complained', 'unsubscribed']),
  detail: z.string().exactOptional(),
});

/** An event as its webhook carries it. `type` is any text: a newer outbox may know more. */
export const eventRecord = z.strictObject({
  ...entry,
  type: z.string().min(1),
  mailId: z.string(),
  recipient: z.string(),
  reference: z.string().exactOptional(),
  vendorKey: z.string().exactOptional(),
  metadata: texts,
  tags: z.array(z.string()),
  detail: z.string().exactOptional(),
  /** Of a click. */
  url: z.string().exactOptional(),
});

/** Says something of the mail, or the event, with the same id. */
export const markRecord = z.strictObject(entry);

/** A mail as the outbox keeps it, with what it made of each recipient. */
export type MailRecord = z.infer<typeof mailRecord>;
export type MailFile = MailRecord['attachments'][number];
/** A suppressed address as the outbox keeps it. */
export type SuppressionRecord = z.infer<typeof suppressionRecord>;
/** An event as its webhook carries it. */
export type OutboxEvent = z.infer<typeof eventRecord>;
export type MarkRecord = z.infer<typeof markRecord>;
