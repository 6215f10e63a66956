import type { WriteOptions } from '@patchbay/core';
import type { PaymentsApi } from '../api.ts';
import type { PaymentsTrait } from '../capabilities.ts';
import type { CreateCheckout } from '../checkout.ts';
import { assert, fieldsOf } from './assert.ts';
import type { Operation } from './define.ts';
import type { AnyPayments, PaymentsFixtures } from './harness.ts';
import type { Scene } from './scene.ts';

type MethodOf<N> = N extends keyof PaymentsApi
  ? PaymentsApi[N]
  : N extends `${infer G}.${infer M}`
    ? G extends keyof PaymentsApi
      ? M extends keyof PaymentsApi[G]
        ? PaymentsApi[G][M]
        : never
      : never
    : never;
type InputOf<N extends Operation> =
  MethodOf<N> extends (input: infer I, ...rest: never[]) => unknown ? NonNullable<I> : never;

/** How one operation is called: what the generated cases know of it. */
export interface Recipe<I = unknown> {
  /** Makes what must exist before, and the input of a call that succeeds. */
  readonly prepare: (scene: Scene) => Promise<I>;
  /** An input of the right form whose ids name nothing. */
  readonly blind: (fixtures: PaymentsFixtures) => I;
  /** What `prepare` needs beside the operation. */
  readonly operations?: readonly Operation[];
  readonly traits?: readonly PaymentsTrait[];
}

const withCustomer = { operations: ['customers.create'] } as const;
const withSaved = { operations: ['customers.create', 'methods.setup', 'methods.list'] } as const;
const withSubscription = { operations: [...withSaved.operations, 'subscriptions.create'] } as const;
const withDispute = { operations: ['create', 'disputes.list'] } as const;
const withCharge = { operations: ['create'] } as const;
const withHold = { operations: ['create'], traits: ['capture.manual'] } as const;
const withPage = { operations: ['checkout.create'] } as const;

const unknownId = ({ unknownPaymentId: id }: PaymentsFixtures) => ({ id });
const idOf = async (made: Promise<{ readonly id: string }>) => ({ id: (await made).id });
const small = (fixtures: PaymentsFixtures) => ({ minor: 1200, currency: fixtures.currency });

