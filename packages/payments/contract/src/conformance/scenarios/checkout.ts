import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Shop } from './shop.ts';
import { deliverAll, net, paidPage, returnPage } from './steps.ts';

const hooks = { operations: ['create', 'get', 'refunds.create'], traits: ['webhooks'] } as const;
const page = {
  operations: [...hooks.operations, 'checkout.create', 'checkout.get'],
  traits: ['webhooks'],
} as const;

/** The hosted page, the webhook and the payer’s browser, in any order. */
export const checkoutScenarios = cases('scenarios', 'checkout', {
  webhook_before_return_page: {
    title: 'The webhook is faster than the payer’s browser: one delivery.',
    needs: page,
    async run(scene) {
      const { shop, order, checkoutId } = await paidPage(scene);
      await deliverAll(scene, shop);
      await scene.value(returnPage(scene, shop, checkoutId));
      assertEqual([order.shipped, await net(scene)], [1, 1200], 'deliveries, and money in the books');
    },
  },
  return_page_before_webhook: {
    title:
      'The payer’s browser is faster than the webhook, which comes three times, last first: one delivery.',
    needs: page,
    async run(scene) {
      const { shop, order, checkoutId } = await paidPage(scene);
      await scene.value(returnPage(scene, shop, checkoutId));
      for (const webhook of [...(await scene.webhooks.sent())].toReversed()) {
        for (let count = 0; count < 3; count += 1) await scene.value(shop.receive(webhook));
      }
      assertEqual(
        [order.shipped, order.notes.filter((note) => note === 'captured')],
        [1, ['captured']],
        'deliveries and notes',
      );
    },
  },
  abandoned_page_expires: {
    title: 'The payer walks away; the page is closed, the shop is told, and nobody can pay any more.',
    needs: { ...page, operations: [...page.operations, 'checkout.expire'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-11', scene.money(1200));
      const input = { ...scene.cart(), reference: order.id };
      const { id } = await scene.value(
        scene.payments.checkout.create(input, { idempotencyKey: 'checkout:o-11' }),
      );
      await scene.value(scene.payments.checkout.expire(id));
      await deliverAll(scene, shop);
      assert(
        order.notes.includes('checkout.expired'),
        `the order is released, found ${order.notes.join(', ')}`,
      );
      assertEqual([order.shipped, await net(scene)], [0, 0], 'deliveries, and money in the books');
    },
  },
  guest_becomes_customer: {
    title:
      'A guest pays, opens an account, and pays the next time with the card kept at the second purchase.',
    needs: {
      operations: [...page.operations, 'customers.create', 'methods.list'],
      traits: ['webhooks', 'payment.off_session'],
    },
    async run(scene) {
      await paidPage(scene);
      const { id: customerId } = await scene.customer();
      await scene.pay({ customerId, saveFor: 'off_session', reference: 'o-13' });
      const [method] = await scene.all(scene.payments.methods.list({ customerId }));
      const third = await scene.pay({ customerId, paymentMethodId: method?.id ?? '', offSession: true });
      assertEqual(
        [third.status, await net(scene)],
        ['captured', 3600],
        'the third payment, and money in the books',
      );
    },
  },
});
