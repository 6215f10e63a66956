import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const lost = {
  needs: { wire: true, operations: ['create', 'refunds.create', 'list', 'refunds.list'] },
  start: { policy: { retry: false } },
} as const;
const unknown = { code: 'network', outcome: 'unknown' } as const;

/** What became of a write whose answer was lost. */
export const lostAnswerCases = cases('resilience', 'reconcile', {
  finds_a_lost_payment: {
    ...lost,
    title: 'A payment whose answer was lost is found, and there is one.',
    async run(scene) {
      const key = scene.once();
      scene.wire.fault({ kind: 'reset_after_commit' });
      assertError(await scene.failure(scene.payments.create(scene.charge(), key)), unknown);
      const write = { operation: 'create', ...key, since: scene.minuteAgo() } as const;
      const found = await scene.value(scene.payments.reconcile(write));
      assert(found.outcome === 'applied', `it is applied, found ${found.outcome}`);
      assertEqual(await scene.all(scene.payments.list()), [found.result], 'payments at the provider');
      assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
    },
  },
  finds_a_lost_refund: {
    ...lost,
    title: 'A refund whose answer was lost is found, and there is one.',
    async run(scene) {
      const key = scene.once();
      const { id: paymentId } = await scene.pay();
      scene.wire.fault({ kind: 'reset_after_commit' });
      assertError(await scene.failure(scene.payments.refunds.create({ paymentId }, key)), unknown);
      const write = { operation: 'refunds.create', ...key, since: scene.minuteAgo() } as const;
      const found = await scene.value(scene.payments.reconcile(write));
      assert(found.outcome === 'applied', `it is applied, found ${found.outcome}`);
      assertEqual(await scene.all(scene.payments.refunds.list()), [found.result], 'refunds at the provider');
      assertEqual(await scene.books.refunds(), 1, 'refunds in the provider’s books');
    },
  },
  finds_no_payment_that_never_arrived: {
    ...lost,
    title: 'A payment whose request never arrived is not applied, and is not made now.',
    async run(scene) {
      const key = scene.once();
      scene.wire.fault({ kind: 'reset_before' });
      assertError(await scene.failure(scene.payments.create(scene.charge(), key)), unknown);
      const write = { operation: 'create', ...key, since: scene.minuteAgo() } as const;
      const found = await scene.value(scene.payments.reconcile(write));
      assertEqual(found, { outcome: 'not_applied' }, 'what it says');
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
});
