import { DriverFailure, type Kit, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected } from '@patchbay/core/webhook';
import type { EmailEvent, EmailParts } from '@patchbay/email';
import * as z from 'zod';
import type { SendgridEmailOptions } from '../options.ts';
import { fromCustomArguments } from '../request/arguments.ts';
import { fromDetails, typeOf } from './events.ts';
import { verifyEvents } from './signature.ts';

/** SendGrid's event webhook: https://docs.sendgrid.com/for-developers/tracking-events. The SDK is not loaded for it. */
export function webhook(
  { webhookPublicKey = [] }: SendgridEmailOptions,
  { clock }: Kit,
): EmailParts['webhook'] {
  const publicKeys = [webhookPublicKey].flat();
  return {
    async verify({ headers, body }: RawWebhook): Promise<readonly EmailEvent[]> {
      if (publicKeys.length === 0) throw noKey();
      const signature = headers.get('x-twilio-email-event-webhook-signature');
      const timestamp = headers.get('x-twilio-email-event-webhook-timestamp');
      await verifyEvents({ signature, timestamp, body, publicKeys, now: clock.now() });
      return parse(body).map(fromEvent);
    },
  };
}

/** What every event has. */
const eventSchema = z.looseObject({
  event: z.string().min(1),
  sg_event_id: z.string().min(1),
  timestamp: z.number(),
  email: z.string().optional(),
  sg_message_id: z.string().optional(),
  category: z.union([z.string(), z.array(z.string())]).optional(),
});

export type SendgridEvent = z.infer<typeof eventSchema>;

function parse(body: Uint8Array): readonly SendgridEvent[] {
  const result = z.array(eventSchema).safeParse(toJson(body));
  if (result.success) return result.data;
  throw rejected('payload_malformed', 'The body is signed, but is no list of SendGrid’s events.');
}

function toJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function fromEvent(event: SendgridEvent): EmailEvent {
  const { sg_event_id: id, event: vendorType, email, category = [], timestamp } = event;
  const { metadata, reference, vendorKey, id: scheduledAs } = fromCustomArguments(event);
  const messageId = scheduledAs ?? toMessageId(event.sg_message_id);
  const result = {
    id,
    dedupeKey: id,
    type: typeOf(vendorType),
    vendorType,
    provider: 'sendgrid',
    occurredAt: new Date(timestamp * 1000),
    ...(messageId !== undefined && { messageId }),
    ...(email !== undefined && { recipient: email }),
    ...(reference !== undefined && { reference }),
    ...(vendorKey !== undefined && { vendorKey }),
    metadata,
    tags: [category].flat(),
    ...fromDetails(event),
  } as const;
  return withRaw(result, event);
}

/** The id in an event goes on with the server that handled the mail: `<x-message-id>.recvd-…`, `.filter…`. */
function toMessageId(sent: string | undefined): string | undefined {
  return sent?.replace(/\.(filter|recvd).*$/s, '');
}

function noKey(): DriverFailure {
  const message =
    'webhookPublicKey is not set: Settings > Mail Settings > Event Webhooks > the webhook > Signature verification.';
  return new DriverFailure({ code: 'config_invalid', message });
}
