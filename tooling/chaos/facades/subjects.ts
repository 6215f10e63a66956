import { type Contract, type Integration, secret } from '@patchbay/core';
import { failover } from '@patchbay/core/failover';
import { type Ledger, withLedger } from '@patchbay/core/ledger';
import { type Email, email } from '@patchbay/email';
import { sendgridEmail } from '@patchbay/email-sendgrid';
import { money, type Payments, payments } from '@patchbay/payments';
import { stripePayments } from '@patchbay/payments-stripe';
import { keyOf } from '../script/script.ts';
import { minorOf } from '../vendors/stripe.ts';
import type { Opening, Subject } from './facade.ts';
import { post } from './post.ts';
import { postOffice } from './post-office.ts';

/** What stands around the facades of the accounts. */
export interface Around {
  readonly group: boolean;
  readonly ledger: boolean;
}

/** Payments through Stripe. */
export function openStripe(opening: Opening, around: Around): Subject {
  const members = opening.members.map(({ secret: secretKey, url, setup }) =>
    stripePayments({ secretKey, baseUrl: url }, setup),
  );
  const { facade, ledger } = wrapped(payments, members, opening, around);
  const whole: Payments<'create' | 'refunds.create'> = facade;
  return {
    members,
    ...ofLedger(ledger),
    async call(intent, options) {
      const { idempotencyKey = '' } = options;
      const amount = money(minorOf(intent), 'EUR');
      const written = { ...options, idempotencyKey };
      if (intent.operation === 'create') return (await whole.create({ amount, vendor: card }, written)).id;
      const owner = opening.members[intent.index % opening.members.length];
      const paymentId = `${around.group ? `${owner?.setup.name}:` : ''}${owner?.paymentId}`;
      return (await whole.refunds.create({ paymentId, amount }, written)).id;
    },
  };
}

/**
 * In the vendor's own words: the contract's id of a payment method is of one account, where the call would have to go.
 */
const card = { payment_method: 'pm_card_visa', confirm: true };

/** Email through SendGrid. */
export function openSendgrid(opening: Opening, around: Around): Subject {
  const members = opening.members.map(({ secret: apiKey, url, setup }) =>
    sendgridEmail({ apiKey, baseUrl: url }, setup),
  );
  const { facade, ledger } = wrapped(email, members, opening, around);
  const whole: Email<'send'> = facade;
  return {
    members,
    ...ofLedger(ledger),
    async call(intent, options) {
      const subject = keyOf(intent);
      const mail = { from: 'shop@shop.example', to: 'ada@mail.example', subject, text: 'Thank you.' };
      return (await whole.send(mail, options)).id;
    },
  };
}

/** Letters through post offices. */
export function openOffice(opening: Opening, around: Around): Subject {
  const members = opening.members.map(({ secret: word, url, setup }) =>
    postOffice({ url, secret: secret(word) }, setup),
  );
  const { facade, ledger } = wrapped(post, members, opening, around);
  return {
    members,
    ...ofLedger(ledger),
    receive: (body) => facade.webhooks.receive(body),
    call: async (intent, options) => (await facade.send({ text: keyOf(intent) }, options)).id,
  };
}

/** A facade alone or all of them as a group, with or without a ledger around. */
function wrapped<Api, Methods extends object, Parts extends object, const F extends Integration>(
  contract: Contract<Api, Methods, Parts>,
  members: readonly F[],
  opening: Opening,
  around: Around,
) {
  const [first] = members;
  if (first === undefined) throw new TypeError('It has no account.');
  const bare: unknown = around.group ? failover(contract, members, opening) : first;
  const facade = bare as F; // a group of one kind of facade has what each of them has
  if (!around.ledger) return { facade, ledger: undefined };
  const kept = withLedger(contract, facade, opening);
  return { facade: kept, ledger: kept.ledger };
}

function ofLedger(ledger: Ledger | undefined): Pick<Subject, 'reconcile'> {
  return ledger === undefined ? {} : { reconcile: (options) => ledger.reconcile(options) };
}
