import { assert, assertEqual } from '@patchbay/core/conformance';
import type { PaymentEventType } from '../../events.ts';
import { cases, type PaymentsNeeds, type PaymentsRow } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';
import { events } from './received.ts';

/** What happened is told. */
export const webhookEventCases = cases('webhooks', 'webhooks.receive', {
  captured: tells('payment.captured', {}, async (scene) => (await scene.pay()).id),
  authorized: tells(
    'payment.authorized',
    { traits: ['capture.manual'] },
    async (scene) => (await scene.authorize()).id,
  ),
  failed: tells('payment.failed', {}, async (scene) => {
    return (await scene.pay({ paymentMethodId: scene.methods.declined })).id;
  }),
  processing: tells('payment.processing', { fixtures: ['processing'] }, async (scene) => {
    return (await scene.pay({ paymentMethodId: scene.rare('processing') })).id;
  }),
  requires_action: tells('payment.requires_action', { fixtures: ['authenticate'] }, async (scene) => {
    const input = { paymentMethodId: scene.rare('authenticate'), returnUrl: 'https://shop.example/return' };
    return (await scene.pay(input)).id;
  }),
  canceled: tells(
    'payment.canceled',
    { operations: ['cancel'], traits: ['capture.manual'] },
    async (scene) => {
      const { id } = await scene.authorize();
      await scene.value(scene.payments.cancel(id, scene.once()));
      return id;
    },
  ),
  refund_created: tells('refund.created', { operations: ['refunds.create'] }, async (scene) => {
    const { id: paymentId } = await scene.pay();
    return (await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()))).id;
  }),
  refund_failed: tells(
    'refund.failed',
    { operations: ['refunds.create'], fixtures: ['refundFails'] },
    async (scene) => {
      const { id: paymentId } = await scene.pay({ paymentMethodId: scene.rare('refundFails') });
      const { id } = await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      await scene.payer.finishProcessing(id, 'failed');
      return id;
    },
  ),
  dispute_opened: tells(
    'dispute.opened',
    { operations: ['disputes.list'] },
    async (scene) => (await scene.dispute()).id,
  ),
  dispute_closed: tells(
    'dispute.closed',
    { operations: ['disputes.list', 'disputes.accept'] },
    async (scene) => {
      const { id } = await scene.dispute();
      await scene.value(scene.payments.disputes.accept(id, scene.once()));
      return id;
    },
  ),
  checkout_completed: tells('checkout.completed', { operations: ['checkout.create'] }, async (scene) => {
    const { id, url = '' } = await scene.value(scene.payments.checkout.create(scene.cart(), scene.once()));
    await scene.payer.pay(url, 'success');
    return id;
  }),
  checkout_expired: tells(
    'checkout.expired',
    { operations: ['checkout.create', 'checkout.expire'] },
    async (scene) => {
      const { id } = await scene.value(scene.payments.checkout.create(scene.cart(), scene.once()));
      await scene.value(scene.payments.checkout.expire(id));
      return id;
    },
  ),
  dispute_updated: tells(
    'dispute.updated',
    { operations: ['disputes.list', 'disputes.submit'] },
    async (scene) => {
      const { id } = await scene.dispute();
      const evidence = { explanation: 'Delivered.' };
      await scene.value(scene.payments.disputes.submit({ id, evidence }, scene.once()));
      return id;
    },
  ),
  method_attached: tells(
    'method.attached',
    { operations: ['customers.create', 'methods.setup', 'methods.list'] },
    async (scene) => {
      return (await scene.saved()).method.id;
    },
  ),
  method_detached: tells(
    'method.detached',
    { operations: ['customers.create', 'methods.setup', 'methods.list', 'methods.detach'] },
    async (scene) => {
      const { method } = await scene.saved();
      await scene.value(scene.payments.methods.detach(method.id));
      return method.id;
    },
  ),
  setup_failed: tells(
    'setup.failed',
    { operations: ['customers.create', 'methods.setup'] },
    async (scene) => {
      const { id: customerId } = await scene.customer();
      const input = { customerId, paymentMethodId: scene.methods.expiredCard };
      return (await scene.value(scene.payments.methods.setup(input, scene.once()))).id;
    },
  ),
  customer_updated: tells(
    'customer.updated',
    { operations: ['customers.create', 'customers.update'] },
    async (scene) => {
      const { id } = await scene.customer();
      await scene.value(scene.payments.customers.update({ id, name: 'Admiral Hopper' }));
      return id;
    },
  ),
  subscription_created: tells(
    'subscription.created',
    { operations: ['subscriptions.create'] },
    async (scene) => {
      return (await scene.subscribe()).id;
    },
  ),
  subscription_updated: tells(
    'subscription.updated',
    { operations: ['subscriptions.create', 'subscriptions.change'] },
    async (scene) => {
      const { id } = await scene.subscribe();
      await scene.value(scene.payments.subscriptions.change({ id, quantity: 4 }, scene.once()));
      return id;
    },
  ),
  subscription_canceled: tells(
    'subscription.canceled',
    { operations: ['subscriptions.create', 'subscriptions.cancel'] },
    async (scene) => {
      const { id } = await scene.subscribe();
      await scene.value(scene.payments.subscriptions.cancel(id, scene.once()));
      return id;
    },
  ),
  customer_deleted: tells(
    'customer.deleted',
    { operations: ['customers.create', 'customers.delete'] },
    async (scene) => {
      const { id } = await scene.customer();
      await scene.value(scene.payments.customers.delete(id));
      return id;
    },
  ),
  setup_succeeded: tells(
    'setup.succeeded',
    { operations: ['customers.create', 'methods.setup'] },
    async (scene) => {
      const { id: customerId } = await scene.customer();
      const input = { customerId, paymentMethodId: scene.methods.success };
      return (await scene.value(scene.payments.methods.setup(input, scene.once()))).id;
    },
  ),
});

type Happen = (scene: PaymentsScene) => Promise<string>;

/** Something happens to the object whose id is returned: an event of that type is about it. */
function tells(type: PaymentEventType, more: PaymentsNeeds, happen: Happen): PaymentsRow {
  const { operations = [], traits = [], fixtures = [] } = more;
  return {
    title: `It arrives as \`${type}\`, about the object that it happened to.`,
    parameters: { type, happen: happen.toString() },
    needs: { operations: ['create', ...operations], traits: ['webhooks', ...traits], fixtures },
    async run(scene) {
      const id = await happen(scene);
      const found = (await events(scene)).filter((event) => event.type === type && event.subject.id === id);
      if (!type.endsWith('.updated')) return assertEqual(found.length, 1, `events ${type} about ${id}`);
      assert(found.length >= 1, `an event ${type} about ${id}`);
    },
  };
}
