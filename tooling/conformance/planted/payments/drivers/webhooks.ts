import type { RawWebhook } from '@patchbay/core/webhook';
import { IntegrationError } from '@patchbay/core';
import type { PaymentEvent } from '@patchbay/payments';
import type { PaymentsSubject } from '@patchbay/payments/conformance';
import { replace } from '../../broken.ts';
import { type PaymentsDriver, type PaymentsDefect } from '../broken.ts';

const on = 'sandbox';

/** Defects in what is believed. */
export const webhookDrivers: readonly PaymentsDriver[] = [
  {
    id: 'signature-unchecked',
    what: 'does not check signatures',
    caughtBy: 'webhooks.webhooks.receive.wrong_key',
    on,
    defect: before(async ({ body }, { webhooks }) => webhooks.sign(body)),
  },
  {
    id: 'signature-checked-by-presence',
    what: 'checks only that there is a signature',
    caughtBy: 'webhooks.webhooks.receive.any_byte_changed',
    on,
    defect: before(async (webhook, { webhooks }) =>
      hasSignature(webhook) ? webhooks.sign(webhook.body) : webhook,
    ),
  },
  {
    id: 'signature-optional',
    what: 'believes a webhook without a signature',
    caughtBy: 'webhooks.webhooks.receive.unsigned',
    on,
    defect: before(async (webhook, { webhooks }) =>
      hasSignature(webhook) ? webhook : webhooks.sign(webhook.body),
    ),
  },
  {
    id: 'body-parsed',
    what: 'verifies the parsed body, written again',
    caughtBy: 'webhooks.webhooks.receive.serialised_again',
    on,
    defect: before(async (webhook) => ({ ...webhook, body: again(webhook.body) })),
  },
  {
    id: 'body-trimmed',
    what: 'verifies the body without white space at its end',
    caughtBy: 'webhooks.webhooks.receive.extended',
    on,
    defect: before(async (webhook) => ({ ...webhook, body: trimmed(webhook.body) })),
  },
  {
    id: 'tolerance-ignored',
    what: 'does not look at the age of a signature',
    caughtBy: 'webhooks.webhooks.receive.stale',
    on,
    defect: unless('timestamp_outside_tolerance'),
  },
  {
    id: 'future-believed',
    what: 'believes a signature from the future',
    caughtBy: 'webhooks.webhooks.receive.from_the_future',
    on,
    defect: before(async (webhook, { webhooks, clock }) =>
      signedAt(webhook) > clock.now() ? webhooks.sign(webhook.body) : webhook,
    ),
  },
  {
    id: 'second-secret-ignored',
    what: 'knows only one secret',
    caughtBy: 'webhooks.webhooks.receive.second_key_is_accepted',
    on,
    defect: before(async (webhook, { webhooks }) => {
      const second = await webhooks.sign(webhook.body, { key: 'second' });
      return signatureOf(webhook) === signatureOf(second) ? { ...webhook, headers: new Headers() } : webhook;
    }),
  },
  {
    id: 'nonsense-believed',
    what: 'makes an event of anything that is signed',
    caughtBy: 'webhooks.webhooks.receive.signed_nonsense',
    on,
    defect: unless('payload_malformed'),
  },
  {
    id: 'parsed-body-believed',
    what: 'takes a parsed body',
    caughtBy: 'webhooks.webhooks.receive.parsed_body',
    on,
    defect: before(async (webhook, { webhooks }) =>
      webhook.body instanceof Uint8Array
        ? webhook
        : webhooks.sign(new TextEncoder().encode(JSON.stringify(webhook.body))),
    ),
  },
  {
    id: 'unknown-dropped',
    what: 'drops events that it does not know',
    caughtBy: 'webhooks.webhooks.receive.unknown_types_arrive',
    on,
    defect: after((events) => events.filter(({ type }) => type !== 'unhandled')),
  },
  {
    id: 'dedupe-key-random',
    what: 'gives each delivery a dedupeKey of its own',
    caughtBy: 'webhooks.webhooks.receive.replay_has_the_same_dedupe_key',
    on,
    defect: after((events) => events.map((event) => ({ ...event, dedupeKey: crypto.randomUUID() }))),
  },
  {
    id: 'dedupe-key-of-the-payment',
    what: 'gives all events of a payment one dedupeKey',
    caughtBy: 'webhooks.webhooks.receive.replay_has_the_same_dedupe_key',
    on,
    defect: after((events) => events.map((event) => ({ ...event, dedupeKey: event.subject.kind }))),
  },
  {
    id: 'event-without-reference',
    what: 'drops your reference from events',
    caughtBy: 'webhooks.webhooks.receive.carries_the_reference',
    on,
    defect: after((events) => events.map(({ reference: _dropped, ...event }) => event)),
  },
  {
    id: 'failed-is-captured',
    what: 'tells a refused payment as captured',
    caughtBy: 'webhooks.webhooks.receive.failed',
    on,
    defect: after((events) =>
      events.map((event) => ({
        ...event,
        type: event.type === 'payment.failed' ? 'payment.captured' : event.type,
      })),
    ),
  },
  {
    id: 'time-of-receipt',
    what: 'gives the time of receipt for that of the event',
    caughtBy: 'webhooks.webhooks.receive.names_what_it_is',
    on,
    defect: after((events) => events.map((event) => ({ ...event, occurredAt: new Date(0) }))),
  },
];

type Change = (webhook: RawWebhook, subject: PaymentsSubject) => Promise<RawWebhook>;

/** What is verified is another webhook than the one that came. */
export function before(change: Change): PaymentsDefect {
  return {
    facade: (payments, subject) =>
      replace(payments, 'webhooks.receive', (original) => async (input) => {
        // The cases hand over raw parts, or a Request that is left alone.
        return original(input instanceof Request ? input : await change(input as RawWebhook, subject));
      }),
  };
}

/** What is handed out are other events than those that were verified. */
export function after(change: (events: readonly PaymentEvent[]) => readonly object[]): PaymentsDefect {
  return {
    facade: (payments) =>
      replace(
        payments,
        'webhooks.receive',
        (original) => async (input) => change((await original(input)) as readonly PaymentEvent[]),
      ),
  };
}

/** A refusal for one reason is no refusal. */
function unless(reason: string): PaymentsDefect {
  return {
    facade: (payments) =>
      replace(payments, 'webhooks.receive', (original) => async (input) => {
        try {
          return await original(input);
        } catch (error) {
          if (IntegrationError.is(error, 'webhook_rejected', reason)) return [];
          throw error;
        }
      }),
  };
}

function hasSignature(webhook: RawWebhook): boolean {
  return signatureOf(webhook) !== undefined;
}

function signatureOf({ headers }: RawWebhook): string | undefined {
  return [...headers].find(([name]) => name.endsWith('signature'))?.[1];
}

/** Epoch milliseconds. */
function signedAt(webhook: RawWebhook): number {
  return Number(/t=(\d+)/.exec(signatureOf(webhook) ?? '')?.[1]) * 1000;
}

function again(body: Uint8Array): Uint8Array {
  try {
    return new TextEncoder().encode(JSON.stringify(JSON.parse(new TextDecoder().decode(body))));
  } catch {
    return body;
  }
}

function trimmed(body: Uint8Array): Uint8Array {
  return new TextEncoder().encode(new TextDecoder().decode(body).trimEnd());
}
