import type { Recipes } from '@patchbay/core/conformance';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsTrait } from '../capabilities.ts';
import type { CreateCheckout } from '../checkout.ts';
import type { PaymentsScene } from './scene.ts';

/** What the payer told us: none of it may appear in an error. */
export const personal = {
  email: 'ada.lovelace@example.com',
  name: 'Ada Augusta Lovelace',
  phone: '+442079460958',
  text: 'For Ada Augusta Lovelace',
} as const;

const aboutPerson = { email: personal.email, name: personal.name, phone: personal.phone };
const noted = { metadata: { note: personal.text } };

const withCustomer = { operations: ['customers.create'] } as const;
const withSaved = { operations: ['customers.create', 'methods.setup', 'methods.list'] } as const;
const withSubscription = { operations: [...withSaved.operations, 'subscriptions.create'] } as const;
const withDispute = { operations: ['create', 'disputes.list'] } as const;
const withCharge = { operations: ['create'] } as const;
const withHold = { operations: ['create'], traits: ['capture.manual'] } as const;
const withPage = { operations: ['checkout.create'] } as const;

const unknownId = ({ fixtures: { unknownPaymentId: id } }: PaymentsScene) => ({ id });
const idOf = async (made: Promise<{ readonly id: string }>) => ({ id: (await made).id });

