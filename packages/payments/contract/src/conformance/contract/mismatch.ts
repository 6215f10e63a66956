import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const mismatch = { code: 'idempotency_mismatch', reason: 'key_reused', outcome: 'not_applied' } as const;

/** One key names one intention, whatever the operation. */
export const mismatchCases = [
  ...cases('contract', 'refunds.create', {
    refuses_the_key_for_other_input: {
      title: 'The key of one refund is refused for another amount.',
      needs: { operations: ['create'], traits: ['refund.partial'], keys: true },
      async run(scene) {
        const { id: paymentId } = await scene.pay();
        const key = scene.once();
        await scene.value(scene.payments.refunds.create({ paymentId, amount: scene.money(300) }, key));
        const other = scene.payments.refunds.create({ paymentId, amount: scene.money(301) }, key);
        assertError(await scene.failure(other), mismatch);
        assertEqual(
          await scene.books.refunded(scene.fixtures.currency),
          300,
          'refunded in the provider’s books',
        );
      },
    },
  }),
  ...cases('contract', 'capture', {
    refuses_the_key_for_other_input: {
      title: 'The key of one capture is refused for another amount.',
      needs: {
        operations: ['create'],
        traits: ['capture.manual', 'capture.partial', 'capture.multiple'],
        keys: true,
      },
      async run(scene) {
        const { id } = await scene.authorize(1200);
        const key = scene.once();
        await scene.value(scene.payments.capture({ id, amount: scene.money(300), final: false }, key));
        const other = scene.payments.capture({ id, amount: scene.money(301), final: false }, key);
        assertError(await scene.failure(other), mismatch);
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          300,
          'captured in the provider’s books',
        );
      },
    },
  }),
  ...cases('contract', 'checkout.create', {
    refuses_the_key_for_other_input: {
      title: 'The key of one page is refused for a page with other rows.',
      needs: { keys: true },
      async run(scene) {
        const key = scene.once();
        const cart = scene.cart();
        await scene.value(scene.payments.checkout.create(cart, key));
        const other = scene.payments.checkout.create({ ...cart, items: cart.items.slice(1) }, key);
        assertError(await scene.failure(other), mismatch);
      },
    },
  }),
  ...cases('contract', 'customers.create', {
    refuses_the_key_for_other_input: {
      title: 'The key of one customer is refused for another.',
      needs: { keys: true },
      async run(scene) {
        const key = scene.once();
        await scene.value(scene.payments.customers.create({ name: 'Grace Hopper' }, key));
        assertError(
          await scene.failure(scene.payments.customers.create({ name: 'Ada Lovelace' }, key)),
          mismatch,
        );
      },
    },
  }),
];
