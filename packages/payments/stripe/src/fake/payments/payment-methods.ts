import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, findCustomer, mergeMetadata } from '../account.ts';
import { missingParameter, noSuchObject, wrongState } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { metadata, object, oneOf, required, text, unsimulated } from '../protocol/fields.ts';
import { listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { methodNamed } from './cards.ts';
import {
  attachMethod,
  checkSavable,
  checkUsable,
  detachMethod,
  newMethod,
  resolveMethod,
} from './methods.ts';

const methods = '/v1/payment_methods';
const type = oneOf('card', 'us_bank_account', 'link');
const createMethod = {
  type,
  card: object({ token: text(), ...unsimulated('cvc', 'exp_month', 'exp_year', 'networks', 'number') }),
  billing_details: object({
    email: text(),
    name: text(),
    phone: text(),
    ...unsimulated('address', 'tax_id'),
  }),
  metadata: metadata(),
  ...unsimulated('us_bank_account', 'allow_redisplay', 'customer', 'payment_method', 'radar_options'),
};

/** https://docs.stripe.com/api/payment_methods */
export const paymentMethodRoutes: readonly Route[] = [
  route('GET', '/v1/customers/:id/payment_methods', { ...pagination, type }, (input, { account, id }) => {
    findCustomer(account, id);
    return listMethods(account, `/v1/customers/${id}/payment_methods`, input, id, input.type);
  }),
  route('POST', methods, createMethod, (input, { account }) => createPaymentMethod(account, input)),
  route('GET', methods, { ...pagination, type, customer: text() }, (input, { account }) =>
    listMethods(account, methods, input, input.customer, input.type),
  ),
  route('GET', `${methods}/:id`, {}, (_input, call) => methodOf(call)),
  route('POST', `${methods}/:id/attach`, { customer: required(text()) }, (input, call) =>
    attach(call, input.customer),
  ),
  route('POST', `${methods}/:id/detach`, {}, (_input, call) => detach(call)),
];

function createPaymentMethod(account: Account, input: Input<typeof createMethod>): Stripe.PaymentMethod {
  if (input.type === undefined) throw missingParameter('type');
  if (input.card?.token === undefined) throw missingParameter('card');
  const behaviour = input.card.token.startsWith('tok_') ? methodNamed(input.card.token) : undefined;
  if (behaviour === undefined) throw noSuchObject('token', input.card.token, 'card[token]');
  const method = newMethod(account, behaviour);
  method.metadata = mergeMetadata(null, input.metadata);
  const { email = null, name = null, phone = null } = input.billing_details ?? {};
  method.billing_details = { ...method.billing_details, email, name, phone };
  return method;
}

function attach({ account, id }: Call, customerId: string): Stripe.PaymentMethod {
  const customer = findCustomer(account, customerId, 'customer');
  const method = resolveMethod(account, id, 'payment_method');
  if (method.customer !== null && method.customer !== customer.id) {
    throw wrongState('The payment method you provided has already been attached to a customer.', {
      code: 'payment_method_unexpected_state',
    });
  }
  checkUsable(account, method, customer.id);
  checkSavable(account, method);
  if (method.customer === null) attachMethod(account, method, customer.id);
  return method;
}

function detach(call: Call): Stripe.PaymentMethod {
  const method = methodOf(call);
  if (method.customer === null) {
    throw wrongState(
      'The payment method you provided is not attached to a customer so detachment is impossible.',
    );
  }
  detachMethod(call.account, method);
  return method;
}

function methodOf({ account, id }: Call): Stripe.PaymentMethod {
  return find(account.tables.paymentMethods, 'PaymentMethod', id);
}

function listMethods(
  account: Account,
  address: string,
  page: Parameters<typeof listOf>[2],
  customer: string | undefined,
  wanted: string | undefined,
): object {
  return listOf(
    account.tables.paymentMethods,
    address,
    page,
    (method) =>
      method.customer !== null &&
      (customer === undefined || method.customer === customer) &&
      (wanted === undefined || method.type === wanted),
  );
}
