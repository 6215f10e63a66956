import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, findCustomer, mergeMetadata, optionalCustomer } from '../account.ts';
import { wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { text } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import { optionalMethod, resolveMethod } from './methods.ts';
import { checkAmount } from './money.ts';
import type { ConfirmInput } from './payment-checks.ts';
import {
  checkConfirmable,
  checkConfirmOnly,
  checkMayConfirm,
  isOffSession,
  useMethod,
} from './payment-checks.ts';
import type { Attempt } from './payment-flow.ts';
import { attemptPayment } from './payment-flow.ts';
import { automaticMethods, methodTypes, setDetails } from './payment-input.ts';
import {
  cancelIntent,
  captureIntent,
  confirmIntent,
  createIntent,
  incrementIntent,
  updateIntent,
} from './payment-params.ts';
import { cancel, capture, increment } from './payment-settlement.ts';
import { newIntent } from './payment-shapes.ts';

const collection = '/v1/payment_intents';
const member = `${collection}/:id`;

/** https://docs.stripe.com/api/payment_intents */
export const paymentIntentRoutes: readonly Route[] = [
  route('POST', collection, createIntent, (input, { account }) => create(account, input)),
  route('GET', collection, { ...pagination, ...created, customer: text() }, (input, { account }) =>
    listOf(
      account.tables.paymentIntents,
      collection,
      input,
      (intent) =>
        (input.customer === undefined || intent.customer === input.customer) &&
        (input.created === undefined || input.created(intent.created)),
    ),
  ),
  route('GET', member, { client_secret: text() }, (_input, call) => intentOf(call)),
  route('POST', member, updateIntent, (input, call) => update(call.account, intentOf(call), input)),
  route('POST', `${member}/confirm`, confirmIntent, (input, call) =>
    confirm(call.account, intentOf(call), input),
  ),
  route('POST', `${member}/capture`, captureIntent, (input, call) =>
    capture(call.account, intentOf(call), input),
  ),
  route('POST', `${member}/cancel`, cancelIntent, (input, call) =>
    cancel(call.account, intentOf(call), input.cancellation_reason ?? null),
  ),
  route('POST', `${member}/increment_authorization`, incrementIntent, (input, call) =>
    increment(call.account, intentOf(call), input),
  ),
];

function intentOf({ account, id }: Call): Stripe.PaymentIntent {
  return find(account.tables.paymentIntents, 'payment_intent', id, 'intent', 404);
}

function create(account: Account, input: Input<typeof createIntent>): Stripe.PaymentIntent {
  checkAmount(input.amount, input.currency);
  checkConfirmOnly(input);
  const customer = optionalCustomer(account, input.customer);
  const method = optionalMethod(account, input.payment_method);
  const intent = newIntent(account, {
    amount: input.amount,
    currency: input.currency,
    captureMethod: input.capture_method ?? 'automatic_async',
    customer,
    description: input.description ?? null,
    metadata: mergeMetadata(null, input.metadata),
    methodTypes: methodTypes(input),
    allowedTypes: input.allowed_payment_method_types?.slice() ?? null,
    automatic: automaticMethods(input),
    setupFutureUsage: input.setup_future_usage ?? null,
  });
  if (input.confirmation_method !== undefined) intent.confirmation_method = input.confirmation_method;
  setDetails(intent, input);
  if (method !== undefined) useMethod(account, intent, method);
  if (input.confirm === true) checkConfirmable(intent, method, input);
  account.tables.paymentIntents.set(intent.id, intent);
  account.emit('payment_intent.created', intent);
  if (input.confirm === true && method !== undefined)
    attemptPayment(account, intent, attemptOf(method, input));
  return intent;
}

function update(
  account: Account,
  intent: Stripe.PaymentIntent,
  input: Input<typeof updateIntent>,
): Stripe.PaymentIntent {
  const open = ['requires_payment_method', 'requires_confirmation', 'requires_action'];
  const guarded = (
    ['amount', 'currency', 'customer', 'payment_method', 'setup_future_usage', 'capture_method'] as const
  ).find((name) => input[name] !== undefined);
  if (guarded !== undefined && !open.includes(intent.status)) {
    throw wrongState(
      `This PaymentIntent's ${guarded} could not be updated because it has a status of ${intent.status}. You may only update the ${guarded} of a PaymentIntent with one of the following statuses: ${open.join(', ')}.`,
      { code: 'payment_intent_unexpected_state', payment_intent: snapshot(intent) },
    );
  }
  checkAmount(input.amount ?? intent.amount, input.currency ?? intent.currency);
  if (input.customer !== undefined && intent.customer !== null && input.customer !== intent.customer) {
    throw wrongState(
      'You cannot modify `customer` on a PaymentIntent once it already has been set. To fulfill a payment with a different Customer, cancel this PaymentIntent and create a new one.',
    );
  }
  if (input.customer !== undefined) intent.customer = findCustomer(account, input.customer, 'customer').id;
  intent.amount = input.amount ?? intent.amount;
  intent.currency = input.currency ?? intent.currency;
  intent.capture_method = input.capture_method ?? intent.capture_method;
  if (input.setup_future_usage !== undefined) intent.setup_future_usage = input.setup_future_usage;
  setDetails(intent, input);
  if (input.payment_method !== undefined) {
    useMethod(account, intent, resolveMethod(account, input.payment_method, 'payment_method'));
  }
  return intent;
}

function confirm(
  account: Account,
  intent: Stripe.PaymentIntent,
  input: Input<typeof confirmIntent>,
): Stripe.PaymentIntent {
  checkMayConfirm(intent);
  if (input.setup_future_usage !== undefined) intent.setup_future_usage = input.setup_future_usage;
  intent.capture_method = input.capture_method ?? intent.capture_method;
  setDetails(intent, input);
  const methodId = input.payment_method ?? idOf(intent.payment_method);
  const method = optionalMethod(account, methodId);
  checkConfirmable(intent, method, input);
  if (method === undefined) return intent;
  useMethod(account, intent, method);
  attemptPayment(account, intent, attemptOf(method, input));
  return intent;
}

function attemptOf(method: Stripe.PaymentMethod, input: ConfirmInput): Attempt {
  return {
    method,
    offSession: isOffSession(input),
    returnUrl: input.return_url,
    refuseAction: input.error_on_requires_action === true,
  };
}
