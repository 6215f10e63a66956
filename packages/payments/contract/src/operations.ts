import type { Contract } from '@patchbay/core';
import type { PaymentsApi } from './api.ts';
import type { PaymentsTrait } from './capabilities.ts';
import type { CreateCheckout } from './checkout.ts';
import type { Metadata } from './entity.ts';
import type { CapturePayment, CreatePayment } from './payment.ts';
import type { CreateRefund } from './refund.ts';
import * as schema from './schemas.ts';
import type { CancelSubscription, ChangeSubscription, CreateSubscription } from './subscription.ts';

const money = { repeat: 'keyed', money: true } as const;
const keyed = { repeat: 'keyed' } as const;
const natural = { repeat: 'natural' } as const;
const read = { repeat: 'safe' } as const;
const byId = { input: schema.idSchema, bare: 'id' } as const;
const bag = { personal: ['vendor'] } as const;
const payer = { personal: ['email', 'name', 'phone', 'description', 'metadata', 'vendor'] } as const;

type Traits = readonly PaymentsTrait[];
const when = (condition: boolean | undefined, trait: PaymentsTrait): Traits => (condition ? [trait] : []);
const noted = ({ metadata }: { readonly metadata?: Metadata }): Traits =>
  when(metadata !== undefined, 'metadata');

/** Every operation of the category: how it repeats, what it takes, what it needs of a provider. */
export const operations = {
  create: {
    ...money,
    ...payer,
    summary: 'Charge or authorize',
    input: schema.createPaymentSchema,
    traits: (input: CreatePayment): Traits => [
      ...when(input.capture === 'manual', 'capture.manual'),
      ...when(input.confirm === false, 'payment.without_confirm'),
      ...when(input.offSession, 'payment.off_session'),
      ...noted(input),
    ],
  },
  confirm: { ...money, ...payer, summary: 'Confirm a payment', input: schema.confirmPaymentSchema },
  capture: {
    ...money,
    ...bag,
    summary: 'Take authorized money',
    input: schema.capturePaymentSchema,
    bare: 'id',
    traits: ({ amount, final }: CapturePayment): Traits => [
      ...when(amount !== undefined, 'capture.partial'),
      ...when(final === false, 'capture.multiple'),
    ],
  },
  cancel: {
    ...money,
    ...bag,
    summary: 'Let go of a payment',
    input: schema.cancelPaymentSchema,
    bare: 'id',
  },
  get: { ...read, ...byId, summary: 'Read a payment' },
  list: { ...read, pages: true, summary: 'List payments', input: schema.listPaymentsSchema },
  adjust: { ...money, ...bag, summary: 'Change an authorization', input: schema.adjustPaymentSchema },
  reconcile: {
    ...read,
    aboutKey: true,
    summary: 'Find out what became of a write',
    input: schema.reconcileSchema,
  },
  'refunds.create': {
    ...money,
    ...payer,
    summary: 'Give money back',
    input: schema.createRefundSchema,
    traits: (input: CreateRefund): Traits => [
      ...when(input.amount !== undefined, 'refund.partial'),
      ...noted(input),
    ],
  },
  'refunds.get': { ...read, ...byId, summary: 'Read a refund' },
  'refunds.list': { ...read, pages: true, summary: 'List refunds', input: schema.listByPaymentSchema },
  'customers.create': {
    ...keyed,
    ...payer,
    summary: 'Make a customer',
    input: schema.createCustomerSchema,
    traits: noted,
  },
  'customers.get': { ...read, ...byId, summary: 'Read a customer' },
  'customers.update': {
    ...keyed,
    ...payer,
    summary: 'Change a customer',
    input: schema.updateCustomerSchema,
    traits: noted,
  },
  'customers.delete': { ...natural, ...byId, summary: 'Forget a customer' },
  'methods.setup': {
    ...money,
    ...payer,
    summary: 'Save a payment method',
    input: schema.setupMethodSchema,
    traits: noted,
  },
  'methods.getSetup': { ...read, ...byId, summary: 'Read a setup' },
  'methods.list': { ...read, pages: true, summary: 'List payment methods', input: schema.listMethodsSchema },
  'methods.detach': { ...keyed, ...byId, summary: 'Forget a payment method' },
  'checkout.create': {
    ...money,
    personal: ['customerEmail', 'metadata', 'vendor'],
    summary: 'Make a hosted payment page',
    input: schema.createCheckoutSchema,
    traits: (input: CreateCheckout): Traits => [
      ...when(input.mode === 'subscription', 'checkout.subscription'),
      ...when(input.mode === 'setup', 'checkout.setup'),
      ...when('capture' in input && input.capture === 'manual', 'capture.manual'),
      ...noted(input),
    ],
  },
  'checkout.get': { ...read, ...byId, summary: 'Read a hosted payment page' },
  'checkout.expire': { ...keyed, ...byId, summary: 'Close a hosted payment page' },
  'subscriptions.create': {
    ...money,
    ...payer,
    summary: 'Start a subscription',
    input: schema.createSubscriptionSchema,
    traits: (input: CreateSubscription): Traits => [
      ...when(input.trialDays !== undefined, 'subscription.trial'),
      ...noted(input),
    ],
  },
  'subscriptions.get': { ...read, ...byId, summary: 'Read a subscription' },
  'subscriptions.change': {
    ...money,
    ...bag,
    summary: 'Change plan or quantity',
    input: schema.changeSubscriptionSchema,
    traits: ({ proration }: ChangeSubscription): Traits =>
      when(proration !== undefined, 'subscription.proration'),
  },
  'subscriptions.cancel': {
    ...money,
    ...bag,
    summary: 'End a subscription',
    input: schema.cancelSubscriptionSchema,
    bare: 'id',
    traits: ({ when: at }: CancelSubscription): Traits =>
      when(at === 'period_end', 'subscription.cancel_at_period_end'),
  },
  'subscriptions.pause': { ...money, ...byId, summary: 'Stop collecting' },
  'subscriptions.resume': { ...money, ...byId, summary: 'Collect again' },
  'subscriptions.list': {
    ...read,
    pages: true,
    summary: 'List subscriptions',
    input: schema.listSubscriptionsSchema,
  },
  'disputes.get': { ...read, ...byId, summary: 'Read a dispute' },
  'disputes.list': { ...read, pages: true, summary: 'List disputes', input: schema.listByPaymentSchema },
  'disputes.submit': {
    ...money,
    personal: ['evidence', 'vendor'],
    summary: 'Send evidence',
    input: schema.submitEvidenceSchema,
  },
  'disputes.accept': { ...money, ...byId, summary: 'Give a dispute up' },
} as const satisfies Contract<PaymentsApi>['operations'];
