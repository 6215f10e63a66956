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
  readonly metadata?: Metadata;
  readonly vendor?: VendorInput;
}

/** Input of `payments.customers.update`: what is absent stays as it is. */
export interface UpdateCustomer extends CreateCustomer {
  readonly id: string;
}

/** A payment method that the vendor keeps for a customer. */
export interface PaymentMethod extends Entity {
  readonly type: 'card' | 'bank_account' | 'wallet' | 'other';
  readonly customerId?: string;
  readonly card?: {
    readonly brand: string;
    readonly last4: string;
    readonly expiryMonth: number;
    readonly expiryYear: number;
  };
}

/** Input of `payments.methods.list`. */
export interface ListMethods {
  readonly customerId: string;
}

/** Saving a payment method without a charge. */
export interface SetupMethod {
  readonly customerId: string;
  /** A token that the payer's browser got from the vendor. */
  readonly paymentMethodId?: string;
  readonly use?: 'on_session' | 'off_session';
  readonly returnUrl?: string;
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
  readonly paymentMethodId?: string;
  readonly nextAction?: NextAction;
  readonly failure?: PaymentFailure;
}
