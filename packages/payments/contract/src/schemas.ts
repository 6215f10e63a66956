import * as z from 'zod';
import { isCurrency } from './currencies.ts';
import { findable } from './reconcile.ts';

/** Ids end up in paths: one of dots alone would leave its place there. */
const id = z
  .string()
  .min(1)
  .max(500)
  .regex(/^(?!\.{1,2}$)/, 'an id');
const text = z.string().min(1).max(5000);
const metadata = z.record(z.string().min(1).max(100), z.string().max(500));
const vendor = z.record(z.string(), z.unknown());
const url = z.url({ protocol: /^https?$/ });
const date = z.date();

/** A positive amount in minor units. */
const amount = z.strictObject({
  minor: z.number().int('a whole number of minor units').safe().positive(),
  currency: z.string().refine(isCurrency, 'a currency of ISO 4217, three upper-case letters'),
});

const common = { metadata: metadata.exactOptional(), vendor: vendor.exactOptional() };

export const idSchema = z.strictObject({ id });

export const createPaymentSchema = z.strictObject({
  amount,
  reference: z.string().min(1).max(200).exactOptional(),
  capture: z.enum(['automatic', 'manual']).exactOptional(),
  confirm: z.boolean().exactOptional(),
  paymentMethodId: id.exactOptional(),
  customerId: id.exactOptional(),
  offSession: z.boolean().exactOptional(),
  saveFor: z.enum(['on_session', 'off_session']).exactOptional(),
  returnUrl: url.exactOptional(),
  description: text.exactOptional(),
  ...common,
});

export const confirmPaymentSchema = z.strictObject({
  id,
  paymentMethodId: id.exactOptional(),
  returnUrl: url.exactOptional(),
  vendor: vendor.exactOptional(),
});

export const capturePaymentSchema = z.strictObject({
  id,
  amount: amount.exactOptional(),
  final: z.boolean().exactOptional(),
  vendor: vendor.exactOptional(),
});

export const cancelPaymentSchema = z.strictObject({
  id,
  reason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent', 'abandoned']).exactOptional(),
  vendor: vendor.exactOptional(),
});

export const reconcileSchema = z
  .strictObject({
    operation: z.enum(findable),
    idempotencyKey: z.string().min(1),
    since: date,
    until: date.exactOptional(),
  })
  .refine(({ since, until = since }) => until >= since, {
    path: ['until'],
    error: 'found a date before `since`',
  });

export const adjustPaymentSchema = z.strictObject({ id, amount, vendor: vendor.exactOptional() });

export const listPaymentsSchema = z.strictObject({
  customerId: id.exactOptional(),
  createdAfter: date.exactOptional(),
});

export const createRefundSchema = z.strictObject({
  paymentId: id,
  amount: amount.exactOptional(),
  reason: z.enum(['requested_by_customer', 'duplicate', 'fraudulent']).exactOptional(),
  ...common,
});

export const listByPaymentSchema = z.strictObject({ paymentId: id.exactOptional() });

const customer = {
  email: z.email().exactOptional(),
  name: text.exactOptional(),
  phone: z.string().min(3).max(40).exactOptional(),
  reference: z.string().min(1).max(200).exactOptional(),
  ...common,
};

export const createCustomerSchema = z.strictObject(customer);
export const updateCustomerSchema = z.strictObject({ id, ...customer });
export const listMethodsSchema = z.strictObject({ customerId: id });

export const setupMethodSchema = z.strictObject({
  customerId: id,
  paymentMethodId: id.exactOptional(),
  use: z.enum(['on_session', 'off_session']).exactOptional(),
  returnUrl: url.exactOptional(),
  ...common,
});

const checkout = {
  successUrl: url,
  cancelUrl: url,
  reference: z.string().min(1).max(200).exactOptional(),
  customerId: id.exactOptional(),
  customerEmail: z.email().exactOptional(),
  expiresAt: date.exactOptional(),
  ...common,
};

const item = z.strictObject({
  name: text,
  unitAmount: amount,
  quantity: z.number().int().positive().max(9999),
});

const payOnce = z.strictObject({
  ...checkout,
  mode: z.literal('payment').exactOptional(),
  items: z
    .array(item)
    .min(1)
    .max(100)
    .refine(
      (items) => new Set(items.map(({ unitAmount }) => unitAmount.currency)).size === 1,
      'all in one currency',
    ),
  capture: z.enum(['automatic', 'manual']).exactOptional(),
  saveFor: z.enum(['on_session', 'off_session']).exactOptional(),
});
const subscribe = z.strictObject({
  ...checkout,
  mode: z.literal('subscription'),
  planId: id,
  quantity: z.number().int().positive().exactOptional(),
});
const saveMethod = z.strictObject({ ...checkout, mode: z.literal('setup'), customerId: id });

export const createCheckoutSchema = z.discriminatedUnion('mode', [payOnce, subscribe, saveMethod]);

export const createSubscriptionSchema = z.strictObject({
  customerId: id,
  planId: id,
  quantity: z.number().int().positive().exactOptional(),
  paymentMethodId: id.exactOptional(),
  trialDays: z.number().int().positive().max(730).exactOptional(),
  reference: z.string().min(1).max(200).exactOptional(),
  ...common,
});

export const changeSubscriptionSchema = z
  .strictObject({
    id,
    planId: id.exactOptional(),
    quantity: z.number().int().positive().exactOptional(),
    proration: z.enum(['prorate', 'charge_now', 'none']).exactOptional(),
    vendor: vendor.exactOptional(),
  })
  .refine(
    ({ planId, quantity }) => planId !== undefined || quantity !== undefined,
    'give planId or quantity',
  );

export const cancelSubscriptionSchema = z.strictObject({
  id,
  when: z.enum(['now', 'period_end']).exactOptional(),
  vendor: vendor.exactOptional(),
});

export const listSubscriptionsSchema = z.strictObject({ customerId: id.exactOptional() });

export const submitEvidenceSchema = z
  .strictObject({
    id,
    evidence: z.strictObject({
      explanation: text.exactOptional(),
      productDescription: text.exactOptional(),
      customerName: text.exactOptional(),
      customerEmail: z.email().exactOptional(),
      shippingTrackingNumber: text.exactOptional(),
      refundPolicy: text.exactOptional(),
    }),
    vendor: vendor.exactOptional(),
  })
  .refine(
    ({ evidence, vendor: more = {} }) => Object.keys({ ...evidence, ...more }).length > 0,
    'some evidence: it is sent once and for all',
  );
