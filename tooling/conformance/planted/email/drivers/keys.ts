import { type Integration, IntegrationError, vendorKey, withRaw } from '@patchbay/core';
import { fieldsOf } from '@patchbay/core/conformance';
import type { EmailEvent, Receipt } from '@patchbay/email';
import { answers, everyError, type Method, replace } from '../../broken.ts';
import type { EmailDefect, EmailDriver } from '../broken.ts';
import { events } from '../receiving.ts';
import { mails } from '../wire.ts';

const argument = 'patchbay_key';

/** Defects in what is known of a mail by its key. */
export const keyDrivers: readonly EmailDriver[] = [
  reconciles(
    'reconcile-finds-nothing',
    'never finds a mail again',
    'lost_answer_is_found',
    reconcile(() => async () => ({ outcome: 'not_applied' })),
  ),
  reconciles(
    'reconcile-finds-everything',
    'says of every key that its mail was sent',
    'another_key',
    found((answer) => ({ outcome: 'applied', result: answer.result ?? { id: 'mail' } })),
  ),
  reconciles('reconcile-finds-the-newest', 'takes the newest mail for the one of the key', 'another_key', {
    facade: (email, { mailbox }) =>
      replace(email, 'reconcile', () => async () => {
        const id = (await mailbox.accepted()).at(-1)?.id;
        return id === undefined ? { outcome: 'not_applied' } : { outcome: 'applied', result: { id } };
      }),
  }),
  reconciles('reconcile-finds-the-oldest', 'hands out the receipt of another mail', 'lost_answer_is_found', {
    facade: (email, { mailbox }) =>
      replace(email, 'reconcile', (original) => async (...given) => {
        const { result, ...answer } = fieldsOf(await original(...given));
        const [oldest] = await mailbox.accepted();
        return result === undefined ? answer : { ...answer, result: { ...fieldsOf(result), id: oldest?.id } };
      }),
  }),
  reconciles('reconcile-sends', 'sends a mail in order to find it', 'key_never_used', {
    facade: (email, { fixtures }) =>
      replace(email, 'reconcile', (original) => async (input, options) => {
        const { sender: from, domain } = fixtures;
        await email.send({ from, to: `ada@${domain}`, subject: 'A word', text: 'Hello Ada.' });
        return original(input, options);
      }),
  }),
  reconciles('reconcile-throws', 'throws where there is no mail', 'key_never_used', {
    facade: (email) =>
      replace(email, 'reconcile', (original) => async (...given) => {
        const answer = await original(...given);
        if (fieldsOf(answer).outcome === 'applied') return answer;
        throw new IntegrationError({
          code: 'not_found',
          outcome: 'not_applied',
          message: 'There is no such mail.',
          category: 'email',
          operation: 'email.reconcile',
        });
      }),
  }),
  reconciles('reconcile-of-the-key-that-went-out', 'takes it for the caller’s own', 'key_that_went_out', {
    facade: (email) => {
      const sent = new Map<string, Receipt>();
      const noting = noted(email, (key, receipt) => sent.set(key, receipt));
      return replace(noting, 'reconcile', (original) => (input, options) => {
        const result = sent.get(String(fieldsOf(input).idempotencyKey));
        return result === undefined ? original(input, options) : { outcome: 'applied', result };
      });
    },
  }),
  reconciles('reconcile-looks-at-today', 'looks only among the mails of the last minutes', 'in_its_time', {
    facade: (email, { clock }) =>
      replace(email, 'reconcile', (original) => async (input, options) => {
        const isOld = Number(fieldsOf(input).since) < clock.now() - 600_000;
        return isOld ? { outcome: 'not_applied' } : original(input, options);
      }),
  }),
  reconciles(
    'reconcile-without-copies',
    'finds a mail without those in cc',
    'lost_answer_is_found',
    receipts(({ recipients, ...receipt }) => ({
      ...receipt,
      recipients: recipients.filter(({ kind }) => kind === 'to'),
    })),
  ),
  reconciles(
    'reconcile-another-receipt',
    'finds another receipt than the one that was given',
    'receipt_as_send_gives_it',
    receipts(({ rfcMessageId: _dropped, ...receipt }) => receipt),
  ),
  reconciles(
    'reconcile-is-always-accepted',
    'says of a refused mail that it was taken',
    'refused_mail',
    receipts((receipt) => ({ ...receipt, status: 'accepted' })),
  ),
  reconciles(
    'reconcile-forgets-the-time',
    'says of a mail that waits that it was taken for delivery now',
    'scheduled_mail',
    receipts((receipt) => ({ ...receipt, status: 'accepted' })),
  ),
  reconciles(
    'reconcile-fails-in-words',
    'answers with more than was promised',
    'answers_in_form',
    found((answer) => ({ ...answer, note: 'It was there.' })),
  ),
  tells('key-not-sent', 'sends a mail without its key', 'carries_the_key', {
    planted: mails(({ custom_args: all }) => void delete all?.[argument]),
  }),
  tells('key-of-everybody', 'sends the same key with every mail', 'carries_the_key', {
    planted: mails(({ custom_args: all }) => {
      if (all?.[argument] !== undefined) all[argument] = 'k'.repeat(43);
    }),
  }),
  tells(
    'key-on-deliveries-alone',
    'brings the key back on some events only',
    'carries_the_key',
    events(({ vendorKey, ...event }) => ({
      ...event,
      ...(event.type === 'message.delivered' && { vendorKey }),
    })),
  ),
  tells(
    'key-cut-short',
    'brings back less of a key than a ledger compares',
    'carries_the_key',
    events(({ vendorKey, ...event }) => ({
      ...event,
      ...(vendorKey !== undefined && { vendorKey: vendorKey.slice(0, 20) }),
    })),
  ),
  tells(
    'key-made-up',
    'tells a key where there was none',
    'carries_no_key_unless_given',
    events((event) => ({ ...event, vendorKey: event.vendorKey ?? event.id })),
  ),
  tells(
    'key-shown-as-metadata',
    'shows the key among the application’s metadata',
    'carries_no_reference_unless_given',
    events(({ vendorKey = '', ...event }) => ({
      ...event,
      vendorKey,
      metadata: { ...event.metadata, [argument]: vendorKey },
    })),
  ),
  keeps('key-of-the-newest-mail', 'takes every event for one of the newest mail', 'event_settles_it', {
    facade: (email) => {
      let newest = '';
      const noting = noted(email, (key) => {
        newest = key;
      });
      return replace(noting, 'webhooks.receive', (original) => async (...given) => {
        const all = (await original(...given)) as readonly EmailEvent[];
        return all.map((event) => ({ ...event, vendorKey: newest }));
      });
    },
  }),
  keeps(
    'lost-answer-is-nothing',
    'says of a lost answer that nothing was sent',
    'lost_answer_is_not_sent_again',
    everyError(['send'], (error) =>
      IntegrationError.is(error) && error.outcome === 'unknown'
        ? new IntegrationError({ ...error.toJSON(), outcome: 'not_applied' })
        : error,
    ),
  ),
  {
    ...keeps('key-not-honoured', 'says that it honours keys, and does not', 'lost_answer_is_given_again', {
      facade: (email) => replace(email, 'send', (original) => (message) => original(message)),
    }),
    on: 'outbox',
  },
  {
    ...keeps('reconcile-of-a-minute', 'looks back for a minute only', 'reconcile_settles_it', {
      facade: (email, { clock }) =>
        replace(email, 'reconcile', (original) => (input, options) => {
          const isOld = Number(fieldsOf(input).since) < clock.now() - 60_000;
          return isOld ? { outcome: 'not_applied' } : original(input, options);
        }),
    }),
    on: 'outbox',
  },
  keeps(
    'receipt-does-not-last',
    'gives a receipt that cannot be written down',
    'same_key_is_one_mail',
    answers<Receipt>('send', ({ recipients, ...receipt }) => ({
      ...receipt,
      recipients: new Set(recipients),
    })),
  ),
];

