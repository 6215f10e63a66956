import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { find, findCustomer, mergeMetadata } from '../account.ts';
import { endSubscription } from '../billing/subscription-flow.ts';
import { invalidRequest } from '../protocol/errors.ts';
import type { Input } from '../protocol/fields.ts';
import { clearable, metadata, object, text, unsimulated } from '../protocol/fields.ts';
import { created, listOf, pagination } from '../protocol/lists.ts';
import type { Call, Route } from '../protocol/router.ts';
import { route } from '../protocol/router.ts';
import { snapshot } from '../protocol/wire.ts';
import { attachMethod, checkSavable, detachMethod, optionalMethod } from './methods.ts';

const customers = '/v1/customers';
const profile = {
  description: clearable(text()),
  email: clearable(text(512)),
  invoice_settings: object({
    default_payment_method: clearable(text()),
    ...unsimulated('custom_fields', 'footer', 'rendering_options'),
  }),
  metadata: metadata(),
  name: clearable(text(256)),
  phone: clearable(text(20)),
  ...unsimulated(
    'address',
    'balance',
    'business_name',
    'cash_balance',
    'individual_name',
    'invoice_prefix',
    'next_invoice_sequence',
    'preferred_locales',
    'shipping',
    'source',
    'tax',
    'tax_exempt',
    'validate',
  ),
};
const createCustomer = { ...profile, payment_method: text(), ...unsimulated('tax_id_data', 'test_clock') };

/** https://docs.stripe.com/api/customers */
export const customerRoutes: readonly Route[] = [
  route('POST', customers, createCustomer, (input, { account }) => create(account, input)),
  route('GET', customers, { ...pagination, ...created, email: text(512) }, (input, { account }) =>
    listOf(
      living(account),
      customers,
      input,
      (customer) =>
        (input.email === undefined || customer.email === input.email) &&
        (input.created === undefined || input.created(customer.created)),
    ),
  ),
  // A deleted customer can still be fetched, and says so.
  route('GET', `${customers}/:id`, {}, (_input, { account, id }) =>
    find(account.tables.customers, 'customer', id),
  ),
  route('POST', `${customers}/:id`, profile, (input, call) =>
    update(call.account, findCustomer(call.account, call.id), input),
  ),
  route('DELETE', `${customers}/:id`, {}, (_input, call) => remove(call)),
];

export function newCustomer(
  account: Account,
  seed: Partial<Pick<Stripe.Customer, 'email' | 'name' | 'metadata'>>,
): Stripe.Customer {
  const customer: Stripe.Customer = {
    id: account.id('cus'),
    object: 'customer',
    address: null,
    balance: 0,
    created: account.now(),
    currency: null,
    customer_account: null,
    default_source: null,
    delinquent: false,
    description: null,
    email: seed.email ?? null,
    invoice_prefix: 'FAKE',
    invoice_settings: {
      custom_fields: null,
      default_payment_method: null,
      footer: null,
      rendering_options: null,
    },
    livemode: false,
    metadata: seed.metadata ?? {},
    name: seed.name ?? null,
    phone: null,
    preferred_locales: [],
    shipping: null,
    tax_exempt: 'none',
    test_clock: null,
  };
  account.tables.customers.set(customer.id, customer);
  return customer;
}

function create(account: Account, input: Input<typeof createCustomer>): Stripe.Customer {
  const method = optionalMethod(account, input.payment_method);
  if (method !== undefined) checkSavable(account, method);
  const customer = newCustomer(account, {});
  if (method !== undefined) attachMethod(account, method, customer.id);
  describe(account, customer, input);
  account.emit('customer.created', customer);
  return customer;
}

function update(account: Account, customer: Stripe.Customer, input: Input<typeof profile>): Stripe.Customer {
  const before = snapshot(customer);
  describe(account, customer, input);
  account.emit('customer.updated', customer, before);
  return customer;
}

function describe(account: Account, customer: Stripe.Customer, input: Input<typeof profile>): void {
  if (input.description !== undefined) customer.description = input.description;
  if (input.email !== undefined) customer.email = input.email;
  if (input.name !== undefined) customer.name = input.name;
  if (input.phone !== undefined) customer.phone = input.phone;
  if (input.metadata !== undefined) customer.metadata = mergeMetadata(customer.metadata, input.metadata);
  const methodId = input.invoice_settings?.default_payment_method;
  if (methodId === undefined) return;
  const param = 'invoice_settings[default_payment_method]';
  if (
    methodId !== null &&
    find(account.tables.paymentMethods, 'PaymentMethod', methodId, param).customer !== customer.id
  ) {
    throw invalidRequest(
      'The customer does not have a payment method with this ID; it must be attached first.',
      {
        code: 'resource_missing',
        param,
      },
    );
  }
  customer.invoice_settings.default_payment_method = methodId;
}

function remove({ account, id }: Call): Stripe.DeletedCustomer {
  const customer = findCustomer(account, id);
  const deleted: Stripe.DeletedCustomer = { id, object: 'customer', deleted: true };
  account.tables.customers.set(id, deleted);
  // Deleting a customer ends its subscriptions at once: https://docs.stripe.com/api/customers/delete (2026-11-22).
  for (const subscription of account.tables.subscriptions.values()) {
    if (subscription.customer === id && subscription.status !== 'canceled') {
      endSubscription(account, subscription, 'cancellation_requested');
    }
  }
  for (const method of account.tables.paymentMethods.values()) {
    if (method.customer === id) detachMethod(account, method);
  }
  account.emit('customer.deleted', customer);
  return deleted;
}

function living(account: Account): Map<string, Stripe.Customer> {
  const found = new Map<string, Stripe.Customer>();
  for (const customer of account.tables.customers.values()) {
    if (customer.deleted !== true) found.set(customer.id, customer);
  }
  return found;
}
