import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, mergeMetadata, optionalCustomer } from '../account.ts';
import { invalidRequest, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import {
  boolean,
  list,
  metadata,
  object,
  oneOf,
  required,
  text,
  unsimulated,
  url,
} from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import { checkUsable, optionalMethod } from './methods.ts';
import { attemptSetup, newSetup } from './setup-flow.ts';

const collection = '/v1/setup_intents';
const common = [
  'confirmation_token',
  'excluded_payment_method_types',
  'mandate_data',
  'payment_method_data',
  'payment_method_options',
] as const;
const createSetup = {
  allowed_payment_method_types: list(text()),
  automatic_payment_methods: object({
    enabled: required(boolean()),
    allow_redirects: oneOf('always', 'never'),
  }),
  confirm: boolean(),
  customer: text(),
  description: text(),
  metadata: metadata(),
  payment_method: text(),
  return_url: url(),
  usage: oneOf('off_session', 'on_session'),
  use_stripe_sdk: boolean(),
  ...unsimulated(
    ...common,
    'attach_to_self',
    'customer_account',
    'flow_directions',
    'on_behalf_of',
    'payment_method_configuration',
    'single_use',
  ),
};
const confirmSetup = {
  payment_method: text(),
  return_url: url(),
  use_stripe_sdk: boolean(),
  ...unsimulated(...common, 'allowed_payment_method_types'),
};
const listSetups = {
  ...pagination,
  ...created,
  customer: text(),
  payment_method: text(),
  ...unsimulated('attach_to_self', 'customer_account'),
};
const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];

/** https://docs.stripe.com/api/setup_intents */
export const setupIntentRoutes: readonly Route[] = [
  route('POST', collection, createSetup, (input, { account }) => create(account, input)),
  route('GET', collection, listSetups, (input, { account }) =>
    listOf(
      account.tables.setupIntents,
      collection,
      input,
      (setup) =>
        (input.customer === undefined || setup.customer === input.customer) &&
        (input.payment_method === undefined || setup.payment_method === input.payment_method) &&
        (input.created === undefined || input.created(setup.created)),
    ),
  ),
  route('GET', `${collection}/:id`, { client_secret: text() }, (_input, call) => setupOf(call)),
  route('POST', `${collection}/:id/confirm`, confirmSetup, (input, call) =>
    confirm(call.account, setupOf(call), input),
  ),
  route(
    'POST',
    `${collection}/:id/cancel`,
    { cancellation_reason: oneOf('abandoned', 'duplicate', 'requested_by_customer') },
    (input, call) => cancel(call.account, setupOf(call), input.cancellation_reason ?? null),
  ),
];

function setupOf({ account, id }: Call): Stripe.SetupIntent {
  return find(account.tables.setupIntents, 'setupintent', id, 'intent', 404);
}

function create(account: Account, input: Input<typeof createSetup>): Stripe.SetupIntent {
  if (input.return_url !== undefined && input.confirm !== true) {
    throw invalidRequest('The parameter `return_url` cannot be passed unless `confirm` is set to true.', {
      param: 'return_url',
    });
  }
  const customer = optionalCustomer(account, input.customer);
  const method = optionalMethod(account, input.payment_method);
  if (method !== undefined) checkUsable(account, method, customer);
  const automatic = automaticMethods(input);
  if (input.confirm === true) checkConfirmable(method, automatic, input.return_url);
  const setup = newSetup(account, customer, mergeMetadata(null, input.metadata), input.usage);
  setup.description = input.description ?? null;
  setup.allowed_payment_method_types = input.allowed_payment_method_types?.slice() ?? null;
  setup.automatic_payment_methods = automatic;
  if (method !== undefined) {
    setup.payment_method = method.id;
    setup.status = 'requires_confirmation';
  }
  account.emit('setup_intent.created', setup);
  if (input.confirm === true && method !== undefined) attemptSetup(account, setup, method, input.return_url);
  return setup;
}

function automaticMethods(
  input: Input<typeof createSetup>,
): Stripe.SetupIntent.AutomaticPaymentMethods | null {
  const chosen = input.automatic_payment_methods;
  if (input.allowed_payment_method_types !== undefined || chosen?.enabled === false) return null;
  return { enabled: true, allow_redirects: chosen?.allow_redirects ?? 'always' };
}

function confirm(
  account: Account,
  setup: Stripe.SetupIntent,
  input: Input<typeof confirmSetup>,
): Stripe.SetupIntent {
  checkState(setup, 'confirm', 'confirmed');
  const methodId = input.payment_method ?? idOf(setup.payment_method);
  const method = optionalMethod(account, methodId);
  checkConfirmable(method, setup.automatic_payment_methods, input.return_url);
  if (method === undefined) return setup;
  checkUsable(account, method, idOf(setup.customer) ?? null);
  attemptSetup(account, setup, method, input.return_url);
  return setup;
}

function cancel(
  account: Account,
  setup: Stripe.SetupIntent,
  reason: Stripe.SetupIntent.CancellationReason | null,
): Stripe.SetupIntent {
  checkState(setup, 'cancel', 'canceled');
  setup.status = 'canceled';
  setup.cancellation_reason = reason;
  setup.next_action = null;
  account.emit('setup_intent.canceled', setup);
  return setup;
}

function checkState(setup: Stripe.SetupIntent, verb: string, done: string): void {
  if (open.includes(setup.status)) return;
  throw wrongState(
    `You cannot ${verb} this SetupIntent because it has a status of ${setup.status}. Only a SetupIntent with one of the following statuses may be ${done}: ${open.join(', ')}.`,
    { code: 'setup_intent_unexpected_state', setup_intent: snapshot(setup) },
  );
}

function checkConfirmable(
  method: Stripe.PaymentMethod | undefined,
  automatic: Stripe.SetupIntent.AutomaticPaymentMethods | null,
  returnUrl: string | undefined,
): void {
  if (method === undefined) {
    throw wrongState("You cannot confirm this SetupIntent because it's missing a payment method.", {
      code: 'setup_intent_unexpected_state',
    });
  }
  if (automatic?.allow_redirects === 'always' && returnUrl === undefined) {
    throw invalidRequest(
      'This SetupIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`.',
    );
  }
}
