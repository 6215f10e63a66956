import {
  DriverFailure,
  defineAdapter,
  type Reconciled,
  type Schema,
  vendorKey,
  withRaw,
} from '@patchbay/core';
import { type RawWebhook, rejected, verifySignature } from '@patchbay/core/webhook';
import * as z from 'zod';
import {
  assertLimits,
  type EmailCapabilities,
  type EmailEvent,
  type EmailEventType,
  email,
  type InboundMail,
  loadAttachments,
  parseAddress,
  type Receipt,
} from '../../src/index.ts';
import type { Post } from './post.ts';

export const capabilities = {
  provider: 'post',
  embedded: true,
  operations: {
    send: 'native',
    reconcile: 'native',
    'schedule.cancel': 'native',
    'suppressions.list': 'native',
    'suppressions.get': 'native',
    'suppressions.add': 'native',
    'suppressions.remove': 'native',
  },
  traits: {
    attachments: true,
    inline: true,
    templates: true,
    schedule: true,
    headers: true,
    tags: true,
    metadata: true,
    tracking: true,
    envelope_from: true,
    recipient_results: true,
    webhooks: true,
    inbound: true,
  },
  idempotency: { kind: 'native' },
  limits: { recipients: 50, messageBytes: 4_000_000, scheduleMs: 72 * 3_600_000, tags: 3 },
} as const satisfies EmailCapabilities;

export const secrets = ['post-first-secret', 'post-second-secret'] as const;

const event = z.strictObject({
  id: z.string(),
  type: z.string(),
  at: z.number(),
  mail: z.string(),
  recipient: z.string(),
});
const arrived = z.strictObject({
  from: z.string(),
  to: z.string(),
  cc: z.string().optional(),
  subject: z.string(),
  text: z.string().optional(),
  html: z.string().optional(),
  headers: z.record(z.string(), z.string()).optional(),
  attachments: z
    .array(
      z.strictObject({
        filename: z.string(),
        contentType: z.string(),
        base64: z.string(),
        contentId: z.string().optional(),
      }),
    )
    .optional(),
  envelope: z.strictObject({ from: z.string(), to: z.array(z.string()) }).optional(),
});

const types: Readonly<Record<string, EmailEventType>> = {
  accepted: 'message.accepted',
  delivered: 'message.delivered',
  deferred: 'message.deferred',
  bounced: 'message.bounced',
  blocked: 'message.bounced',
  opened: 'message.opened',
  clicked: 'message.clicked',
  complained: 'message.complained',
  unsubscribed: 'recipient.unsubscribed',
  resubscribed: 'recipient.resubscribed',
};

const anything: Schema<{ readonly post: Post }> = {
  '~standard': {
    version: 1,
    vendor: 'test',
    validate: (value) => ({ value: value as { readonly post: Post } }),
  },
};

/** A provider with every operation and every trait, in memory. */
export const postEmail = defineAdapter({
  spec: 1,
  contract: email,
  capabilities,
  options: anything,
  client: async ({ post }: { readonly post: Post }) => post,
  driver: (post: Post, _options, { clock }) => ({
    async send(message, { idempotencyKey }) {
      assertLimits(message, capabilities.limits, clock.now());
      const attachments = await loadAttachments(message.attachments, capabilities.limits.messageBytes);
      if (message.template?.id === 'unknown')
        throw new DriverFailure({
          code: 'invalid_request',
          reason: 'template_invalid',
          message: 'No such template.',
        });
      return post.send(message, attachments, idempotencyKey);
    },
    async reconcile({ operation, idempotencyKey }): Promise<Reconciled<Receipt>> {
      const result = post.answerOf(await vendorKey([`email.${operation}`, '', idempotencyKey]));
      return result === undefined ? { outcome: 'not_applied' } : { outcome: 'applied', result };
    },
    'schedule.cancel': async ({ id }) => post.cancel(id),
    async 'suppressions.list'({ reason }, { cursor = '0', limit = 100 }) {
      const all = post.suppressions().filter((entry) => reason === undefined || entry.reason === reason);
      const end = Number(cursor) + limit;
      return { items: all.slice(Number(cursor), end), ...(end < all.length && { next: String(end) }) };
    },
    'suppressions.get': async ({ email: address }) =>
      post.suppressions().filter((entry) => entry.email === address),
    'suppressions.add': async ({ email: address, reason }) => post.suppress(address, reason),
    'suppressions.remove': async ({ email: address }) => post.allow(address),
  }),
  toFailure: () => undefined,
  check: async () => undefined,
  parts: {
    webhook: ({ post }, { clock }) => ({ verify: (webhook) => verify(webhook, post, clock.now()) }),
    inbound: () => ({ read: async (webhook) => read(webhook) }),
  },
});

async function verify(
  { headers, body }: RawWebhook,
  post: Post,
  now: number,
): Promise<readonly EmailEvent[]> {
  await verifySignature({ header: headers.get('post-signature'), body, secrets, now });
  const { id, type, at, mail: messageId, recipient } = parse(event, body);
  const { message, key } = post.mails.find((mail) => mail.id === messageId) ?? {};
  const kind = type === 'bounced' ? 'hard' : 'block';
  const found = {
    id,
    dedupeKey: id,
    type: types[type] ?? 'unhandled',
    vendorType: type,
    provider: 'post',
    occurredAt: new Date(at),
    messageId,
    recipient,
    metadata: message?.metadata ?? {},
    tags: message?.tags ?? [],
    ...(message?.reference !== undefined && { reference: message.reference }),
    ...(key !== undefined && { vendorKey: key }),
    ...(types[type] === 'message.bounced' && { bounce: { kind, detail: '550 no' } as const }),
    ...(type === 'clicked' && { url: 'https://shop.example/' }),
  } as const;
  return [withRaw(found, { id })];
}

function read({ body }: RawWebhook): InboundMail {
  const {
    from,
    to,
    cc,
    subject,
    text,
    html,
    headers = {},
    attachments = [],
    envelope,
  } = parse(arrived, body);
  const sender = parseAddress(from);
  const rfcMessageId = headers['Message-ID']?.replace(/[<>]/g, '');
  const mail = {
    provider: 'post',
    to: addressesIn(to),
    cc: addressesIn(cc),
    subject,
    headers: Object.entries(headers).map(([name, value]) => ({ name, value })),
    attachments: attachments.map(({ base64, contentId, ...file }) => ({
      ...file,
      bytes: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
      ...(contentId !== undefined && { contentId }),
    })),
    verdicts: {},
    ...(sender !== undefined && { from: sender }),
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(envelope !== undefined && { envelope }),
    ...(rfcMessageId !== undefined && { rfcMessageId }),
  };
  return withRaw(mail, { from });
}

function addressesIn(list = '') {
  return (list.match(/(?:"[^"]*"|[^,])+/g) ?? []).flatMap((text) => parseAddress(text.trim()) ?? []);
}

function parse<T>(schema: z.ZodType<T>, body: Uint8Array): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(body)));
  } catch {
    throw rejected('payload_malformed', 'The body is none of the provider’s.');
  }
}
