import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Shop } from './shop.ts';
import { deliverAll, net } from './steps.ts';

const hooks = { operations: ['create', 'get', 'refunds.create'], traits: ['webhooks'] } as const;
const hold = {
  operations: ['create', 'get', 'capture'],
  traits: ['capture.manual', 'capture.partial'],
} as const;

/** Money that is taken or comes back later. */
export const deliveriesScenarios = cases('scenarios', 'deliveries', {
  preorder: {
    title: 'A pre-order holds the money; at the release it is taken, or let go for who canceled.',
    needs: { ...hold, operations: [...hold.operations, 'cancel'] },
    async run(scene) {
      const [kept, canceled] = [await scene.authorize(3000), await scene.authorize(3000)];
      await scene.value(
        scene.payments.cancel(
          { id: canceled.id, reason: 'requested_by_customer' },
          { idempotencyKey: 'cancel:o-15' },
        ),
      );
      await scene.clock.advance(3 * 86_400_000);
      await scene.value(scene.payments.capture(kept.id, { idempotencyKey: 'release:o-14' }));
      assertEqual(await net(scene), 3000, 'money in the books');
    },
  },
  several_parcels: {
    title:
      'Three parcels leave on three days and each is charged when it does; the sold-out fourth never is.',
    needs: { ...hold, traits: [...hold.traits, 'capture.multiple'] },
    async run(scene) {
      const { id } = await scene.authorize(4000);
      for (const parcel of [1, 2, 3]) {
        const input = { id, amount: scene.money(1000), final: parcel === 3 };
        await scene.value(scene.payments.capture(input, { idempotencyKey: `parcel:${parcel}` }));
        await scene.clock.advance(86_400_000);
      }
      const { status, captured, capturable } = await scene.value(scene.payments.get(id));
      const expected = { status: 'captured', captured: scene.money(3000), capturable: scene.money(0) };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
    },
  },
  saved_card_for_the_minibar: {
    title: 'A hotel saves a card on arrival and charges the minibar after departure.',
    needs: {
      operations: ['create', 'customers.create', 'methods.setup', 'methods.list'],
      traits: ['payment.off_session'],
    },
    async run(scene) {
      const { customer, method } = await scene.saved();
      await scene.clock.advance(2 * 86_400_000);
      const minibar = {
        customerId: customer.id,
        paymentMethodId: method.id,
        offSession: true,
        amount: scene.money(1850),
      };
      const { status } = await scene.pay(minibar);
      assertEqual([status, await net(scene)], ['captured', 1850], 'status, and money in the books');
    },
  },
  refund_fails_later: {
    title: 'A refund fails days later; the shop is told and the money is not counted as given back.',
    needs: { ...hooks, fixtures: ['refundFails'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-16', scene.money(1200));
      await scene.value(shop.charge(order, scene.rare('refundFails')));
      const refundId = await scene.value(shop.refund(order, 'r-1'));
      await scene.payer.finishProcessing(refundId, 'failed');
      await deliverAll(scene, shop);
      assert(order.notes.includes('refund.failed'), `the shop is told, found ${order.notes.join(', ')}`);
      assertEqual(await net(scene), 1200, 'money in the books');
    },
  },
});
