import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { cardError, Rejection } from '../protocol/errors.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import type { Decline } from './cards.ts';
import { attachMethod, checkSavable } from './methods.ts';

/** A new setup intent, stored. */
export function newSetup(
  account: Account,
  customer: string | null,
  metadata: Record<string, string>,
  usage = 'off_session',
): Stripe.SetupIntent {
  const setup = setupShape(account, account.id('seti'));
  setup.customer = customer;
  setup.metadata = metadata;
  setup.usage = usage;
  account.tables.setupIntents.set(setup.id, setup);
  return setup;
}

/** Tries to save a payment method. A card that wants 3-D Secure waits for the payer. */
export function attemptSetup(
  account: Account,
  setup: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  returnUrl: string | undefined,
): void {
  setup.payment_method = method.id;
  setup.last_setup_error = null;
  if (account.secrets.behaviours.get(method.id)?.authentication === undefined) {
    completeSetup(account, setup, method);
    return;
  }
  const address = `${account.request?.origin ?? ''}/3ds/${setup.id}`;
  account.secrets.pending.set(setup.id, { methodId: method.id, ...(returnUrl ? { returnUrl } : {}) });
  setup.status = 'requires_action';
  setup.next_action =
    returnUrl === undefined
      ? { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: address } }
      : { type: 'redirect_to_url', redirect_to_url: { url: address, return_url: returnUrl } };
  account.emit('setup_intent.requires_action', setup);
}

/** The payer came back from 3-D Secure. */
export function finishSetup(account: Account, setup: Stripe.SetupIntent, approved: boolean): void {
  const method = account.tables.paymentMethods.get(account.secrets.pending.get(setup.id)?.methodId ?? '');
  if (setup.status !== 'requires_action' || method === undefined) return;
  account.secrets.pending.delete(setup.id);
  setup.next_action = null;
  if (approved) {
    completeSetup(account, setup, method);
    return;
  }
  throw failSetup(account, setup, method, {
    code: 'setup_intent_authentication_failure',
    message:
      'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
  });
}

function completeSetup(account: Account, setup: Stripe.SetupIntent, method: Stripe.PaymentMethod): void {
  try {
    checkSavable(account, method);
  } catch (error) {
    if (!(error instanceof Rejection)) throw error;
    throw failSetup(account, setup, method, {
      code: error.body.code ?? 'card_declined',
      message: error.message,
      ...(error.body.decline_code === undefined ? {} : { declineCode: error.body.decline_code }),
    });
  }
  const customer = idOf(setup.customer);
  setup.status = 'succeeded';
  setup.next_action = null;
  account.secrets.authenticated.add(method.id);
  if (customer !== undefined && method.customer === null) attachMethod(account, method, customer);
  account.emit('setup_intent.succeeded', setup);
  account.secrets.followers.get(setup.id)?.();
}

function failSetup(
  account: Account,
  setup: Stripe.SetupIntent,
  method: Stripe.PaymentMethod,
  reason: Pick<Decline, 'code' | 'message'> & Partial<Pick<Decline, 'declineCode'>>,
): Rejection {
  const details = {
    code: reason.code,
    message: reason.message,
    ...(reason.declineCode === undefined ? {} : { decline_code: reason.declineCode }),
  };
  setup.status = 'requires_payment_method';
  setup.payment_method = null;
  setup.last_setup_error = { type: 'card_error', ...details, payment_method: snapshot(method) };
  account.emit('setup_intent.setup_failed', setup);
  return cardError({ ...details, setup_intent: snapshot(setup), payment_method: snapshot(method) });
}

function setupShape(account: Account, id: string): Stripe.SetupIntent {
  return {
    id,
    object: 'setup_intent',
    allowed_payment_method_types: null,
    application: null,
    automatic_payment_methods: { enabled: true, allow_redirects: 'always' },
    cancellation_reason: null,
    client_secret: `${id}_secret_${account.id('s').slice(2)}`,
    created: account.now(),
    customer: null,
    customer_account: null,
    description: null,
    excluded_payment_method_types: null,
    flow_directions: null,
    last_setup_error: null,
    latest_attempt: null,
    livemode: false,
    mandate: null,
    metadata: {},
    next_action: null,
    on_behalf_of: null,
    payment_method: null,
    payment_method_configuration_details: null,
    payment_method_options: {},
    payment_method_types: ['card', 'link'],
    single_use_mandate: null,
    status: 'requires_payment_method',
    usage: 'off_session',
  };
}
