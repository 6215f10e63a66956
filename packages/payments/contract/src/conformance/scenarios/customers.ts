import { assert, assertEqual, assertOneOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Shop } from './shop.ts';
import { deliverAll, net } from './steps.ts';

const hooks = { operations: ['create', 'get', 'refunds.create'], traits: ['webhooks'] } as const;
const plan = {
  operations: [
    'customers.create',
    'methods.setup',
    'methods.list',
    'subscriptions.create',
    'subscriptions.get',
  ],
} as const;

/** Payers who stay, leave or complain. */
export const customersScenarios = cases('scenarios', 'customers', {
  upgrade_in_the_middle: {
    title: 'A subscriber takes the dearer plan in the middle of the month and keeps it after the renewal.',
    needs: { operations: [...plan.operations, 'subscriptions.change'] },
    async run(scene) {
      const { id } = await scene.subscribe();
      await scene.clock.advance(10 * 86_400_000);
      const [, dearer] = scene.fixtures.plans;
      await scene.value(
        scene.payments.subscriptions.change({ id, planId: dearer }, { idempotencyKey: 'upgrade:1' }),
      );
      await scene.payer.renew(id);
      const { planId, status } = await scene.value(scene.payments.subscriptions.get(id));
      assertEqual([planId, status], [dearer, 'active'], 'plan and status');
    },
  },
  leaves_at_the_end_of_the_month: {
    title: 'A subscriber cancels, has it until the end of the month, and is not charged again.',
    needs: {
      operations: [...plan.operations, 'subscriptions.cancel'],
      traits: ['subscription.cancel_at_period_end'],
    },
    async run(scene) {
      const { id } = await scene.subscribe();
      const paid = await net(scene);
      await scene.value(
        scene.payments.subscriptions.cancel({ id, when: 'period_end' }, { idempotencyKey: 'leave:1' }),
      );
      assertEqual(
        (await scene.value(scene.payments.subscriptions.get(id))).status,
        'active',
        'status until then',
      );
      await scene.payer.renew(id);
      assertEqual(await net(scene), paid, 'money in the books');
    },
  },
  lost_dispute: {
    title: 'A payer disputes, the shop gives in: the sale is not counted, and no refund comes on top.',
    needs: { operations: [...hooks.operations, 'disputes.list', 'disputes.accept'], traits: ['webhooks'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-17', scene.money(1200));
      await scene.value(shop.charge(order, scene.methods.disputed));
      const [dispute] = await scene.all(scene.payments.disputes.list({ paymentId: order.paymentId ?? '' }));
      const { status } = await scene.value(
        scene.payments.disputes.accept(dispute?.id ?? '', { idempotencyKey: 'give-in:o-17' }),
      );
      assertOneOf(status, ['lost', 'accepted'], 'status of the dispute');
      await deliverAll(scene, shop);
      assert(
        order.notes.includes('dispute.opened') && order.notes.includes('dispute.closed'),
        `notes: ${order.notes.join(', ')}`,
      );
      assertEqual(
        (await scene.failure(shop.refund(order, 'r-1'))).code,
        'precondition_failed',
        'a refund on top',
      );
    },
  },
  forgotten_customer: {
    title: 'A customer asks to be forgotten; what was bought can still be refunded.',
    needs: { operations: [...hooks.operations, 'customers.create', 'customers.delete'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const { id: paymentId } = await scene.pay({ customerId });
      await scene.value(scene.payments.customers.delete(customerId));
      await scene.value(scene.payments.refunds.create({ paymentId }, { idempotencyKey: 'refund:r-9' }));
      assertEqual(await net(scene), 0, 'money left in the books');
    },
  },
});
