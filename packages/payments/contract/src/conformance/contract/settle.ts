import { assertEqual } from '@patchbay/core/conformance';
import type { PaymentState } from '../../payment.ts';
import type { PaymentStore } from '../../settle.ts';
import { cases } from '../define.ts';

/** One path for webhook and return page. */
export const settleCases = cases('contract', 'settle', {
  tells_a_change_once: {
    title: 'However many callers settle a payment at once, exactly one of them is given the change.',
    needs: { operations: ['create', 'get'] },
    async run(scene) {
      const { id } = await scene.pay();
      const store = memoryStore();
      const settling = Array.from({ length: 8 }, () => scene.payments.settle(id, store));
      const changes = (await scene.value(Promise.all(settling))).flatMap((settlement) => settlement.changes);
      assertEqual(changes, ['captured'], 'changes over all callers');
      assertEqual(
        (await scene.value(scene.payments.settle(id, store))).changes,
        [],
        'changes of a late caller',
      );
    },
  },
  tells_each_step: {
    title: 'Authorization, capture and refund are told one after another.',
    needs: { operations: ['create', 'get', 'capture', 'refunds.create'], traits: ['capture.manual'] },
    async run(scene) {
      const { id } = await scene.authorize();
      const store = memoryStore();
      const steps = [(await scene.value(scene.payments.settle(id, store))).changes];
      await scene.value(scene.payments.capture(id, scene.once()));
      steps.push((await scene.value(scene.payments.settle(id, store))).changes);
      await scene.value(scene.payments.refunds.create({ paymentId: id }, scene.once()));
      steps.push((await scene.value(scene.payments.settle(id, store))).changes);
      assertEqual(steps, [['authorized'], ['captured'], ['refunded']], 'changes step by step');
    },
  },
  processing_is_no_change_to_act_on: {
    title: 'A payment that is still processing gives no change, its capture gives one.',
    needs: { operations: ['create', 'get'], fixtures: ['processing'] },
    async run(scene) {
      const { id } = await scene.pay({ paymentMethodId: scene.rare('processing') });
      const store = memoryStore();
      const before = (await scene.value(scene.payments.settle(id, store))).changes;
      await scene.payer.finishProcessing(id, 'succeeded');
      const after = (await scene.value(scene.payments.settle(id, store))).changes;
      assertEqual([before, after], [[], ['captured']], 'changes before and after');
    },
  },
});

/** A table in a database, as `settle` needs it: reading and writing take turns of their own. */
export function memoryStore(): PaymentStore & { readonly rows: ReadonlyMap<string, PaymentState> } {
  const rows = new Map<string, PaymentState>();
  return {
    rows,
    async load(id) {
      await Promise.resolve();
      return rows.get(id);
    },
    async save(next, previous) {
      await Promise.resolve();
      if (rows.get(next.id) !== previous) return false;
      rows.set(next.id, next);
      return true;
    },
  };
}
