import * as z from 'zod';

const id = z.string();
const epochMs = z.number();
/** Minor units of the record's own currency. */
const minor = z.number().int();
const money = z.object({ minor, currency: z.string() });
const entity = {
  id,
  createdAt: epochMs,
  metadata: z.record(z.string(), z.string()),
  /** The idempotency key of the write that made it. */
  vendorKey: z.string().exactOptional(),
};
const use = z.enum(['on_session', 'off_session']);

const failure = z.object({
  reason: z.enum([
    'card_declined',
    'insufficient_funds',
    'expired_card',
    'incorrect_cvc',
    'invalid_number',
    'incorrect_address',
    'lost_or_stolen',
    'suspected_fraud',
    'do_not_honor',
    'authentication_required',
    'authentication_failed',
    'limit_exceeded',
    'not_permitted',
    'currency_not_supported',
    'issuer_unavailable',
    'processing_error',
    'canceled_by_payer',
  ]),
  retry: z.enum(['never', 'same_method_later', 'new_method', 'authenticate']),
  vendorCode: z.string().exactOptional(),
  message: z.string(),
});

const payment = z.object({
  kind: z.literal('payment'),
  ...entity,
  status: z.enum([
    'requires_payment_method',
    'requires_confirmation',
    'requires_action',
    'processing',
    'authorized',
    'partially_captured',
    'captured',
    'canceled',
    'failed',
    'expired',
  ]),
  amount: money,
  authorized: minor,
  captured: minor,
  refunded: minor,
  capturable: minor,
  capture: z.enum(['automatic', 'manual']),
  offSession: z.boolean(),
  saveFor: use.exactOptional(),
  customerId: id.exactOptional(),
  paymentMethodId: id.exactOptional(),
  /** The test method behind it, also after a saved one is forgotten. */
  testMethodId: id.exactOptional(),
  reference: z.string().exactOptional(),
  description: z.string().exactOptional(),
  returnUrl: z.string().exactOptional(),
  /** Where the payer authenticates, while the payment waits for that. */
  actionUrl: z.string().exactOptional(),
  failure: failure.exactOptional(),
  cancelReason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent', 'abandoned']).exactOptional(),
  checkoutId: id.exactOptional(),
  subscriptionId: id.exactOptional(),
  /** When the authorization lapses. */
  expiresAt: epochMs.exactOptional(),
});

const refund = z.object({
  kind: z.literal('refund'),
  ...entity,
  paymentId: id,
  amount: money,
  status: z.enum(['pending', 'succeeded', 'failed']),
  reason: z.string().exactOptional(),
  failure: z.string().exactOptional(),
  /** When the bank sends the money back. */
  failsAt: epochMs.exactOptional(),
});

const customer = z.object({
  kind: z.literal('customer'),
  ...entity,
  email: z.string().exactOptional(),
  name: z.string().exactOptional(),
  phone: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  deleted: z.boolean(),
});

const method = z.object({
  kind: z.literal('method'),
  ...entity,
  customerId: id,
  /** The test method that it behaves like. */
  testMethodId: id,
  type: z.enum(['card', 'bank_account']),
  brand: z.string(),
  last4: z.string(),
  expiryMonth: z.number(),
  expiryYear: z.number(),
  /** The payer authenticated when it was saved: it is not asked again. */
  authenticated: z.boolean(),
});

const setup = z.object({
  kind: z.literal('setup'),
  ...entity,
  status: z.enum(['requires_payment_method', 'requires_action', 'succeeded', 'failed']),
  customerId: id,
  paymentMethodId: id.exactOptional(),
  use,
  returnUrl: z.string().exactOptional(),
  actionUrl: z.string().exactOptional(),
  failure: failure.exactOptional(),
  checkoutId: id.exactOptional(),
});

