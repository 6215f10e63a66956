import { DriverFailure, type Kit, reveal, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected, verifySignature } from '@patchbay/core/webhook';
import type { PaymentEvent, PaymentEventType, PaymentsParts } from '@patchbay/payments';
import * as z from 'zod';
import type { AcmePaymentsOptions } from './options.ts';

/** Acme's events by what they mean: https://docs.acme.example/events (<today>). */
const eventTypes: Readonly<Record<string, PaymentEventType>> = {};

/** Acme's webhooks: `acme-signature: t=<epoch seconds>,v1=<HMAC-SHA256 of "<t>.<body>">`. */
export function webhook(
  { webhookSecret = [] }: AcmePaymentsOptions,
  { clock }: Kit,
): PaymentsParts['webhook'] {
  const secrets = [webhookSecret].flat().map(reveal);
  return {
    async verify({ headers, body }: RawWebhook) {
      if (secrets.length === 0) throw noSecret();
      await verifySignature({ header: headers.get('acme-signature'), body, secrets, now: clock.now() });
      return [fromEvent(parse(body))];
    },
  };
}

const eventSchema = z.looseObject({
  id: z.string().min(1),
  type: z.string(),
  created: z.number(),
  data: z.looseObject({ id: z.string().min(1) }),
});

type AcmeWebhook = z.infer<typeof eventSchema>;

function parse(body: Uint8Array): AcmeWebhook {
  const result = eventSchema.safeParse(toJson(body));
  if (result.success) return result.data;
  throw rejected('payload_malformed', 'The body is signed, but is no event of Acme.');
}

function toJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function fromEvent(event: AcmeWebhook): PaymentEvent {
  const known = Object.hasOwn(eventTypes, event.type) ? eventTypes[event.type] : undefined;
  const result = {
    id: event.id,
    dedupeKey: event.id,
    type: known ?? 'unhandled',
    vendorType: event.type,
    provider: 'acme',
    occurredAt: new Date(event.created * 1000),
    // only: payments
    live: true,
    // Of an event with a meaning: the kind, and the payment or refund that `response.ts` reads from `event.data`.
    subject: { kind: 'other', id: event.data.id },
    // only: email
    messageId: event.data.id,
    metadata: {},
    tags: [],
    // all
  } as const;
  return withRaw(result, event);
}

function noSecret(): DriverFailure {
  const message = 'webhookSecret is not set: Acme > Settings > Webhooks.';
  return new DriverFailure({ code: 'config_invalid', message });
}
