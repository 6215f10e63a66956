import { type Kit, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected, verifySignature } from '@patchbay/core/webhook';
import { type EmailAddress, type EmailParts, type InboundMail, parseAddress } from '@patchbay/email';
import type { z } from 'zod';
import { inboundForm } from './engine/arrived.ts';
import { signatureHeader } from './engine/deliveries.ts';
import { eventRecord } from './engine/records.ts';
import { type OutboxEmailOptions, secretsOf } from './options.ts';
import { fromEvent } from './response.ts';

/** The outbox's own webhooks: each is one event. */
export function webhook(options: OutboxEmailOptions, { clock }: Kit): EmailParts['webhook'] {
  return {
    verify: async (received) => [fromEvent(await read(eventRecord, received, options, clock.now()))],
  };
}

/** Mails that `Outbox.inbound` wrote. */
export function inbound(options: OutboxEmailOptions, { clock }: Kit): NonNullable<EmailParts['inbound']> {
  return { read: async (received) => fromForm(await read(inboundForm, received, options, clock.now())) };
}

/**
 * What a request brings whose signature holds for its raw bytes.
 * @throws `DriverFailure` `webhook_rejected`
 */
async function read<T>(
  schema: z.ZodType<T>,
  { headers, body }: RawWebhook,
  options: OutboxEmailOptions,
  now: number,
): Promise<T> {
  const header = headers.get(signatureHeader);
  await verifySignature({ header, body, secrets: secretsOf(options), now });
  return parse(schema, body);
}

function fromForm(form: z.infer<typeof inboundForm>): InboundMail {
  const { from, to, cc = '', subject, text, html, headers, attachments, envelope } = form;
  const sender = parseAddress(from);
  const messageId = headers.find(({ name }) => /^message-id$/i.test(name))?.value;
  const mail = {
    ...(messageId !== undefined && { rfcMessageId: messageId.replace(/^<|>$/g, '') }),
    provider: 'outbox',
    ...(sender !== undefined && { from: sender }),
    to: addressesIn(to),
    cc: addressesIn(cc),
    subject,
    ...(text !== undefined && { text }),
    ...(html !== undefined && { html }),
    ...(envelope !== undefined && { envelope }),
    headers,
    attachments: attachments.map(({ base64, filename, ...file }) => ({
      ...file,
      filename: filename.replace(/[\r\n/\\]/g, '_'), // a name, never a path
      bytes: Uint8Array.from(atob(base64), (character) => character.charCodeAt(0)),
    })),
    verdicts: {},
  };
  return withRaw(mail, form);
}

/** Mailboxes between commas; a comma in quotes is part of a name. What is no mailbox is left out. */
function addressesIn(list: string): readonly EmailAddress[] {
  return (list.match(/(?:"(?:[^"\\]|\\.)*"|[^,"])+/g) ?? []).flatMap((text) => parseAddress(text) ?? []);
}

function parse<T>(schema: z.ZodType<T>, body: Uint8Array): T {
  const result = schema.safeParse(parseJson(body));
  if (result.success) return result.data;
  throw rejected('payload_malformed', 'The body is none that an outbox sends.');
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw rejected('payload_malformed', 'The body is no JSON.');
  }
}
