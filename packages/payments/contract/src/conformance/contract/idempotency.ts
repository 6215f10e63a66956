import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** The same key never has a second effect. */
export const idempotencyCases = cases('contract', 'create', {
  replays_the_same_key: {
    title: 'The same key and input give the same payment, and charge once.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success, reference: 'order-1' };
      const first = await scene.value(scene.payments.create(input, key));
      const second = await scene.value(scene.payments.create(input, key));
      assertEqual(second.id, first.id, 'id of the second answer');
      assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
    },
  },
  replays_at_the_same_time: {
    title: 'Two calls with the same key at the same time charge once and agree.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const both = Promise.all([scene.payments.create(input, key), scene.payments.create(input, key)]);
      const [left, right] = await scene.value(both);
      assertEqual(left.id, right.id, 'ids of both answers');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  replays_a_refusal: {
    title: 'A refusal is replayed as well: the same key does not try the card again.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const input = { amount: scene.money(), paymentMethodId: scene.methods.insufficientFunds };
      const first = await scene.value(scene.payments.create(input, key));
      const second = await scene.value(scene.payments.create(input, key));
      const answers = [first, second].map(({ id, status, failure }) => ({
        id,
        status,
        reason: failure?.reason,
      }));
      assertEqual(answers[1], answers[0], 'the second answer');
    },
  },
  refuses_the_key_for_other_input: {
    title: 'The same key with another amount is refused and charges nothing more.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const input = { amount: scene.money(1200), paymentMethodId: scene.methods.success };
      await scene.value(scene.payments.create(input, key));
      const error = await scene.failure(scene.payments.create({ ...input, amount: scene.money(1300) }, key));
      assertError(error, { code: 'idempotency_mismatch', reason: 'key_reused', outcome: 'not_applied' });
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  another_key_is_another_payment: {
    title: 'Another key with the same input is another payment.',
    async run(scene) {
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const first = await scene.value(scene.payments.create(input, scene.once()));
      const second = await scene.value(scene.payments.create(input, scene.once()));
      assertEqual(first.id === second.id, false, 'both have one id');
      assertEqual(await scene.books.charges(), 2, 'charges in the provider’s books');
    },
  },
  one_key_for_several_operations: {
    title: 'One key may serve a charge and its refund: keys are told apart by operation.',
    needs: { operations: ['refunds.create'] },
    async run(scene) {
      const key = scene.once();
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const { id: paymentId } = await scene.value(scene.payments.create(input, key));
      const { amount } = await scene.value(scene.payments.refunds.create({ paymentId }, key));
      assertEqual(amount, scene.money(), 'refunded');
    },
  },
  keys_differ_by_their_end: {
    title: 'Long keys that differ only at their end are different keys.',
    async run(scene) {
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
      const stem = 'k'.repeat(254);
      const first = await scene.value(scene.payments.create(input, { idempotencyKey: `${stem}1` }));
      const second = await scene.value(scene.payments.create(input, { idempotencyKey: `${stem}2` }));
      assertEqual(first.id === second.id, false, 'both have one id');
    },
  },
});
