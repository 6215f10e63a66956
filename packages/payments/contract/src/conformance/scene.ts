import type { Clock, IntegrationError, Pages } from '@patchbay/core';
import type { CheckoutItem } from '../checkout.ts';
import type { Customer, PaymentMethod } from '../customer.ts';
import type { Dispute } from '../dispute.ts';
import type { Money } from '../money.ts';
import type { CreatePayment, Payment } from '../payment.ts';
import type { CreateSubscription, Subscription } from '../subscription.ts';
import { assert, CaseFailure } from './assert.ts';
import { asWellFormed, describeError } from './error-form.ts';
import type {
  AnyPayments,
  Books,
  Payer,
  PaymentsFixtures,
  PaymentsSubject,
  WebhookSource,
  Wire,
} from './harness.ts';

/** One fresh account as the cases use it: the subject, and the steps that many cases share. */
export class Scene {
  readonly subject: PaymentsSubject;
  readonly payments: AnyPayments;
  readonly fixtures: PaymentsFixtures;
  readonly methods: PaymentsFixtures['methods'];
  readonly clock: Clock & { advance(ms: number): Promise<void> };
  readonly books: Books;
  readonly payer: Payer;
  readonly webhooks: WebhookSource;
  readonly #run = crypto.randomUUID();
  #keys = 0;

  constructor(subject: PaymentsSubject) {
    this.subject = subject;
    this.payments = subject.payments;
    this.fixtures = subject.fixtures;
    this.methods = subject.fixtures.methods;
    this.clock = subject.clock;
    this.books = subject.books;
    this.payer = subject.payer;
    this.webhooks = subject.webhooks;
  }

  /** The provider's wire; cases that need it are skipped where there is none. */
  get wire(): Wire {
    const { wire } = this.subject;
    assert(wire !== undefined, 'this case needs a wire');
    return wire;
  }

  /** How many requests the provider has had; 0 for one without a wire. */
  get requestCount(): number {
    return this.subject.wire?.requests().length ?? 0;
  }

  /** An amount in the account's own currency. */
  money(minor = 1200): Money {
    return { minor, currency: this.fixtures.currency };
  }

  /** Call options with a key that nobody else uses. */
  once(): { readonly idempotencyKey: string } {
    this.#keys += 1;
    return { idempotencyKey: `${this.#run}:${this.#keys}` };
  }

  /** What a call that has to succeed resolves to. */
  async value<T>(call: Promise<T>): Promise<T> {
    const settled = await this.subject.settle(call);
    if (settled.status === 'fulfilled') return settled.value;
    throw new CaseFailure(`The call should have succeeded. It failed: ${describeError(settled.reason)}`);
  }

  /** The error of a call that has to fail; it must have the form that every error has. */
  async failure(call: Promise<unknown>): Promise<IntegrationError> {
    const settled = await this.subject.settle(call);
    if (settled.status === 'rejected') return asWellFormed(settled.reason);
    throw new CaseFailure(`The call should have failed. It resolved to ${JSON.stringify(settled.value)}`);
  }

  /** All items of a list. */
  async all<T>(pages: Pages<T>): Promise<readonly T[]> {
    return this.value(collect(pages));
  }

  /** A payment with a card that works. */
  async pay(input: Partial<CreatePayment> = {}): Promise<Payment> {
    const defaults = { amount: this.money(), paymentMethodId: this.methods.success };
    return this.value(this.payments.create({ ...defaults, ...input }, this.once()));
  }

  async authorize(minor = 1200): Promise<Payment> {
    return this.pay({ amount: this.money(minor), capture: 'manual' });
  }

  async customer(): Promise<Customer> {
    return this.value(
      this.payments.customers.create({ name: 'Grace Hopper', email: 'grace@example.com' }, this.once()),
    );
  }

  /** A customer with a saved card. */
  async saved(): Promise<{ readonly customer: Customer; readonly method: PaymentMethod }> {
    const customer = await this.customer();
    const input = {
      customerId: customer.id,
      paymentMethodId: this.methods.success,
      use: 'off_session',
    } as const;
    await this.value(this.payments.methods.setup(input, this.once()));
    const [method] = await this.all(this.payments.methods.list({ customerId: customer.id }));
    assert(method !== undefined, 'a saved payment method is listed for its customer');
    return { customer, method };
  }

  /** A running subscription to the first plan. */
  async subscribe(input: Partial<CreateSubscription> = {}): Promise<Subscription> {
    const { customer, method } = await this.saved();
    const [planId] = this.fixtures.plans;
    const defaults = { customerId: customer.id, planId, paymentMethodId: method.id };
    return this.value(this.payments.subscriptions.create({ ...defaults, ...input }, this.once()));
  }

  /** A dispute that waits for an answer. */
  async dispute(): Promise<Dispute> {
    const payment = await this.pay({ paymentMethodId: this.methods.disputed });
    const [dispute] = await this.all(this.payments.disputes.list({ paymentId: payment.id }));
    assert(dispute !== undefined, 'a disputed payment has a dispute');
    return dispute;
  }

  /** A checkout's input: two rows that come to 2 × 500 + 1 × 200. */
  cart(): {
    readonly items: readonly CheckoutItem[];
    readonly successUrl: string;
    readonly cancelUrl: string;
  } {
    const items = [
      { name: 'Postcard', unitAmount: this.money(500), quantity: 2 },
      { name: 'Postage', unitAmount: this.money(200), quantity: 1 },
    ];
    return {
      items,
      successUrl: 'https://shop.example/thanks?checkout={CHECKOUT_ID}',
      cancelUrl: 'https://shop.example/cart',
    };
  }
}

async function collect<T>(pages: Pages<T>): Promise<readonly T[]> {
  const items: T[] = [];
  for await (const item of pages) items.push(item);
  return items;
}
