import { DriverFailure, type Kit, reveal, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected, verifySignature } from '@patchbay/core/webhook';
import type { PaymentEvent, PaymentsParts } from '@patchbay/payments';
import * as z from 'zod';
import type { StripePaymentsOptions } from '../options.ts';
import { readSubject, type Subject } from './subjects.ts';
import { eventTypes } from './types.ts';

/** Stripe's webhooks: https://docs.stripe.com/webhooks. The SDK is not loaded for them. */
export function webhook(options: StripePaymentsOptions, kit: Kit): PaymentsParts['webhook'] {
  const { webhookSecret = [] } = options;
  const secrets = [webhookSecret].flat().map(reveal);
  return {
    async verify({ headers, body }: RawWebhook): Promise<readonly PaymentEvent[]> {
      if (secrets.length === 0) throw noSecret();
      await verifySignature({ header: headers.get('stripe-signature'), body, secrets, now: kit.clock.now() });
      return [fromEvent(parse(body))];
    },
  };
}

/** What every snapshot event has: https://docs.stripe.com/api/events/object. */
const eventSchema = z.looseObject({
  id: z.string().min(1),
  object: z.literal('event'),
  type: z.string(),
  created: z.number(),
  livemode: z.boolean(),
  data: z.looseObject({ object: z.looseObject({ object: z.string().optional(), id: z.string().nullish() }) }),
});

type StripeEvent = z.infer<typeof eventSchema>;

function parse(body: Uint8Array): StripeEvent {
  const result = eventSchema.safeParse(toJson(body));
  if (result.success) return result.data;
  throw rejected('payload_malformed', 'The body is signed, but is no snapshot event of Stripe.');
}

function toJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

function fromEvent(event: StripeEvent): PaymentEvent {
  const known = Object.hasOwn(eventTypes, event.type) ? eventTypes[event.type] : undefined;
  const read = known === undefined ? undefined : subjectOf(event);
  const type =
    known === undefined || read === undefined ? 'unhandled' : typeof known === 'string' ? known : known(read);
  const result = {
    id: event.id,
    dedupeKey: event.id,
    type,
    vendorType: event.type,
    provider: 'stripe',
    occurredAt: new Date(event.created * 1000),
    live: event.livemode,
    subject: read?.subject ?? { kind: 'other', id: event.data.object.id ?? event.id },
    ...(read?.reference !== undefined && { reference: read.reference }),
  } as const;
  return withRaw(result, event);
}

function subjectOf(event: StripeEvent): Subject | undefined {
  try {
    return readSubject(event.data.object);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw rejected('payload_malformed', `The object of a ${event.type} event cannot be read: ${why}`);
  }
}

function noSecret(): DriverFailure {
  const message =
    'webhookSecret is not set: Dashboard > Developers > Webhooks > the endpoint > Signing secret.';
  return new DriverFailure({ code: 'config_invalid', message });
}
