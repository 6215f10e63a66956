import { DriverFailure, withRaw } from '@patchbay/core';
import type { Customer, MethodSetup, PaymentMethod } from '@patchbay/payments';
import type Stripe from 'stripe';
import { fromDecline } from './decline.ts';
import { fromNextAction } from './next-action.ts';
import { expectObject, fromEntity, fromReference, idOf, type Known, lookup } from './shared.ts';

/**
 * https://docs.stripe.com/api/customers/object
 * @throws `DriverFailure` `not_found`: Stripe still answers for a deleted customer.
 */
export function fromCustomer(answer: Stripe.Customer | Stripe.DeletedCustomer): Customer {
  const customer = expectObject('customer', answer);
  if (customer.deleted) throw new DriverFailure({ code: 'not_found', message: 'The customer was deleted.' });
  const { email, name, phone } = customer;
  const result = {
    ...fromEntity(customer),
    ...fromReference(customer.metadata),
    ...(email != null && { email }),
    ...(name != null && { name }),
    ...(phone != null && { phone }),
  };
  return withRaw(result, answer);
}

/** Types that are no `other`. */
const methodTypes = {
  card: 'card',
  link: 'wallet',
  paypal: 'wallet',
  cashapp: 'wallet',
  alipay: 'wallet',
  wechat_pay: 'wallet',
  amazon_pay: 'wallet',
  revolut_pay: 'wallet',
  us_bank_account: 'bank_account',
  sepa_debit: 'bank_account',
  bacs_debit: 'bank_account',
  au_becs_debit: 'bank_account',
  acss_debit: 'bank_account',
  nz_bank_account: 'bank_account',
} as const satisfies Partial<Record<Known<Stripe.PaymentMethod.Type>, PaymentMethod['type']>>;

/** https://docs.stripe.com/api/payment_methods/object */
export function fromPaymentMethod(answer: Stripe.PaymentMethod): PaymentMethod {
  const method = expectObject('payment_method', answer);
  const customerId = idOf(method.customer);
  const { card } = method;
  const result = {
    ...fromEntity(method),
    type: lookup<PaymentMethod['type']>(methodTypes, method.type, 'other'),
    ...(customerId !== undefined && { customerId }),
    ...(card != null && {
      card: { brand: card.brand, last4: card.last4, expiryMonth: card.exp_month, expiryYear: card.exp_year },
    }),
  };
  return withRaw(result, answer);
}

const setupStatuses = {
  requires_payment_method: 'requires_payment_method',
  requires_confirmation: 'requires_confirmation',
  requires_action: 'requires_action',
  processing: 'processing',
  succeeded: 'succeeded',
  canceled: 'canceled',
} as const satisfies Record<Known<Stripe.SetupIntent.Status>, MethodSetup['status']>;

/** https://docs.stripe.com/api/setup_intents/object */
export function fromSetupIntent(answer: Stripe.SetupIntent): MethodSetup {
  const setup = expectObject('setup_intent', answer);
  const { last_setup_error: error } = setup;
  const known = lookup<MethodSetup['status']>(setupStatuses, setup.status, 'unknown');
  const status = known === 'requires_payment_method' && error != null ? 'failed' : known;
  const customerId = idOf(setup.customer);
  const paymentMethodId = idOf(setup.payment_method);
  const nextAction = status === 'requires_action' ? fromNextAction(setup) : undefined;
  const result = {
    ...fromEntity(setup),
    status,
    ...(customerId !== undefined && { customerId }),
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...(nextAction !== undefined && { nextAction }),
    ...(status === 'failed' && error != null && { failure: fromDecline(error) }),
  };
  return withRaw(result, answer);
}
