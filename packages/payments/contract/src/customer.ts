import type { Entity, Metadata, VendorInput } from './entity.ts';
import type { NextAction, PaymentFailure } from './payment.ts';

/** A payer that the vendor knows. */
export interface Customer extends Entity {
  readonly email?: string;
  readonly name?: string;
  readonly phone?: string;
  /** Your own id of the customer. */
  readonly reference?: string;
}

/** Input of `payments.customers.create`. */
export interface CreateCustomer {
  readonly email?: string;
  readonly name?: string;
  readonly phone?: string;
  readonly reference?: string;
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.customers.update`: what is absent stays as it is. */
export interface UpdateCustomer extends CreateCustomer {
  readonly id: string;
}

/** A payment method that the vendor keeps for a customer. */
export interface PaymentMethod extends Entity {
  /** `wallet`: the payer confirms in an app or on a page of the wallet. */
  readonly type: 'card' | 'bank_account' | 'wallet' | 'other';
  readonly customerId?: string;
  /** Set where `type` is `card`. */
  readonly card?: {
    readonly brand: string;
    readonly last4: string;
    /** 1 to 12. */
    readonly expiryMonth: number;
    /** Four digits. */
    readonly expiryYear: number;
  };
}

/** Input of `payments.methods.list`. */
export interface ListMethods {
  readonly customerId: string;
}

/** Input of `payments.methods.setup`: a payment method to save without a charge. */
export interface SetupMethod {
  readonly customerId: string;
  /** A token that the payer's browser got from the vendor. */
  readonly paymentMethodId?: string;
  /** `off_session`: it will be charged while the payer is away. */
  readonly use?: 'on_session' | 'off_session';
  /** Where the payer comes back to after a redirect. */
  readonly returnUrl?: string;
  /** Trait `metadata`. */
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** How far saving a payment method is. */
export interface MethodSetup extends Entity {
  readonly status:
    | 'requires_payment_method'
    | 'requires_confirmation'
    | 'requires_action'
    | 'processing'
    | 'succeeded'
    | 'canceled'
    | 'failed'
    | 'unknown';
  readonly customerId?: string;
  /** The saved method, once `succeeded`. */
  readonly paymentMethodId?: string;
  /** Set while `status` is `requires_action`. */
  readonly nextAction?: NextAction;
  readonly failure?: PaymentFailure;
}
