import type { WebhookInput } from '@patchbay/core/webhook';
import type { Payments } from '../../contract.ts';
import type { PaymentEvent } from '../../events.ts';
import type { Money } from '../../money.ts';
import type { PaymentState } from '../../payment.ts';
import type { PaymentStore } from '../../settle.ts';

/** What this shop needs of its payments provider, whoever that is. */
export type ShopPayments = Payments<'create' | 'get' | 'refunds.create'>;

/** One order of the shop. */
export interface Order {
  readonly id: string;
  readonly total: Money;
  paymentId?: string;
  /** How often goods left the house. */
  shipped: number;
  notes: string[];
}

/** A small shop as an application has it: orders, stored payments, and one way to act on a change. */
export class Shop {
  readonly orders = new Map<string, Order>();
  readonly #payments: ShopPayments;
  readonly #states = new Map<string, PaymentState>();
  readonly #claimed = new Set<string>();

  constructor(payments: ShopPayments) {
    this.#payments = payments;
  }

  order(id: string, total: Money): Order {
    const order: Order = { id, total, shipped: 0, notes: [] };
    this.orders.set(id, order);
    return order;
  }

  /** Charges a card for an order. The order's id is the key: a second click is the same intention. */
  async charge(order: Order, paymentMethodId: string): Promise<PaymentState> {
    const input = { amount: order.total, paymentMethodId, reference: order.id };
    const payment = await this.#payments.create(input, {
      idempotencyKey: `order:${order.id}:${paymentMethodId}`,
    });
    order.paymentId = payment.id;
    await this.settle(payment.id);
    return payment;
  }

  /** Webhook and return page both end here. */
  async settle(paymentId: string): Promise<void> {
    const { payment, changes } = await this.#payments.settle(paymentId, this.#store);
    const order = this.orders.get(payment.reference ?? '');
    if (order === undefined) return;
    order.paymentId = paymentId;
    for (const change of changes) {
      order.notes.push(change);
      if (change === 'captured' && payment.status === 'captured') order.shipped += 1;
    }
  }

  /** The webhook route: verify, claim, act. */
  async receive(webhook: WebhookInput): Promise<void> {
    for (const event of await this.#payments.webhooks.receive(webhook)) {
      if (this.#claimed.has(event.dedupeKey)) continue;
      this.#claimed.add(event.dedupeKey);
      await this.#act(event);
    }
  }

  /** Gives money back. The refund row's id is the key. */
  async refund(order: Order, row: string, amount?: Money): Promise<string> {
    const input = { paymentId: order.paymentId ?? '', ...(amount !== undefined && { amount }) };
    const { id } = await this.#payments.refunds.create(input, { idempotencyKey: `refund:${row}` });
    await this.settle(input.paymentId);
    return id;
  }

  async #act({ type, subject, reference }: PaymentEvent): Promise<void> {
    if (subject.kind === 'payment') return this.settle(subject.id);
    if (subject.kind === 'checkout' && subject.paymentId !== undefined) return this.settle(subject.paymentId);
    const order = this.orders.get(reference ?? '') ?? this.#orderOf(subject);
    order?.notes.push(type);
  }

  #orderOf(subject: PaymentEvent['subject']): Order | undefined {
    if (!('paymentId' in subject)) return undefined;
    return [...this.orders.values()].find(({ paymentId }) => paymentId === subject.paymentId);
  }

  readonly #store: PaymentStore = {
    load: async (id) => this.#states.get(id),
    save: async (next, previous) => {
      if (this.#states.get(next.id) !== previous) return false;
      this.#states.set(next.id, next);
      return true;
    },
  };
}
