import { type Kit, withRaw } from '@patchbay/core';
import { type RawWebhook, rejected, verifySignature } from '@patchbay/core/webhook';
import type { PaymentEvent, PaymentEventSubject, PaymentEventType, PaymentsParts } from '@patchbay/payments';
import { signatureHeader } from './engine/deliveries.ts';
import { type AnyRecord, type SandboxEvent, sandboxEvent } from './engine/records.ts';
import { type SandboxPaymentsOptions, secretsOf } from './options.ts';
import { fromCheckout, fromDispute, fromPayment, fromRefund, fromSubscription } from './response.ts';

/** The sandbox's webhooks, signed over their raw bytes. */
export function webhook(options: SandboxPaymentsOptions, { clock }: Kit): PaymentsParts['webhook'] {
  const secrets = secretsOf(options);
  return {
    async verify({ headers, body }: RawWebhook): Promise<readonly PaymentEvent[]> {
      await verifySignature({ header: headers.get(signatureHeader), body, secrets, now: clock.now() });
      return [fromEvent(parse(body))];
    },
  };
}

function parse(body: Uint8Array): SandboxEvent {
  const event = sandboxEvent.safeParse(parseJson(body));
  if (event.success) return event.data;
  throw rejected('payload_malformed', 'The body is no event of the sandbox.');
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    throw rejected('payload_malformed', 'The body is no JSON.');
  }
}

function fromEvent(event: SandboxEvent): PaymentEvent {
  const { id, type, createdAt, object } = event;
  const reference = 'reference' in object ? object.reference : undefined;
  const mapped = {
    id,
    dedupeKey: id,
    type: isHandled(type) ? type : 'unhandled',
    vendorType: type,
    provider: 'sandbox',
    occurredAt: new Date(createdAt),
    live: false,
    subject: fromSubject(object),
    ...(reference !== undefined && { reference }),
  } as const;
  return withRaw(mapped, event);
}

function fromSubject(object: AnyRecord): PaymentEventSubject {
  const { id } = object;
  switch (object.kind) {
    case 'payment':
      return { kind: 'payment', id, object: fromPayment(object) };
    case 'refund':
      return { kind: 'refund', id, paymentId: object.paymentId, object: fromRefund(object) };
    case 'dispute':
      return { kind: 'dispute', id, paymentId: object.paymentId, object: fromDispute(object) };
    case 'checkout': {
      const { paymentId } = object;
      return {
        kind: 'checkout',
        id,
        ...(paymentId !== undefined && { paymentId }),
        object: fromCheckout(object),
      };
    }
    case 'subscription':
      return { kind: 'subscription', id, object: fromSubscription(object) };
    case 'customer':
    case 'method':
    case 'setup':
      return { kind: object.kind, id };
  }
}

/** The sandbox names its events as the contract does; what it may send beyond that is `unhandled`. */
const handled = {
  'payment.processing': true,
  'payment.requires_action': true,
  'payment.authorized': true,
  'payment.captured': true,
  'payment.failed': true,
  'payment.canceled': true,
  'refund.created': true,
  'refund.updated': true,
  'refund.failed': true,
  'dispute.opened': true,
  'dispute.updated': true,
  'dispute.closed': true,
  'checkout.completed': true,
  'checkout.expired': true,
  'method.attached': true,
  'method.detached': true,
  'setup.succeeded': true,
  'setup.failed': true,
  'customer.updated': true,
  'customer.deleted': true,
  'subscription.created': true,
  'subscription.updated': true,
  'subscription.renewed': true,
  'subscription.payment_failed': true,
  'subscription.canceled': true,
  'subscription.trial_ending': true,
} as const satisfies Record<Exclude<PaymentEventType, 'unhandled'>, true>;

function isHandled(type: string): type is keyof typeof handled {
  return Object.hasOwn(handled, type);
}
