import { IntegrationError } from '@patchbay/core';
import type { Receipt, Suppression } from '@patchbay/email';
import { answers, type Method, pages, replace } from '../../broken.ts';
import type { EmailDefect, EmailDriver } from '../broken.ts';

const on = 'sendgrid';

/** Defects in what comes back. */
export const resultDrivers: readonly EmailDriver[] = [
  {
    id: 'always-accepted',
    what: 'says of every mail that it was taken for delivery now',
    caughtBy: 'contract.send.waits_for_its_time',
    on,
    defect: answers<Receipt>('send', (receipt) => ({ ...receipt, status: 'accepted' })),
  },
  {
    id: 'fabricated-id',
    what: 'hands out ids of its own making',
    caughtBy: 'contract.send.receipt_of_a_plain_mail',
    on,
    defect: answers<Receipt>('send', (receipt) => ({ ...receipt, id: `local-${receipt.id}` })),
  },
  {
    id: 'one-id-for-all',
    what: 'hands out the same id again',
    caughtBy: 'contract.send.receipt_has_its_own_id',
    on,
    defect: answers<Receipt>('send', (receipt) => ({ ...receipt, id: 'mail' })),
  },
  {
    id: 'copies-without-result',
    what: 'tells nothing of those in cc and bcc',
    caughtBy: 'contract.send.receipt_names_everyone_in_order',
    on,
    defect: answers<Receipt>('send', ({ recipients, ...receipt }) => ({
      ...receipt,
      recipients: recipients.filter(({ kind }) => kind === 'to'),
    })),
  },
  {
    id: 'reference-not-returned',
    what: 'forgets the reference on the receipt',
    caughtBy: 'contract.send.metadata_travels',
    on,
    defect: answers<Receipt>('send', ({ reference: _dropped, ...receipt }) => receipt),
  },
  {
    id: 'raw-prints',
    what: 'prints the provider’s own answer with the receipt',
    caughtBy: 'contract.send.receipt_keeps_the_raw_answer_out_of_print',
    on,
    defect: answers<Receipt>('send', (receipt) => ({ ...receipt, raw: receipt.raw })),
  },
  {
    id: 'cancel-is-nothing',
    what: 'says that a mail was taken back and does nothing',
    caughtBy: 'contract.schedule.cancel.cancelled_is_never_sent',
    on,
    defect: instead('schedule.cancel', () => async () => undefined),
  },
  {
    id: 'cancel-of-anything',
    what: 'takes back what was sent',
    caughtBy: 'contract.schedule.cancel.too_late',
    on,
    defect: instead('schedule.cancel', forgiven('precondition_failed')),
  },
  {
    id: 'cancel-of-nothing',
    what: 'takes back what never was',
    caughtBy: 'errors.schedule.cancel.unknown_id',
    on,
    defect: instead('schedule.cancel', forgiven('not_found')),
  },
  {
    id: 'first-page-only',
    what: 'gives the first page of a list for all of it',
    caughtBy: 'contract.suppressions.list.pages_without_loss',
    on,
    defect: {
      facade: (email) =>
        replace(email, 'suppressions.list', (original) => (...given) => {
          const list = original(...given) as {
            page(cursor?: string): Promise<{ readonly items: readonly unknown[] }>;
          };
          const first = async () => ({ items: (await list.page()).items });
          return {
            page: first,
            async *[Symbol.asyncIterator]() {
              yield* (await first()).items;
            },
          };
        }),
    },
  },
  {
    id: 'page-size-ignored',
    what: 'ignores how many were asked for',
    caughtBy: 'contract.suppressions.list.page_by_page',
    on,
    defect: instead('suppressions.list', (original) => (input) => original(input)),
  },
  {
    id: 'reason-ignored',
    what: 'lists every reason, whichever was asked for',
    caughtBy: 'contract.suppressions.list.by_reason',
    on,
    defect: instead('suppressions.list', (original) => (_input, options) => original({}, options)),
  },
  {
    id: 'one-reason-for-all',
    what: 'gives every suppression the same reason',
    caughtBy: 'contract.suppressions.get.after_a_complaint',
    on,
    defect: answers<readonly Suppression[]>('suppressions.get', (found) =>
      found.map((entry) => ({ ...entry, reason: 'bounced' })),
    ),
  },
  {
    id: 'nobody-is-an-error',
    what: 'throws for an address that is not suppressed',
    caughtBy: 'contract.suppressions.get.nobody',
    on,
    defect: instead('suppressions.get', (original) => async (...given) => {
      const found: unknown = await original(...given);
      if (Array.isArray(found) && found.length > 0) return found;
      throw new IntegrationError({ code: 'not_found', outcome: 'not_applied', message: 'There is nobody.' });
    }),
  },
  {
    id: 'addresses-of-everybody',
    what: 'lists addresses that were never suppressed',
    caughtBy: 'contract.suppressions.list.by_reason',
    on,
    defect: pages<Suppression>('suppressions.list', (items) => [
      ...items,
      { email: 'x@y.example', reason: 'bounced' },
    ]),
  },
  {
    id: 'remove-is-nothing',
    what: 'says that an address is served again and does nothing',
    caughtBy: 'contract.suppressions.remove.is_served_again',
    on,
    defect: instead('suppressions.remove', () => async () => undefined),
  },
  {
    id: 'remove-for-one-reason',
    what: 'takes an address off one list only',
    caughtBy: 'contract.suppressions.remove.after_a_bounce',
    on,
    defect: instead('suppressions.remove', (original) => (input, options) => {
      const address = typeof input === 'string' ? { email: input } : Object(input);
      return original({ ...address, reason: 'unsubscribed' }, options);
    }),
  },
];

function instead(operation: string, make: (original: Method) => Method): EmailDefect {
  return { facade: (email) => replace(email, operation, make) };
}

/** An error with this code is success. */
function forgiven(code: IntegrationError['code']): (original: Method) => Method {
  return (original) =>
    async (...given) => {
      try {
        return await original(...given);
      } catch (error) {
        if (IntegrationError.is(error, code)) return undefined;
        throw error;
      }
    };
}