/** Every operation with the way to call it. */
export const recipes: { readonly [N in Operation]: Recipe<InputOf<N>> } = {
  create: {
    prepare: async (scene) => ({
      amount: scene.money(),
      paymentMethodId: scene.methods.success,
      reference: 'order-1',
    }),
    blind: (fixtures) => ({ amount: small(fixtures), paymentMethodId: fixtures.methods.success }),
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
  list: { ...withCharge, prepare: (scene) => scene.pay().then(() => ({})), blind: () => ({}) },
  adjust: {
    ...withHold,
    prepare: async (scene) => ({ ...(await idOf(scene.authorize(1200))), amount: scene.money(1500) }),
    blind: (fixtures) => ({ ...unknownId(fixtures), amount: small(fixtures) }),
  },
  'refunds.create': {
    ...withCharge,
    prepare: async (scene) => ({ paymentId: (await scene.pay()).id }),
    blind: (fixtures) => ({ paymentId: fixtures.unknownPaymentId }),
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
    operations: ['create', 'refunds.create'],
    prepare: async (scene) => {
      const { id: paymentId } = await scene.pay();
      await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      return { paymentId };
    },
    blind: (fixtures) => ({ paymentId: fixtures.unknownPaymentId }),
  },
  'customers.create': {
    prepare: async () => ({ name: 'Grace Hopper', email: 'grace@example.com' }),
    blind: () => ({ name: 'Grace Hopper' }),
  },
  'customers.get': { ...withCustomer, prepare: (scene) => idOf(scene.customer()), blind: unknownId },
  'customers.update': {
    ...withCustomer,
    prepare: async (scene) => ({ ...(await idOf(scene.customer())), name: 'Admiral Hopper' }),
    blind: (fixtures) => ({ ...unknownId(fixtures), name: 'Admiral Hopper' }),
  },
  'customers.delete': { ...withCustomer, prepare: (scene) => idOf(scene.customer()), blind: unknownId },
  'methods.setup': {
    ...withCustomer,
    prepare: async (scene) => ({
      customerId: (await scene.customer()).id,
      paymentMethodId: scene.methods.success,
    }),
    blind: (fixtures) => ({
      customerId: fixtures.unknownPaymentId,
      paymentMethodId: fixtures.methods.success,
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
    blind: (fixtures) => ({ customerId: fixtures.unknownPaymentId }),
  },
  'methods.detach': {
    ...withSaved,
    prepare: async (scene) => ({ id: (await scene.saved()).method.id }),
    blind: unknownId,
  },
  'checkout.create': {
    prepare: async (scene): Promise<CreateCheckout> => scene.cart(),
    blind: (fixtures) => ({
      items: [{ name: 'Postcard', unitAmount: small(fixtures), quantity: 1 }],
      successUrl: 'https://shop.example/thanks',
      cancelUrl: 'https://shop.example/cart',
    }),
  },
  'checkout.get': { ...withPage, prepare: openPage, blind: unknownId },
  'checkout.expire': { ...withPage, prepare: openPage, blind: unknownId },
  'subscriptions.create': {
    ...withSaved,
    prepare: async (scene) => {
      const { customer, method } = await scene.saved();
      return { customerId: customer.id, planId: scene.fixtures.plans[0], paymentMethodId: method.id };
    },
    blind: (fixtures) => ({ customerId: fixtures.unknownPaymentId, planId: fixtures.plans[0] }),
  },
  'subscriptions.get': { ...withSubscription, prepare: (scene) => idOf(scene.subscribe()), blind: unknownId },
  'subscriptions.change': {
    ...withSubscription,
    prepare: async (scene) => ({ ...(await idOf(scene.subscribe())), planId: scene.fixtures.plans[1] }),
    blind: (fixtures) => ({ ...unknownId(fixtures), planId: fixtures.plans[1] }),
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
    ...withSubscription,
    prepare: async (scene) => ({ customerId: (await scene.subscribe()).customerId }),
    blind: () => ({}),
  },
  'disputes.get': { ...withDispute, prepare: (scene) => idOf(scene.dispute()), blind: unknownId },
  'disputes.list': {
    operations: ['create'],
    prepare: async (scene) => ({ paymentId: (await scene.dispute()).paymentId }),
    blind: () => ({}),
  },
  'disputes.submit': {
    ...withDispute,
    prepare: async (scene) => ({ ...(await idOf(scene.dispute())), evidence: { explanation: 'Delivered.' } }),
    blind: (fixtures) => ({ ...unknownId(fixtures), evidence: { explanation: 'Delivered.' } }),
  },
  'disputes.accept': { ...withDispute, prepare: (scene) => idOf(scene.dispute()), blind: unknownId },
};

function openPage(scene: Scene): Promise<{ readonly id: string }> {
  return idOf(scene.value(scene.payments.checkout.create(scene.cart(), scene.once())));
}

/** Calls an operation by its name, as a dynamic caller does; of a list it fetches the first page. */
export async function invoke(
  payments: AnyPayments,
  operation: Operation,
  input: unknown,
  options?: Partial<WriteOptions>,
): Promise<unknown> {
  const [group = '', member] = operation.split('.');
  const outer: unknown = Reflect.get(payments, group);
  const method = member === undefined ? outer : fieldsOf(outer)[member];
  assert(isMethod(method), `payments.${operation} is a function`);
  const result = await method(input, options);
  const { page } = fieldsOf(result);
  return isMethod(page) ? page() : result;
}

function isMethod(value: unknown): value is (...given: readonly unknown[]) => unknown {
  return typeof value === 'function';
}
