import type Stripe from 'stripe';
import type { Account } from '../account.ts';
import { cardError, invalidRequest, noSuchObject, wrongState } from '../protocol/errors.ts';
import { idOf, snapshot } from '../protocol/wire.ts';
import type { TestMethod } from './cards.ts';
import { methodNamed } from './cards.ts';

/** A payment method by id, or a fresh one for a test name such as `pm_card_visa`. */
export function resolveMethod(account: Account, id: string, param: string): Stripe.PaymentMethod {
  const stored = account.tables.paymentMethods.get(id);
  if (stored !== undefined) return stored;
  const behaviour = id.startsWith('pm_') ? methodNamed(id) : undefined;
  if (behaviour === undefined) throw noSuchObject('PaymentMethod', id, param);
  return newMethod(account, behaviour);
}

export function optionalMethod(account: Account, id: string | undefined): Stripe.PaymentMethod | undefined {
  return id === undefined ? undefined : resolveMethod(account, id, 'payment_method');
}

/** Checks that a method may pay for, or be set up for, this customer. */
export function checkUsable(account: Account, method: Stripe.PaymentMethod, customer: string | null): void {
  if (account.secrets.spent.has(method.id)) {
    throw wrongState(
      'This PaymentMethod was previously used without being attached to a Customer or was detached from a Customer, and may not be used again.',
    );
  }
  const owner = idOf(method.customer);
  if (owner !== undefined && owner !== customer) {
    throw invalidRequest(
      `The payment method supplied (${method.id}) belongs to the Customer ${owner}. Please include the Customer in the \`customer\` parameter.`,
      { param: 'payment_method' },
    );
  }
}

/** Saving a card asks the bank too, so that a card which is always declined cannot be saved. */
export function checkSavable(account: Account, method: Stripe.PaymentMethod): void {
  const behaviour = account.secrets.behaviours.get(method.id);
  if (behaviour?.decline === undefined || behaviour.savable === true) return;
  const { code, declineCode, message } = behaviour.decline;
  throw cardError({ code, decline_code: declineCode, message });
}

export function attachMethod(account: Account, method: Stripe.PaymentMethod, customer: string): void {
  method.customer = customer;
  account.emit('payment_method.attached', method);
}

/** A method that leaves its customer may not be used again. */
export function detachMethod(account: Account, method: Stripe.PaymentMethod): void {
  const before = snapshot(method);
  method.customer = null;
  account.secrets.spent.add(method.id);
  account.emit('payment_method.detached', method, before);
}

export function newMethod(account: Account, behaviour: TestMethod): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: account.id('pm'),
    object: 'payment_method',
    allow_redisplay: 'unspecified',
    billing_details: { address: null, email: null, name: null, phone: null, tax_id: null },
    created: account.now(),
    customer: null,
    customer_account: null,
    livemode: false,
    metadata: {},
    ...(behaviour.bank
      ? { type: 'us_bank_account', us_bank_account: bankOf(behaviour) }
      : { type: 'card', card: cardOf(account, behaviour) }),
  };
  account.tables.paymentMethods.set(method.id, method);
  account.secrets.behaviours.set(method.id, behaviour);
  return method;
}

function cardOf(account: Account, behaviour: TestMethod): Stripe.PaymentMethod.Card {
  const { number } = behaviour;
  const brand = behaviour.brand ?? 'visa';
  return {
    brand,
    checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: 'pass' },
    country: 'US',
    display_brand: brand,
    exp_month: 12,
    exp_year: new Date(account.now() * 1000).getUTCFullYear() + 4,
    fingerprint: `fake${number.slice(-12)}`,
    funding: 'credit',
    generated_from: null,
    last4: number.slice(-4),
    networks: { available: [brand], preferred: null },
    regulated_status: 'unregulated',
    three_d_secure_usage: { supported: true },
    wallet: null,
  };
}

function bankOf({ number }: TestMethod): Stripe.PaymentMethod.UsBankAccount {
  return {
    account_holder_type: 'individual',
    account_type: 'checking',
    bank_name: 'STRIPE TEST BANK',
    financial_connections_account: null,
    fingerprint: `fake${number}`,
    last4: number.slice(-4),
    networks: { preferred: 'ach', supported: ['ach'] },
    routing_number: '110000000',
    status_details: null,
  };
}
