import { type Clock, systemClock } from '@patchbay/core';
import { type Kept, withLedger } from '@patchbay/core/ledger';
import { email } from '@patchbay/email';
import { type SendgridEmail, sendgridEmail } from '@patchbay/email-sendgrid';
import { payments } from '@patchbay/payments';
import { type StripePayments, stripePayments } from '@patchbay/payments-stripe';
import type { State } from '@patchbay/state';
import type { Moments } from './moments.ts';
import { type Settings, secrets } from './settings.ts';

/** What a ledger needs of the state that all processes share. */
type LedgerState = Pick<State, 'keyMemory'>;

/** How many times faster than others a ledger's clock goes: it waits 40 s for a call that nobody knows the end of. */
const hurry = 5;

/** The same for all processes of a run. */
function hurriedClock(begunAt: number): Clock {
  return { ...systemClock, now: () => begunAt + (Date.now() - begunAt) * hurry };
}

/** The account at Stripe; every charge is made once for its key. */
export function paymentsOf(settings: Settings, state: LedgerState, moments?: Moments): Kept<StripePayments> {
  const { stripeUrl: baseUrl, begunAt } = settings;
  const { stripe: secretKey, webhook: webhookSecret } = secrets;
  const stripe = stripePayments({ secretKey, webhookSecret, baseUrl });
  const watched: StripePayments = {
    ...stripe,
    async create(input, options) {
      moments?.announce('payment-asked', input.reference);
      const payment = await stripe.create(input, options);
      moments?.announce('payment-answered', input.reference);
      return payment;
    },
  };
  return withLedger(payments, watched, {
    memory: state.keyMemory('desk:'),
    clock: hurriedClock(begunAt),
  });
}

/** The account at SendGrid, which knows no keys: without the ledger it takes every mail for a new one. */
export function emailOf(settings: Settings, state: LedgerState, moments?: Moments): Kept<SendgridEmail> {
  const { sendgridUrl: baseUrl, begunAt } = settings;
  const sendgrid = sendgridEmail({ apiKey: secrets.sendgrid, baseUrl });
  const watched: SendgridEmail = {
    ...sendgrid,
    async send(input, options) {
      moments?.announce('mail-asked', input.reference);
      const receipt = await sendgrid.send(input, options);
      moments?.announce('mail-answered', input.reference);
      return receipt;
    },
  };
  const kept = withLedger(email, watched, { memory: state.keyMemory('desk:'), clock: hurriedClock(begunAt) });
  return settings.planted === 'no-ledger' ? { ...kept, send: watched.send } : kept;
}
