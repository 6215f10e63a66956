import type { OperationName } from '@patchbay/core';
import { assert, assertEqual, invoke, isReading } from '@patchbay/core/conformance';
import type { PaymentsApi } from '../../api.ts';
import { type Findable, findable } from '../../reconcile.ts';
import { cases, type PaymentsRow } from '../define.ts';
import { recipes } from '../recipes.ts';
import type { PaymentsScene } from '../scene.ts';

/** More than any vendor gives in one page. */
const moreThanAPage = 101;

/** What became of a write, found out by its key. */
export const reconcileCases = cases('contract', 'reconcile', {
  ...Object.fromEntries(
    findable.map((operation) => [`finds_${operation.replace('.', '_')}`, findsRow(operation)]),
  ),
  knows_no_key_that_was_not_used: {
    title: 'A key that no write had is not applied, however many others there are.',
    needs: { operations: ['create'] },
    async run(scene) {
      await scene.pay();
      const found = await scene.value(
        scene.payments.reconcile({ ...asked(scene, 'create'), ...scene.once() }),
      );
      assertEqual(found, { outcome: 'not_applied' }, 'what it says');
    },
  },
  tells_operations_apart: {
    title: 'The key of a payment is not that of a refund, until a refund has it as well.',
    needs: { operations: ['create', 'refunds.create'] },
    async run(scene) {
      const key = scene.once();
      const { id: paymentId } = await scene.value(scene.payments.create(scene.charge(), key));
      const refund = { ...asked(scene, 'refunds.create'), ...key };
      const before = await scene.value(scene.payments.reconcile(refund));
      assertEqual(before, { outcome: 'not_applied' }, 'what it says of the refund that nobody made');
      const { id: refundId } = await scene.value(scene.payments.refunds.create({ paymentId }, key));
      assertEqual(await foundId(scene, 'refunds.create', key), refundId, 'the refund that it finds');
      assertEqual(await foundId(scene, 'create', key), paymentId, 'the payment that it finds');
    },
  },
  finds_a_declined_payment: {
    title: 'A declined payment that the provider keeps is found, and the card is not tried again.',
    needs: { operations: ['create', 'get'] },
    async run(scene) {
      const key = scene.once();
      const input = { ...scene.charge(), paymentMethodId: scene.methods.declined };
      const made = await scene.value(scene.payments.create(input, key));
      const found = await scene.value(scene.payments.reconcile({ ...asked(scene, 'create'), ...key }));
      assert(found.outcome === 'applied', `it is applied, found ${found.outcome}`);
      const { id, status, failure } = found.result;
      assertEqual([id, status, failure], [made.id, 'failed', made.failure], 'the payment');
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  brings_it_as_it_is_now: {
    title: 'It brings what the write made as it is now, not as it was then.',
    needs: { operations: ['create', 'capture', 'get'], traits: ['capture.manual'] },
    async run(scene) {
      const key = scene.once();
      const { id } = await scene.value(scene.payments.create({ ...scene.charge(), capture: 'manual' }, key));
      await scene.value(scene.payments.capture(id, scene.once()));
      const found = await scene.value(scene.payments.reconcile({ ...asked(scene, 'create'), ...key }));
      const result = await scene.value(scene.payments.get(id));
      assertEqual(found, { outcome: 'applied', result }, 'what it says');
    },
  },
  finds_it_behind_many_others: {
    title: 'It finds what more objects than a page have been made after.',
    needs: { operations: ['create'] },
    async run(scene) {
      const key = scene.once();
      const { id } = await scene.value(scene.payments.create(scene.charge(), key));
      for (let count = 0; count < moreThanAPage; count += 1) await scene.pay();
      assertEqual(await foundId(scene, 'create', key), id, 'the payment that it finds');
    },
  },
  finds_it_in_its_time: {
    title: 'It finds what was made in the time of the call, though more than a page has been made since.',
    needs: { operations: ['create'] },
    async run(scene) {
      const key = scene.once();
      const { id } = await scene.value(scene.payments.create(scene.charge(), key));
      const time = { ...asked(scene, 'create'), until: new Date(scene.clock.now() + 60_000) };
      await scene.clock.advance(3_600_000);
      for (let count = 0; count < moreThanAPage; count += 1) await scene.pay();
      const found = await scene.value(scene.payments.reconcile({ ...time, ...key }));
      assertEqual(found.outcome === 'applied' && found.result.id, id, 'the payment that it finds');
    },
  },
  finds_it_when_the_key_is_forgotten: {
    title: 'It finds what a write made long after the provider honours its key no more.',
    needs: { operations: ['create'] },
    async run(scene) {
      const key = scene.once();
      const write = { ...asked(scene, 'create'), ...key };
      const { id } = await scene.value(scene.payments.create(scene.charge(), key));
      const { ttlHours = 24 } = scene.payments.capabilities.idempotency;
      await scene.clock.advance((ttlHours + 1) * 3_600_000);
      const found = await scene.value(scene.payments.reconcile(write));
      assert(found.outcome === 'applied', `it is applied, found ${found.outcome}`);
      assertEqual(found.result.id, id, 'the payment that it finds');
    },
  },
  finds_what_was_changed: {
    title: 'A change of a customer neither hides it nor shows how it is found.',
    needs: { operations: ['customers.create', 'customers.update'] },
    async run(scene) {
      const key = scene.once();
      const { id } = await scene.value(scene.payments.customers.create({ name: 'Ada' }, key));
      const noted = scene.noted({ a: 'b' });
      const changed = await scene.value(scene.payments.customers.update({ id, name: 'Grace', ...noted }));
      assertEqual(changed.metadata, noted.metadata ?? {}, 'metadata');
      assertEqual(await foundId(scene, 'customers.create', key), id, 'the customer that it finds');
    },
  },
});

function findsRow(operation: keyof Findable): PaymentsRow {
  const { operations = [], traits = [], prepare } = recipes[operation];
  return {
    title: 'It finds what the write made among others, just as the write answered, and makes nothing.',
    needs: { operations: [operation, ...operations], traits },
    parameters: { operation },
    async run(scene) {
      const key = scene.once();
      const write = { ...asked(scene, operation), ...key };
      const made = await scene.value(invoke(scene.facade, operation, await prepare(scene), key));
      await scene.value(invoke(scene.facade, operation, await prepare(scene), scene.once()));
      const before = [await scene.books.charges(), await scene.books.refunds()];
      const requests = scene.recordRequests();
      const found = await scene.value(scene.payments.reconcile(write));
      assertEqual(found, { outcome: 'applied', result: made }, 'what it says');
      assertEqual(
        requests().filter((request) => !isReading(request)),
        [],
        'requests that write',
      );
      const after = [await scene.books.charges(), await scene.books.refunds()];
      assertEqual(after, before, 'charges and refunds in the provider’s books');
    },
  };
}

/** The question, without the key. */
function asked<O extends keyof Findable>(scene: PaymentsScene, operation: O) {
  return { operation, since: scene.minuteAgo() };
}

async function foundId(
  scene: PaymentsScene,
  operation: keyof Findable & OperationName<PaymentsApi>,
  key: { readonly idempotencyKey: string },
): Promise<string | undefined> {
  const found = await scene.value(scene.payments.reconcile({ ...asked(scene, operation), ...key }));
  return found.outcome === 'applied' ? found.result.id : undefined;
}
