export type { IdInput, PaymentsApi } from './api.ts';
export type { PaymentsCapabilities, PaymentsTrait } from './capabilities.ts';
export type { Checkout, CheckoutItem, CreateCheckout } from './checkout.ts';
export {
  type Payments,
  type PaymentsContract,
  type PaymentsMethods,
  type PaymentsNeeds,
  type PaymentsOf,
  type PaymentsParts,
  payments,
} from './contract.ts';
export { currencies, exponentOf, isCurrency } from './currencies.ts';
export type {
  CreateCustomer,
  Customer,
  ListMethods,
  MethodSetup,
  PaymentMethod,
  SetupMethod,
  UpdateCustomer,
} from './customer.ts';
export type { Dispute, DisputeStatus, ListDisputes, SubmitEvidence } from './dispute.ts';
export type { Entity, Metadata, Open, VendorInput } from './entity.ts';
export type { PaymentEvent, PaymentEventSubject, PaymentEventType } from './events.ts';
export { mergePayment } from './merge.ts';
export {
  addMoney,
  type CurrencyRules,
  formatDecimal,
  formatMoney,
  fromVendorAmount,
  isLossless,
  type Money,
  money,
  parseMoney,
  subtractMoney,
  toVendorAmount,
} from './money.ts';
export type {
  AdjustPayment,
  CancelPayment,
  CapturePayment,
  ConfirmPayment,
  CreatePayment,
  DeclineReason,
  ListPayments,
  NextAction,
  Payment,
  PaymentFailure,
  PaymentState,
  PaymentStatus,
} from './payment.ts';
export { type PaymentsReason, paymentsReasons } from './reasons.ts';
export type { Findable, ReconcileWrite } from './reconcile.ts';
export type { CreateRefund, ListRefunds, Refund, RefundStatus } from './refund.ts';
export type { PaymentChange, PaymentStore, Settlement } from './settle.ts';
export type {
  CancelSubscription,
  ChangeSubscription,
  CreateSubscription,
  ListSubscriptions,
  Subscription,
  SubscriptionStatus,
} from './subscription.ts';
