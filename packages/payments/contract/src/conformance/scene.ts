import { assert, Scene, type WebhookSource } from '@patchbay/core/conformance';
import type { CheckoutItem } from '../checkout.ts';
import type { Customer, PaymentMethod } from '../customer.ts';
import type { Dispute } from '../dispute.ts';
import type { Metadata } from '../entity.ts';
import type { Money } from '../money.ts';
import type { CreatePayment, Payment } from '../payment.ts';
import { paymentsReasons } from '../reasons.ts';
import type { CreateSubscription, Subscription } from '../subscription.ts';
import type { AnyPayments, Books, Payer, PaymentsFixtures, PaymentsSubject, RareMethod } from './harness.ts';

/** One fresh account of payments as the cases use it, with the steps that many cases share. */
export class PaymentsScene extends Scene<PaymentsSubject> {
  readonly payments: AnyPayments;
  readonly fixtures: PaymentsFixtures;
  readonly methods: PaymentsFixtures['methods'];
  readonly books: Books;
  readonly payer: Payer;
  readonly webhooks: WebhookSource;

  constructor(subject: PaymentsSubject) {
    super(subject, paymentsReasons);
    this.payments = subject.facade;
    this.fixtures = subject.fixtures;
    this.methods = subject.fixtures.methods;
    this.books = subject.books;
    this.payer = subject.payer;
    this.webhooks = subject.webhooks;
  }

  /** An amount in the account's own currency. */
  money(minor = 1200): Money {
    return { minor, currency: this.fixtures.currency };
  }

  /** A payment method that a provider may lack; the case names it in `needs.fixtures`. */
  rare(name: RareMethod): string {
    const id = this.methods[name];
    assert(id !== undefined, `the harness has the fixture ${name}, or says in \`lacks\` why there is none`);
    return id;
  }

  /** Metadata for an input; nothing where the provider keeps none. */
  noted(metadata: Metadata): { readonly metadata?: Metadata } {
    return this.payments.capabilities.traits['metadata'] ? { metadata } : {};
  }

  /** A payment with a card that works, not made yet. */
  charge(): CreatePayment {
    return { amount: this.money(), paymentMethodId: this.methods.success };
  }

  /** A payment with a card that works. */
  async pay(input: Partial<CreatePayment> = {}): Promise<Payment> {
    return this.value(this.payments.create({ ...this.charge(), ...input }, this.once()));
  }

  /** A moment before the case began. */
  minuteAgo(): Date {
    return new Date(this.clock.now() - 60_000);
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
