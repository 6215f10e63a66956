import { withRaw } from '@patchbay/core';
import type {
  Checkout,
  Customer,
  Dispute,
  MethodSetup,
  NextAction,
  Payment,
  PaymentMethod,
  Refund,
  Subscription,
} from '@patchbay/payments';
import type {
  AnyRecord,
  CheckoutRecord,
  CustomerRecord,
  DisputeRecord,
  MethodRecord,
  PaymentRecord,
  RefundRecord,
  SetupRecord,
  SubscriptionRecord,
} from './engine/records.ts';

export function fromPayment(record: PaymentRecord): Payment {
  const { status, amount, failure, reference, customerId, paymentMethodId, actionUrl } = record;
  const inCurrency = (minor: number) => ({ minor, currency: amount.currency });
  const payment = {
    ...fromEntity(record),
    status,
    amount,
    authorized: inCurrency(record.authorized),
    captured: inCurrency(record.captured),
    refunded: inCurrency(record.refunded),
    capturable: inCurrency(record.capturable),
    ...(failure !== undefined && { failure }),
    ...(reference !== undefined && { reference }),
    ...(customerId !== undefined && { customerId }),
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...fromActionUrl(actionUrl),
  };
  return withRaw(payment, record);
}

export function fromRefund(record: RefundRecord): Refund {
  const { paymentId, amount, status, failure } = record;
  return withRaw(
    { ...fromEntity(record), paymentId, amount, status, ...(failure !== undefined && { failure }) },
    record,
  );
}

export function fromCustomer(record: CustomerRecord): Customer {
  const { email, name, phone, reference } = record;
  const customer = {
    ...fromEntity(record),
    ...(email !== undefined && { email }),
    ...(name !== undefined && { name }),
    ...(phone !== undefined && { phone }),
    ...(reference !== undefined && { reference }),
  };
  return withRaw(customer, record);
}

export function fromMethod(record: MethodRecord): PaymentMethod {
  const { type, customerId, brand, last4, expiryMonth, expiryYear } = record;
  const card = { brand, last4, expiryMonth, expiryYear };
  return withRaw({ ...fromEntity(record), type, customerId, ...(type === 'card' && { card }) }, record);
}

export function fromSetup(record: SetupRecord): MethodSetup {
  const { status, customerId, paymentMethodId, actionUrl, failure } = record;
  const setup = {
    ...fromEntity(record),
    status,
    customerId,
    ...(paymentMethodId !== undefined && { paymentMethodId }),
    ...fromActionUrl(actionUrl),
    ...(failure !== undefined && { failure }),
  };
  return withRaw(setup, record);
}

export function fromCheckout(record: CheckoutRecord): Checkout {
  const { status, url, paid, amount, paymentId, subscriptionId, setupId, customerId, reference, expiresAt } =
    record;
  const checkout = {
    ...fromEntity(record),
    status,
    paid,
    ...(status === 'open' && { url }),
    ...(amount !== undefined && { amount }),
    ...(paymentId !== undefined && { paymentId }),
    ...(subscriptionId !== undefined && { subscriptionId }),
    ...(setupId !== undefined && { setupId }),
    ...(customerId !== undefined && { customerId }),
    ...(reference !== undefined && { reference }),
    expiresAt: new Date(expiresAt),
  };
  return withRaw(checkout, record);
}

export function fromSubscription(record: SubscriptionRecord): Subscription {
  const { customerId, planId, quantity, status, periodEnd, cancelAt, reference } = record;
  const subscription = {
    ...fromEntity(record),
    customerId,
    planId,
    quantity,
    status,
    currentPeriodEnd: new Date(periodEnd),
    ...(cancelAt !== undefined && { cancelAt: new Date(cancelAt) }),
    ...(reference !== undefined && { reference }),
  };
  return withRaw(subscription, record);
}

export function fromDispute(record: DisputeRecord): Dispute {
  const { paymentId, amount, status, reason, respondBy } = record;
  return withRaw(
    { ...fromEntity(record), paymentId, amount, status, reason, respondBy: new Date(respondBy) },
    record,
  );
}

function fromEntity({ id, createdAt, metadata, vendorKey }: AnyRecord) {
  return {
    id,
    provider: 'sandbox',
    createdAt: new Date(createdAt),
    metadata,
    ...(vendorKey !== undefined && { vendorKey }),
  };
}

function fromActionUrl(url: string | undefined): { readonly nextAction?: NextAction } {
  return url === undefined ? {} : { nextAction: { type: 'redirect', url } };
}
