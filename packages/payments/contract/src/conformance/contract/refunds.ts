import { assertEqual, assertOneOf } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { walk } from './read.ts';

const partial = { traits: ['refund.partial'] } as const;

/** Giving money back. */
export const refundCases = cases('contract', 'refunds.create', {
  gives_everything_back: {
    title: 'Without an amount all that was captured is given back.',
    needs: { operations: ['get'] },
    async run(scene) {
      const { id: paymentId } = await scene.pay({ amount: scene.money(1200) });
      const refund = await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertEqual(
        [refund.paymentId, refund.amount],
        [paymentId, scene.money(1200)],
        'payment and amount of the refund',
      );
      assertOneOf(refund.status, ['succeeded', 'pending'], 'status of the refund');
      const { refunded } = await scene.value(scene.payments.get(paymentId));
      assertEqual(refunded, scene.money(1200), 'refunded, as the payment says');
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        1200,
        'refunded in the provider’s books',
      );
    },
  },
  gives_parts_back: {
    title: 'Refunds of parts add up, never beyond what was captured.',
    needs: { ...partial, operations: ['get'] },
    async run(scene) {
      const { id: paymentId } = await scene.pay({ amount: scene.money(1200) });
      for (const minor of [300, 300]) {
        await scene.value(
          scene.payments.refunds.create({ paymentId, amount: scene.money(minor) }, scene.once()),
        );
      }
      const rest = await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertEqual(rest.amount, scene.money(600), 'the rest');
      const { refunded, status } = await scene.value(scene.payments.get(paymentId));
      assertEqual({ refunded, status }, { refunded: scene.money(1200), status: 'captured' }, 'the payment');
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        1200,
        'refunded in the provider’s books',
      );
    },
  },
  gives_back_a_partial_capture: {
    title:
      'After a partial capture a full refund gives back what was captured, not what was asked for at first.',
    needs: { operations: ['capture'], traits: ['capture.manual', 'capture.partial'] },
    async run(scene) {
      const { id: paymentId } = await scene.authorize(1200);
      await scene.value(scene.payments.capture({ id: paymentId, amount: scene.money(700) }, scene.once()));
      const { amount } = await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertEqual(amount, scene.money(700), 'refunded');
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        700,
        'refunded in the provider’s books',
      );
    },
  },
  keeps_the_metadata: {
    title: 'Metadata comes back on the refund, for every reason of the contract.',
    needs: { operations: ['refunds.get'], traits: ['refund.partial', 'metadata'] },
    async run(scene) {
      const { id: paymentId } = await scene.pay();
      for (const reason of ['requested_by_customer', 'duplicate', 'fraudulent'] as const) {
        const input = { paymentId, amount: scene.money(100), reason, metadata: { ticket: reason } };
        const { id } = await scene.value(scene.payments.refunds.create(input, scene.once()));
        const { metadata } = await scene.value(scene.payments.refunds.get(id));
        assertEqual(metadata, { ticket: reason }, 'metadata');
      }
    },
  },
  replays_the_same_key: {
    title: 'The same key refunds once.',
    needs: { ...partial, keys: true },
    async run(scene) {
      const { id: paymentId } = await scene.pay();
      const key = scene.once();
      const input = { paymentId, amount: scene.money(400) };
      const first = await scene.value(scene.payments.refunds.create(input, key));
      const second = await scene.value(scene.payments.refunds.create(input, key));
      assertEqual(second.id, first.id, 'id of the second answer');
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        400,
        'refunded in the provider’s books',
      );
    },
  },
  equal_parts_need_two_keys: {
    title: 'Two refunds of the same amount under two keys are two refunds.',
    needs: partial,
    async run(scene) {
      const { id: paymentId } = await scene.pay();
      const input = { paymentId, amount: scene.money(400) };
      await scene.value(scene.payments.refunds.create(input, scene.once()));
      await scene.value(scene.payments.refunds.create(input, scene.once()));
      assertEqual(await scene.books.refunds(), 2, 'refunds in the provider’s books');
    },
  },
  may_fail_later: {
    title: 'A refund that fails later says so when it is read.',
    needs: { operations: ['refunds.get'], fixtures: ['refundFails'] },
    async run(scene) {
      const { id: paymentId } = await scene.pay({ paymentMethodId: scene.rare('refundFails') });
      const { id } = await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      await scene.payer.finishProcessing(id, 'failed');
      const { status } = await scene.value(scene.payments.refunds.get(id));
      assertEqual(status, 'failed', 'status of the refund');
    },
  },
});

/** Reading refunds. */
export const refundReadCases = [
  ...cases('contract', 'refunds.get', {
    agrees_with_create: {
      title: 'Reading a refund gives what making it gave.',
      needs: { operations: ['refunds.create'] },
      async run(scene) {
        const { id: paymentId } = await scene.pay();
        const made = await scene.value(
          scene.payments.refunds.create({ paymentId, ...scene.noted({ a: 'b' }) }, scene.once()),
        );
        assertEqual(await scene.value(scene.payments.refunds.get(made.id)), made, 'the refund');
      },
    },
  }),
  ...cases('contract', 'refunds.list', {
    lists_those_of_a_payment: {
      title: 'The refunds of one payment are listed across pages, and no others.',
      needs: { ...partial, operations: ['refunds.create'] },
      async run(scene) {
        const { id: paymentId } = await scene.pay();
        const { id: otherId } = await scene.pay();
        await scene.value(scene.payments.refunds.create({ paymentId: otherId }, scene.once()));
        const made: string[] = [];
        for (const minor of [100, 200, 300]) {
          const input = { paymentId, amount: scene.money(minor) };
          made.push((await scene.value(scene.payments.refunds.create(input, scene.once()))).id);
        }
        const listed: string[] = [];
        await walk(scene, scene.payments.refunds.list({ paymentId }, { limit: 2 }), (items) =>
          listed.push(...items.map(({ id }) => id)),
        );
        assertEqual(listed.toSorted(), made.toSorted(), 'refunds of the payment');
      },
    },
  }),
];