/** The facade, of which somebody notes the key that goes out with each mail, and its receipt. */
function noted(facade: Integration, note: (key: string, receipt: Receipt) => void): Integration {
  return replace(facade, 'send', (original) => async (message, options) => {
    const receipt = (await original(message, options)) as Receipt;
    note(await vendorKey(['email.send', '', String(fieldsOf(options).idempotencyKey)]), receipt);
    return receipt;
  });
}

type Found = { readonly outcome: string; readonly result?: Receipt };

function reconcile(make: (original: Method) => Method): EmailDefect {
  return { facade: (email) => replace(email, 'reconcile', make) };
}

/** What is found is something else. */
function found(change: (answer: Found) => object): EmailDefect {
  // What the operation resolves to, as its signature says.
  return reconcile(
    (original) =>
      async (...given) =>
        change((await original(...given)) as Found),
  );
}

/** The receipt that is found is another one. */
function receipts(change: (receipt: Receipt) => object): EmailDefect {
  return found(({ result, ...answer }) =>
    result === undefined ? answer : { ...answer, result: withRaw(change(result), result.raw) },
  );
}

function reconciles(id: string, what: string, behaviour: string, defect: EmailDefect): EmailDriver {
  return { id, what, caughtBy: `contract.reconcile.${behaviour}`, on: 'outbox', defect };
}

function tells(id: string, what: string, behaviour: string, defect: EmailDefect): EmailDriver {
  return { id, what, caughtBy: `webhooks.webhooks.receive.${behaviour}`, on: 'sendgrid', defect };
}

function keeps(id: string, what: string, behaviour: string, defect: EmailDefect): EmailDriver {
  return { id, what, caughtBy: `contract.ledger.${behaviour}`, on: 'sendgrid', defect };
}
