import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { Shop } from './shop.ts';
import { deliverAll, net } from './steps.ts';

const hooks = { operations: ['create', 'get', 'refunds.create'], traits: ['webhooks'] } as const;

/** Buying and sending back. */
export const ordersScenarios = cases('scenarios', 'orders', {
  buy_and_refund: {
    title: 'Somebody buys, gets the goods, sends them back and gets the money back.',
    needs: hooks,
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-1', scene.money(2500));
      await scene.value(shop.charge(order, scene.methods.success));
      await scene.value(shop.refund(order, 'r-1'));
      assertEqual([order.shipped, order.notes], [1, ['captured', 'refunded']], 'the order');
      assertEqual(await net(scene), 0, 'money left in the books');
    },
  },
  two_partial_refunds: {
    title: 'Two rows of an order are sent back on different days; the rest stays sold.',
    needs: { ...hooks, traits: ['refund.partial'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-2', scene.money(2500));
      await scene.value(shop.charge(order, scene.methods.success));
      await scene.value(shop.refund(order, 'r-1', scene.money(700)));
      await scene.clock.advance(86_400_000);
      await scene.value(shop.refund(order, 'r-2', scene.money(700)));
      assertEqual(
        [order.notes, await net(scene)],
        [['captured', 'refunded', 'refunded'], 1100],
        'notes, and money left',
      );
    },
  },
  refused_card_then_another: {
    title: 'A card is refused, another one is not: one delivery, one charge.',
    needs: hooks,
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-3', scene.money(1500));
      const first = await scene.value(shop.charge(order, scene.methods.insufficientFunds));
      assertEqual([first.failure?.reason, order.shipped], ['insufficient_funds', 0], 'after the first card');
      await scene.value(shop.charge(order, scene.methods.success));
      assertEqual([order.shipped, await net(scene)], [1, 1500], 'deliveries, and money in the books');
    },
  },
  double_click: {
    title: 'An impatient payer clicks three times: one charge, one delivery.',
    needs: hooks,
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-4', scene.money(1500));
      const clicks = [1, 2, 3].map(() => shop.charge(order, scene.methods.success));
      await scene.value(Promise.all(clicks));
      assertEqual(
        [order.shipped, await scene.books.charges(), await net(scene)],
        [1, 1, 1500],
        'deliveries, charges, money',
      );
    },
  },
  crash_after_the_charge: {
    title:
      'The shop dies after charging and before noting it; after the restart it charges again, to no effect.',
    needs: hooks,
    async run(scene) {
      const before = new Shop(scene.payments);
      const lost = await scene.value(
        before.charge(before.order('o-5', scene.money(900)), scene.methods.success),
      );
      const after = new Shop(scene.payments);
      const again = await scene.value(
        after.charge(after.order('o-5', scene.money(900)), scene.methods.success),
      );
      assertEqual([again.id, await net(scene)], [lost.id, 900], 'the payment, and money in the books');
    },
  },
  bank_debit_ships_late: {
    title: 'A bank debit takes days: the goods leave when the money is there, not before.',
    needs: { ...hooks, fixtures: ['processing'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-6', scene.money(4000));
      const { id } = await scene.value(shop.charge(order, scene.rare('processing')));
      assertEqual(order.shipped, 0, 'deliveries while the bank works');
      await scene.payer.finishProcessing(id, 'succeeded');
      await deliverAll(scene, shop);
      assertEqual([order.shipped, await net(scene)], [1, 4000], 'deliveries, and money in the books');
    },
  },
  price_in_yen: {
    title: 'An order in yen is charged and refunded to the yen.',
    needs: {
      ...hooks,
      unless: ({ currencies: { accepted } }) =>
        accepted === 'any' || accepted.includes('JPY') ? undefined : 'it does not take JPY',
    },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const order = shop.order('o-7', { minor: 1980, currency: 'JPY' });
      await scene.value(shop.charge(order, scene.methods.success));
      assertEqual(await scene.books.captured('JPY'), 1980, 'captured yen');
      await scene.value(shop.refund(order, 'r-1'));
      assertEqual(await scene.books.refunded('JPY'), 1980, 'refunded yen');
    },
  },
  nightly_reconcile: {
    title: 'Every webhook of a day is lost; the nightly run over the list finds what was paid.',
    needs: { operations: [...hooks.operations, 'list'] },
    async run(scene) {
      const shop = new Shop(scene.payments);
      const since = new Date(scene.clock.now() - 1000);
      for (const id of ['o-8', 'o-9', 'o-10']) {
        shop.order(id, scene.money(1000));
        await scene.pay({ amount: scene.money(1000), reference: id });
      }
      const tonight = async (): Promise<void> => {
        for await (const { id } of scene.payments.list({ createdAfter: since }, { limit: 2 }))
          await shop.settle(id);
      };
      await scene.value(tonight());
      await scene.value(tonight());
      assertEqual(
        [...shop.orders.values()].map(({ shipped }) => shipped),
        [1, 1, 1],
        'deliveries after two nights',
      );
    },
  },
});