/** Every operation with the way to call it. */
export const recipes: Recipes<PaymentsApi, PaymentsScene, PaymentsTrait> = {
  create: {
    personal: { description: personal.text, ...noted },
    accepts: true,
    prepare: async (scene) => ({
      amount: scene.money(),
      paymentMethodId: scene.methods.success,
      reference: 'order-1',
    }),
    blind: (scene) => ({ amount: scene.money(), paymentMethodId: scene.fixtures.methods.success }),
  },
  confirm: {
    operations: ['create'],
    traits: ['payment.without_confirm'],
    prepare: (scene) => idOf(scene.pay({ confirm: false })),
    blind: unknownId,
  },
  capture: { ...withHold, prepare: (scene) => idOf(scene.authorize()), blind: unknownId },
  cancel: { ...withHold, prepare: (scene) => idOf(scene.authorize()), blind: unknownId },
  get: { ...withCharge, prepare: (scene) => idOf(scene.pay()), blind: unknownId },
  list: { accepts: true, ...withCharge, prepare: (scene) => scene.pay().then(() => ({})), blind: () => ({}) },
  adjust: {
    ...withHold,
    prepare: async (scene) => ({ ...(await idOf(scene.authorize(1200))), amount: scene.money(1500) }),
    blind: (scene) => ({ ...unknownId(scene), amount: scene.money() }),
  },
  reconcile: {
    ...withCharge,
    accepts: true,
    prepare: async (scene) => {
      const key = scene.once();
      await scene.value(scene.payments.create(scene.charge(), key));
      return { operation: 'create', ...key, since: scene.minuteAgo() };
    },
    blind: (scene) => ({ operation: 'create', idempotencyKey: 'never-used', since: scene.minuteAgo() }),
  },
  'refunds.create': {
    personal: noted,
    ...withCharge,
    prepare: async (scene) => ({ paymentId: (await scene.pay()).id }),
    blind: (scene) => ({ paymentId: scene.fixtures.unknownPaymentId }),
  },
  'refunds.get': {
    operations: ['create', 'refunds.create'],
    prepare: async (scene) => {
      const { id: paymentId } = await scene.pay();
      return idOf(scene.value(scene.payments.refunds.create({ paymentId }, scene.once())));
    },
    blind: unknownId,
  },
  'refunds.list': {
    accepts: true,
    operations: ['create', 'refunds.create'],
    prepare: async (scene) => {
      const { id: paymentId } = await scene.pay();
      await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      return { paymentId };
    },
    blind: (scene) => ({ paymentId: scene.fixtures.unknownPaymentId }),
  },
  'customers.create': {
    personal: aboutPerson,
    accepts: true,
    prepare: async () => ({ name: 'Grace Hopper', email: 'grace@example.com' }),
    blind: () => ({ name: 'Grace Hopper' }),
  },
  'customers.get': { ...withCustomer, prepare: (scene) => idOf(scene.customer()), blind: unknownId },
  'customers.update': {
    personal: aboutPerson,
    ...withCustomer,
    prepare: async (scene) => ({ ...(await idOf(scene.customer())), name: 'Admiral Hopper' }),
    blind: (scene) => ({ ...unknownId(scene), name: 'Admiral Hopper' }),
  },
  'customers.delete': {
    silent: true,
    ...withCustomer,
    prepare: (scene) => idOf(scene.customer()),
    blind: unknownId,
  },
  'methods.setup': {
    personal: noted,
    ...withCustomer,
    prepare: async (scene) => ({
      customerId: (await scene.customer()).id,
      paymentMethodId: scene.methods.success,
    }),
    blind: (scene) => ({
      customerId: scene.fixtures.unknownPaymentId,
      paymentMethodId: scene.fixtures.methods.success,
    }),
  },
  'methods.getSetup': {
    operations: ['customers.create', 'methods.setup'],
    prepare: async (scene) => {
      const { id: customerId } = await scene.customer();
      return idOf(scene.value(scene.payments.methods.setup({ customerId }, scene.once())));
    },
    blind: unknownId,
  },
  'methods.list': {
    operations: ['customers.create', 'methods.setup'],
    prepare: async (scene) => ({ customerId: (await scene.saved()).customer.id }),
    blind: (scene) => ({ customerId: scene.fixtures.unknownPaymentId }),
  },
  'methods.detach': {
    silent: true,
    ...withSaved,
    prepare: async (scene) => ({ id: (await scene.saved()).method.id }),
    blind: unknownId,
  },
  'checkout.create': {
    personal: { customerEmail: personal.email, ...noted },
    accepts: true,
    prepare: async (scene): Promise<CreateCheckout> => scene.cart(),
    blind: (scene) => ({
      items: [{ name: 'Postcard', unitAmount: scene.money(), quantity: 1 }],
      successUrl: 'https://shop.example/thanks',
      cancelUrl: 'https://shop.example/cart',
    }),
  },
  'checkout.get': { ...withPage, prepare: openPage, blind: unknownId },
  'checkout.expire': { ...withPage, prepare: openPage, blind: unknownId },
  'subscriptions.create': {
    personal: noted,
    ...withSaved,
    prepare: async (scene) => {
      const { customer, method } = await scene.saved();
      return { customerId: customer.id, planId: scene.fixtures.plans[0], paymentMethodId: method.id };
    },
    blind: (scene) => ({ customerId: scene.fixtures.unknownPaymentId, planId: scene.fixtures.plans[0] }),
  },
  'subscriptions.get': { ...withSubscription, prepare: (scene) => idOf(scene.subscribe()), blind: unknownId },
  'subscriptions.change': {
    ...withSubscription,
    prepare: async (scene) => ({ ...(await idOf(scene.subscribe())), planId: scene.fixtures.plans[1] }),
    blind: (scene) => ({ ...unknownId(scene), planId: scene.fixtures.plans[1] }),
  },
  'subscriptions.cancel': {
    ...withSubscription,
    prepare: (scene) => idOf(scene.subscribe()),
    blind: unknownId,
  },
  'subscriptions.pause': {
    ...withSubscription,
    prepare: (scene) => idOf(scene.subscribe()),
    blind: unknownId,
  },
  'subscriptions.resume': {
    operations: [...withSubscription.operations, 'subscriptions.pause'],
    prepare: async (scene) => {
      const { id } = await scene.subscribe();
      return idOf(scene.value(scene.payments.subscriptions.pause(id, scene.once())));
    },
    blind: unknownId,
  },
  'subscriptions.list': {
    accepts: true,
    ...withSubscription,
    prepare: async (scene) => ({ customerId: (await scene.subscribe()).customerId }),
    blind: () => ({}),
  },
  'disputes.get': { ...withDispute, prepare: (scene) => idOf(scene.dispute()), blind: unknownId },
  'disputes.list': {
    accepts: true,
    operations: ['create'],
    prepare: async (scene) => ({ paymentId: (await scene.dispute()).paymentId }),
    blind: () => ({}),
  },
  'disputes.submit': {
    personal: {
      evidence: { explanation: personal.text, customerName: personal.name, customerEmail: personal.email },
    },
    ...withDispute,
    prepare: async (scene) => ({ ...(await idOf(scene.dispute())), evidence: { explanation: 'Delivered.' } }),
    blind: (scene) => ({ ...unknownId(scene), evidence: { explanation: 'Delivered.' } }),
  },
  'disputes.accept': { ...withDispute, prepare: (scene) => idOf(scene.dispute()), blind: unknownId },
};

function openPage(scene: PaymentsScene): Promise<{ readonly id: string }> {
  return idOf(scene.value(scene.payments.checkout.create(scene.cart(), scene.once())));
}
