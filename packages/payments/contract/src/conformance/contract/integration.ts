import type { PaymentState } from '../../payment.ts';
import type { PaymentStore } from '../../settle.ts';
import { assertEqual } from '../assert.ts';
import { cases, operationNames } from '../define.ts';
import { assertError } from '../error-form.ts';

/** What every facade is, and the contract's own methods. */
export const integrationCases = [
  ...cases('contract', 'settle', {
    tells_a_change_once: {
      title: 'However many callers settle a payment at once, exactly one of them is given the change.',
      needs: { operations: ['create', 'get'] },
      async run(scene) {
        const { id } = await scene.pay();
        const store = memoryStore();
        const settling = Array.from({ length: 8 }, () => scene.payments.settle(id, store));
        const changes = (await scene.value(Promise.all(settling))).flatMap(
          (settlement) => settlement.changes,
        );
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
      needs: { operations: ['create', 'get'] },
      async run(scene) {
        const { id } = await scene.pay({ paymentMethodId: scene.methods.processing });
        const store = memoryStore();
        const before = (await scene.value(scene.payments.settle(id, store))).changes;
        await scene.payer.finishProcessing(id, 'succeeded');
        const after = (await scene.value(scene.payments.settle(id, store))).changes;
        assertEqual([before, after], [[], ['captured']], 'changes before and after');
      },
    },
  }),
  ...cases('contract', 'check', {
    passes_and_moves_nothing: {
      title: 'The check of a working account passes and moves no money.',
      async run(scene) {
        await scene.value(scene.payments.check());
        assertEqual(
          [await scene.books.charges(), await scene.books.refunds()],
          [0, 0],
          'charges and refunds',
        );
      },
    },
  }),
  ...cases('contract', 'supports', {
    agrees_with_the_capabilities: {
      title: '`supports` and `explain` say of every operation what the capabilities say.',
      async run(scene) {
        for (const name of operationNames) {
          const declared = Boolean(scene.payments.capabilities.operations[name]);
          const found = [scene.payments.supports(name), scene.payments.explain(name).length === 0];
          assertEqual(found, [declared, declared], `what is said of ${name}`);
        }
      },
    },
  }),
  ...cases('contract', 'close', {
    ends_the_instance: {
      title: 'After `close` calls fail and say so; closing twice is harmless.',
      needs: { operations: ['create'] },
      async run(scene) {
        await scene.payments.close();
        await scene.payments.close();
        const input = { amount: scene.money(), paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.create(input, scene.once()));
        assertError(error, { code: 'precondition_failed', reason: 'closed', outcome: 'not_applied' });
      },
    },
  }),
];

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
