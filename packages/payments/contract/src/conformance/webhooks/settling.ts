import { vendorKey } from '@patchbay/core';
import { assert, assertEqual, assertError, isReading } from '@patchbay/core/conformance';
import { type Kept, processMemory, withLedger } from '@patchbay/core/ledger';
import { payments } from '../../contract.ts';
import type { PaymentEvent } from '../../events.ts';
import type { Findable } from '../../reconcile.ts';
import { cases } from '../define.ts';
import type { AnyPayments } from '../harness.ts';
import type { PaymentsScene } from '../scene.ts';
import { events } from './received.ts';

const needs = { operations: ['create', 'refunds.create', 'reconcile'], traits: ['webhooks'] } as const;
const lost = { needs: { ...needs, wire: true }, start: { policy: { retry: false } } } as const;

/** A webhook tells what became of a write: its object carries the key that went to the vendor. */
export const webhookSettlingCases = cases('webhooks', 'webhooks.receive', {
  carries_the_key: {
    title: 'Events of a payment and of a refund carry the key of the write that made it, each its own.',
    needs,
    async run(scene) {
      const key = scene.once();
      const { id: paymentId } = await scene.value(scene.payments.create(scene.charge(), key));
      await scene.value(scene.payments.refunds.create({ paymentId }, key));
      const received = await events(scene);
      assertEqual(keysOf(received, 'payment'), [await keyAtVendor(scene, 'create', key)], 'of the payment');
      assertEqual(
        keysOf(received, 'refund'),
        [await keyAtVendor(scene, 'refunds.create', key)],
        'of the refund',
      );
    },
  },
  page_is_not_its_payment: {
    title: 'The key that made a checkout is on the checkout, not on what the payer makes there.',
    needs: { operations: ['checkout.create', 'reconcile'], traits: ['webhooks'] },
    async run(scene) {
      const key = scene.once();
      const { url = '' } = await scene.value(scene.payments.checkout.create(scene.cart(), key));
      await scene.payer.pay(url, 'success');
      const received = await events(scene);
      const expected = await keyAtVendor(scene, 'checkout.create', key);
      assertEqual(keysOf(received, 'checkout'), [expected], 'of the checkout');
      assertEqual(keysOf(received, 'payment'), [undefined], 'of the payment');
    },
  },
  settles_a_lost_payment: {
    ...lost,
    title: 'The webhook of a payment whose answer was lost settles it: the same call again gives it.',
    async run(scene) {
      const kept = withLedgerOf(scene);
      const call = { input: scene.charge(), key: scene.once() };
      scene.wire.fault({ kind: 'reset_after_commit' });
      const error = await scene.failure(kept.create(call.input, call.key));
      assertError(error, { code: 'network', outcome: 'unknown' });
      await assertSettledByWebhook(scene, kept, { operation: 'create', ...call.key });
      const requests = scene.recordRequests();
      const { id, captured } = await scene.value(kept.create(call.input, call.key));
      assert(id.length > 0, 'the payment has an id');
      assertEqual(captured, scene.money(), 'captured');
      assertEqual(
        requests().filter((request) => !isReading(request)),
        [],
        'requests that write',
      );
      assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
    },
  },
  settles_a_lost_refund: {
    ...lost,
    title: 'The webhook of a refund whose answer was lost settles it: the same call again gives it.',
    async run(scene) {
      const kept = withLedgerOf(scene);
      const { id: paymentId } = await scene.pay();
      const key = scene.once();
      scene.wire.fault({ kind: 'reset_after_commit' });
      const error = await scene.failure(kept.refunds.create({ paymentId }, key));
      assertError(error, { code: 'network', outcome: 'unknown' });
      await assertSettledByWebhook(scene, kept, { operation: 'refunds.create', ...key });
      const requests = scene.recordRequests();
      const refund = await scene.value(kept.refunds.create({ paymentId }, key));
      assertEqual([refund.paymentId, refund.amount], [paymentId, scene.money()], 'payment and amount');
      assertEqual(
        requests().filter((request) => !isReading(request)),
        [],
        'requests that write',
      );
      assertEqual(await scene.books.refunds(), 1, 'refunds in the provider’s books');
    },
  },
});

/** The account behind a ledger that ends with the case. */
function withLedgerOf(scene: PaymentsScene): Kept<AnyPayments> {
  return withLedger(payments, scene.payments, {
    memory: processMemory({ mayForget: true }),
    clock: scene.clock,
  });
}

async function assertSettledByWebhook(
  scene: PaymentsScene,
  kept: Kept<AnyPayments>,
  write: { readonly operation: string; readonly idempotencyKey: string },
): Promise<void> {
  assertEqual(await unresolved(kept), [`${write.operation} ${write.idempotencyKey}`], 'unresolved before');
  for (const webhook of await scene.webhooks.sent()) {
    const { body } = webhook;
    await scene.value(kept.webhooks.receive(await scene.webhooks.sign(body)));
  }
  assertEqual(await unresolved(kept), [], 'unresolved after the webhooks');
}

async function unresolved({ ledger }: Kept<AnyPayments>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const { operation, idempotencyKey } of ledger.unresolved())
    found.push(`${operation} ${idempotencyKey}`);
  return found;
}

/** The different keys on the objects of a kind of event. */
function keysOf(
  received: readonly PaymentEvent[],
  kind: 'payment' | 'refund' | 'checkout',
): readonly (string | undefined)[] {
  const keys = received.flatMap(({ subject }) =>
    subject.kind === kind && 'object' in subject ? [subject.object.vendorKey] : [],
  );
  return [...new Set(keys)];
}

function keyAtVendor(
  { payments: { capabilities } }: PaymentsScene,
  operation: keyof Findable,
  { idempotencyKey }: { readonly idempotencyKey: string },
): Promise<string> {
  return vendorKey([`payments.${operation}`, '', idempotencyKey], capabilities.idempotency.maxLength);
}