const checkout = z.object({
  kind: z.literal('checkout'),
  ...entity,
  status: z.enum(['open', 'complete', 'expired']),
  mode: z.enum(['payment', 'subscription', 'setup']),
  url: z.string(),
  paid: z.boolean(),
  amount: money.exactOptional(),
  items: z.array(z.object({ name: z.string(), unitAmount: money, quantity: z.number() })),
  capture: z.enum(['automatic', 'manual']),
  saveFor: use.exactOptional(),
  planId: id.exactOptional(),
  quantity: z.number(),
  successUrl: z.string(),
  cancelUrl: z.string(),
  customerId: id.exactOptional(),
  customerEmail: z.string().exactOptional(),
  reference: z.string().exactOptional(),
  paymentId: id.exactOptional(),
  subscriptionId: id.exactOptional(),
  setupId: id.exactOptional(),
  expiresAt: epochMs,
});

const subscription = z.object({
  kind: z.literal('subscription'),
  ...entity,
  status: z.enum(['incomplete', 'trialing', 'active', 'past_due', 'paused', 'canceled', 'expired']),
  customerId: id,
  planId: id,
  quantity: z.number(),
  paymentMethodId: id.exactOptional(),
  periodStart: epochMs,
  periodEnd: epochMs,
  cancelAt: epochMs.exactOptional(),
  reference: z.string().exactOptional(),
  /** Carried to the next period: positive is owed, negative is credit. */
  balance: minor,
  /** The last payment asked for, and what for. */
  paymentId: id.exactOptional(),
  paymentFor: z.enum(['start', 'period', 'change']).exactOptional(),
});

const dispute = z.object({
  kind: z.literal('dispute'),
  ...entity,
  paymentId: id,
  amount: money,
  status: z.enum(['needs_response', 'under_review', 'won', 'lost', 'accepted']),
  reason: z.enum(['fraudulent', 'duplicate', 'not_received', 'not_as_described', 'other']),
  respondBy: epochMs,
  evidence: z.record(z.string(), z.string()),
});

export const anyRecord = z.discriminatedUnion('kind', [
  payment,
  refund,
  customer,
  method,
  setup,
  checkout,
  subscription,
  dispute,
]);

/** One object of the sandbox, as it is stored, sent in webhooks and handed out as `raw`. */
export type AnyRecord = z.infer<typeof anyRecord>;
export type Kind = AnyRecord['kind'];
export type RecordOf<K extends Kind> = Extract<AnyRecord, { kind: K }>;

export type PaymentRecord = RecordOf<'payment'>;
export type RefundRecord = RecordOf<'refund'>;
export type CustomerRecord = RecordOf<'customer'>;
export type MethodRecord = RecordOf<'method'>;
export type SetupRecord = RecordOf<'setup'>;
export type CheckoutRecord = RecordOf<'checkout'>;
export type SubscriptionRecord = RecordOf<'subscription'>;
export type DisputeRecord = RecordOf<'dispute'>;
export type FailureRecord = z.infer<typeof failure>;

export const sandboxEvent = z.object({
  id,
  type: z.string(),
  createdAt: epochMs,
  object: anyRecord,
});

/** What the sandbox sends to a webhook endpoint. */
export type SandboxEvent = z.infer<typeof sandboxEvent>;

const delivery = z.object({
  eventId: id,
  /** Events of one object arrive in order. */
  objectId: id,
  state: z.enum(['pending', 'delivered', 'given_up']),
  attempts: z.number(),
  dueAt: epochMs,
  /** HTTP status of the last answer; absent when none came. */
  lastStatus: z.number().exactOptional(),
});

/** How far the sending of one event is. */
export type Delivery = z.infer<typeof delivery>;

const remembered = z.object({ key: z.string(), at: epochMs, fingerprint: z.string(), result: anyRecord });

/** An idempotency key that was used, and what came of it. */
export type Remembered = z.infer<typeof remembered>;

/** Everything that survives a restart. */
export const snapshot = z.object({
  version: z.literal(1),
  records: z.array(anyRecord),
  events: z.array(sandboxEvent),
  deliveries: z.array(delivery),
  keys: z.array(remembered),
});

export type Snapshot = z.infer<typeof snapshot>;
