import type { CallOptions, ListOptions, Pages, Reconciled, WriteOptions } from '@patchbay/core';
import type { Checkout, CreateCheckout } from './checkout.ts';
import type {
  CreateCustomer,
  Customer,
  ListMethods,
  MethodSetup,
  PaymentMethod,
  SetupMethod,
  UpdateCustomer,
} from './customer.ts';
import type { Dispute, ListDisputes, SubmitEvidence } from './dispute.ts';
import type {
  AdjustPayment,
  CancelPayment,
  CapturePayment,
  ConfirmPayment,
  CreatePayment,
  ListPayments,
  Payment,
} from './payment.ts';
import type { Findable, ReconcileWrite } from './reconcile.ts';
import type { CreateRefund, ListRefunds, Refund } from './refund.ts';
import type {
  CancelSubscription,
  ChangeSubscription,
  CreateSubscription,
  ListSubscriptions,
  Subscription,
} from './subscription.ts';

/** An id, bare or alone in an object: a whole object of the contract has more than that. */
export type IdInput = string | { readonly id: string };

/**
 * The operations of the category. Every write of money takes an idempotency key that names the intention (the id of
 * your order, of your refund row): the same key never has a second effect.
 * @sealed
 */
export interface PaymentsApi {
  /** Charges or authorizes. A decline is a `Payment` with `status: 'failed'`, not an error. */
  create(input: CreatePayment, options: WriteOptions): Promise<Payment>;
  /** Confirms a payment that was made without confirming, or with another method after a decline. */
  confirm(input: ConfirmPayment, options: WriteOptions): Promise<Payment>;
  /** Takes the authorized money, or a part of it. */
  capture(input: string | CapturePayment, options: WriteOptions): Promise<Payment>;
  /** Lets go of a payment that is not captured. */
  cancel(input: string | CancelPayment, options: WriteOptions): Promise<Payment>;
  /** The payment as the vendor has it now. */
  get(input: IdInput, options?: CallOptions): Promise<Payment>;
  /** Payments, newest first. */
  list(input?: ListPayments, options?: ListOptions): Pages<Payment>;
  /** Sets a new total for an authorization. */
  adjust(input: AdjustPayment, options: WriteOptions): Promise<Payment>;
  /**
   * Finds out what became of a write that failed with the outcome `unknown`, without making it again: for a key that
   * the provider may have forgotten, or where the input of the call is gone.
   * @example
   * const found = await payments.reconcile({ operation: 'create', idempotencyKey: order.id, since: order.placedAt });
   * if (found.outcome === 'applied') await ship(found.result);
   */
  reconcile<O extends keyof Findable>(
    input: ReconcileWrite<O>,
    options?: CallOptions,
  ): Promise<Reconciled<Findable[O]>>;
  /** Money on its way back. */
  readonly refunds: {
    /** Gives captured money back, all of it or a part. */
    create(input: CreateRefund, options: WriteOptions): Promise<Refund>;
    /** The refund as the vendor has it now: it may have failed since. */
    get(input: IdInput, options?: CallOptions): Promise<Refund>;
    /** Refunds, newest first. */
    list(input?: ListRefunds, options?: ListOptions): Pages<Refund>;
  };
  /** Payers that the vendor knows. */
  readonly customers: {
    /** Makes a payer known to the vendor, to keep payment methods and subscriptions for. */
    create(input: CreateCustomer, options?: CallOptions): Promise<Customer>;
    /** The customer as the vendor has it now. */
    get(input: IdInput, options?: CallOptions): Promise<Customer>;
    /** Changes the fields that are given; the others stay. */
    update(input: UpdateCustomer, options?: CallOptions): Promise<Customer>;
    /** Forgets the customer and the payment methods that are kept for it. */
    delete(input: IdInput, options?: CallOptions): Promise<void>;
  };
  /** Payment methods that the vendor keeps for customers. */
  readonly methods: {
    /** Saves a payment method for a customer without a charge. */
    setup(input: SetupMethod, options: WriteOptions): Promise<MethodSetup>;
    /** How far a setup is, for example after the payer came back. */
    getSetup(input: IdInput, options?: CallOptions): Promise<MethodSetup>;
    /** The payment methods that are saved for a customer. */
    list(input: ListMethods, options?: ListOptions): Pages<PaymentMethod>;
    /** Forgets a saved payment method. */
    detach(input: IdInput, options?: CallOptions): Promise<void>;
  };
  /** Payment pages that the vendor hosts. */
  readonly checkout: {
    /** Makes a hosted payment page; send the payer to its `url`. */
    create(input: CreateCheckout, options: WriteOptions): Promise<Checkout>;
    /** The page as the vendor has it now; read `paid`, not `status`, to know of money. */
    get(input: IdInput, options?: CallOptions): Promise<Checkout>;
    /** Closes an open page: it can no longer be paid. */
    expire(input: IdInput, options?: CallOptions): Promise<Checkout>;
  };
  /** Recurring payments. */
  readonly subscriptions: {
    /** Starts a subscription; the first payment is taken at once unless there is a trial. */
    create(input: CreateSubscription, options: WriteOptions): Promise<Subscription>;
    /** The subscription as the vendor has it now. */
    get(input: IdInput, options?: CallOptions): Promise<Subscription>;
    /** Moves to another plan or quantity. */
    change(input: ChangeSubscription, options: WriteOptions): Promise<Subscription>;
    /** Ends a subscription, now or when what is paid is used up. */
    cancel(input: string | CancelSubscription, options: WriteOptions): Promise<Subscription>;
    /** Stops collecting until `resume`. */
    pause(input: IdInput, options: WriteOptions): Promise<Subscription>;
    /** Collects again after `pause`. */
    resume(input: IdInput, options: WriteOptions): Promise<Subscription>;
    /** Subscriptions, newest first. */
    list(input?: ListSubscriptions, options?: ListOptions): Pages<Subscription>;
  };
  /** Cases in which a payer's bank takes the money back. */
  readonly disputes: {
    /** The dispute as the vendor has it now. */
    get(input: IdInput, options?: CallOptions): Promise<Dispute>;
    /** Disputes, newest first. */
    list(input?: ListDisputes, options?: ListOptions): Pages<Dispute>;
    /** Sends evidence; it cannot be changed afterwards. */
    submit(input: SubmitEvidence, options: WriteOptions): Promise<Dispute>;
    /** Gives the case up: the payer keeps the money. */
    accept(input: IdInput, options: WriteOptions): Promise<Dispute>;
  };
}
