import { rejected } from '@patchbay/core/webhook';
import type { EmailEvent } from '@patchbay/email';
import { replace } from '../../broken.ts';
import type { EmailDefect, EmailDriver } from '../broken.ts';
import { after, again, before, events, isSigned, signed, unless } from '../receiving.ts';

const on = 'sendgrid';

/** Defects in what is believed, and in what is told. */
export const webhookDrivers: readonly EmailDriver[] = [
  receives(
    'signature-unchecked',
    'does not check signatures',
    'wrong_key',
    before(async ({ body }, { webhooks }) => signed(webhooks, body)),
  ),
  receives(
    'signature-checked-by-presence',
    'checks only that there is a signature',
    'any_byte_changed',
    before(async (webhook, { webhooks }) => (isSigned(webhook) ? signed(webhooks, webhook.body) : webhook)),
  ),
  receives(
    'signature-optional',
    'believes a webhook without a signature',
    'unsigned',
    before(async (webhook, { webhooks }) => (isSigned(webhook) ? webhook : signed(webhooks, webhook.body))),
  ),
  receives(
    'body-parsed',
    'verifies the parsed body, written again',
    'genuine_is_accepted',
    before(async (webhook) => ({
      ...webhook,
      body: again(webhook.body),
    })),
  ),
  receives(
    'body-trimmed',
    'verifies the body without white space at its end',
    'genuine_is_accepted',
    before(async (webhook) => ({
      ...webhook,
      body: new TextEncoder().encode(new TextDecoder().decode(webhook.body).trimEnd()),
    })),
  ),
  receives(
    'tolerance-ignored',
    'does not look at the age of a signature',
    'stale',
    unless('timestamp_outside_tolerance'),
  ),
  receives(
    'recording-believed',
    'believes what was recorded',
    'captured_and_sent_later',
    unless('timestamp_outside_tolerance'),
  ),
  receives(
    'forgery-is-no-event',
    'answers a forgery with no events',
    'wrong_key',
    unless('signature_invalid'),
  ),
  receives(
    'nonsense-is-no-event',
    'answers nonsense with no events',
    'signed_nonsense',
    unless('payload_malformed'),
  ),
  receives('one-key-only', 'knows one key while two are valid', 'second_key_is_accepted', {
    facade: (email) =>
      replace(email, 'webhooks.receive', (original) => {
        let times = 0;
        return async (input) => {
          times += 1;
          if (times === 1) throw rejected('signature_invalid', 'It matches no key.');
          return original(input);
        };
      }),
  }),
  receives(
    'unknown-types-dropped',
    'drops events of types that it does not know',
    'unknown_types_arrive',
    after((all) => all.filter(({ type }) => type !== 'unhandled')),
  ),
  receives(
    'bounce-is-delivery',
    'tells a bounce as a delivery',
    'bounced',
    events((event) => ({
      ...event,
      type: event.type === 'message.bounced' ? 'message.delivered' : event.type,
    })),
  ),
  receives(
    'every-bounce-is-hard',
    'takes a block for a mailbox that is gone',
    'blocked',
    events(({ bounce, ...event }) => ({
      ...event,
      ...(bounce !== undefined && { bounce: { ...bounce, kind: 'hard' } }),
    })),
  ),
  receives(
    'deferral-is-bounce',
    'tells a deferral as a bounce',
    'deferred',
    events((event) => ({
      ...event,
      type: event.type === 'message.deferred' ? 'message.bounced' : event.type,
    })),
  ),
  receives(
    'id-with-suffix',
    'tells another id than the receipt has',
    'delivered',
    events((event) => ({
      ...event,
      messageId: `${event.messageId ?? ''}.filter001`,
    })),
  ),
  receives(
    'recipient-guessed',
    'takes the first reader for the one it is about',
    'one_for_each_recipient',
    events((event) => ({
      ...event,
      recipient: event.recipient?.replace('grace@', 'ada@'),
    })),
  ),
  receives(
    'new-key-each-time',
    'makes up a new dedupeKey for each delivery',
    'redelivery_has_the_same_key',
    events((event) => ({
      ...event,
      dedupeKey: crypto.randomUUID(),
    })),
  ),
  receives(
    'key-of-the-mail',
    'has one dedupeKey for all events of a mail',
    'redelivery_has_the_same_key',
    events((event) => ({
      ...event,
      dedupeKey: event.messageId ?? '',
    })),
  ),
  receives(
    'time-of-receipt',
    'gives the time of receipt for that of the event',
    'reordered_deliveries_keep_their_time',
    {
      facade: (email, { clock }) =>
        replace(email, 'webhooks.receive', (original) => async (input) => {
          const all = (await original(input)) as readonly EmailEvent[];
          return all.map((event) => ({ ...event, occurredAt: new Date(clock.now()) }));
        }),
    },
  ),
  receives(
    'reference-dropped',
    'forgets the reference',
    'carries_reference_and_metadata',
    events(({ reference: _dropped, ...event }) => event),
  ),
  receives(
    'own-metadata-leaks',
    'shows what the adapter sent along',
    'carries_no_reference_unless_given',
    events((event) => ({
      ...event,
      metadata: { ...event.metadata, patchbay: '1' },
    })),
  ),
  receives(
    'tags-dropped-from-events',
    'forgets tags',
    'carries_tags',
    events((event) => ({ ...event, tags: [] })),
  ),
  receives(
    'url-dropped',
    'forgets what was clicked',
    'clicked',
    events(({ url: _dropped, ...event }) => event),
  ),
];

function receives(id: string, what: string, behaviour: string, defect: EmailDefect): EmailDriver {
  return { id, what, caughtBy: `webhooks.webhooks.receive.${behaviour}`, on, defect };
}
