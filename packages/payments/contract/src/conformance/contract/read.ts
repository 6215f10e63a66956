import type { Pages } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';

/** Reading one payment. */
export const getCases = cases('contract', 'get', {
  agrees_with_create: {
    title: 'Reading a payment gives what creating it gave, by bare id and by object.',
    async run(scene) {
      const made = await scene.pay({ reference: 'order-3', ...scene.noted({ a: 'b' }) });
      assertEqual(await scene.value(scene.payments.get(made.id)), made, 'the payment read by its bare id');
      assertEqual(
        await scene.value(scene.payments.get({ id: made.id })),
        made,
        'the payment read by an object',
      );
    },
  },
  sees_refunds: {
    title: 'A payment tells how much of it is refunded.',
    needs: { operations: ['refunds.create'], traits: ['refund.partial'] },
    async run(scene) {
      const { id } = await scene.pay({ amount: scene.money(1200) });
      await scene.value(
        scene.payments.refunds.create({ paymentId: id, amount: scene.money(450) }, scene.once()),
      );
      const { status, captured, refunded } = await scene.value(scene.payments.get(id));
      const expected = { status: 'captured', captured: scene.money(1200), refunded: scene.money(450) };
      assertEqual({ status, captured, refunded }, expected, 'the payment');
    },
  },
  sees_a_failure: {
    title: 'A payment that was refused still says why when it is read.',
    async run(scene) {
      const made = await scene.pay({ paymentMethodId: scene.methods.insufficientFunds });
      const { status, failure } = await scene.value(scene.payments.get(made.id));
      assertEqual(
        { status, reason: failure?.reason },
        { status: 'failed', reason: 'insufficient_funds' },
        'the payment',
      );
    },
  },
  sees_the_next_action: {
    title: 'A payment that waits for the payer says so when it is read.',
    needs: { fixtures: ['authenticate'] },
    async run(scene) {
      const made = await scene.pay({
        paymentMethodId: scene.rare('authenticate'),
        returnUrl: 'https://shop.example/r',
      });
      const { status, nextAction } = await scene.value(scene.payments.get(made.id));
      assertEqual(
        { status, nextAction },
        { status: 'requires_action', nextAction: made.nextAction },
        'the payment',
      );
    },
  },
});

/** Reading many. */
export const listCases = cases('contract', 'list', {
  iterates_without_loss: {
    title: 'Iterating crosses the pages: every payment once, the newest first.',
    async run(scene) {
      const made = await severalPayments(scene, 5);
      const listed = await scene.all(scene.payments.list({}, { limit: 2 }));
      assertEqual(
        listed.map(({ id }) => id),
        made,
        'ids, newest first',
      );
    },
  },
  pages_by_cursor: {
    title: 'A page has the size asked for, and its cursor leads to the next one.',
    async run(scene) {
      const made = await severalPayments(scene, 5);
      const sizes: number[] = [];
      const ids: string[] = [];
      await walk(scene, scene.payments.list({}, { limit: 2 }), (items) => {
        sizes.push(items.length);
        ids.push(...items.map(({ id }) => id));
      });
      assertEqual({ sizes, ids }, { sizes: [2, 2, 1], ids: made }, 'pages');
    },
  },
  ends_on_a_full_page: {
    title: 'A list whose last page is full ends there, nothing twice.',
    async run(scene) {
      const made = await severalPayments(scene, 4);
      const listed = await scene.all(scene.payments.list({}, { limit: 2 }));
      assertEqual(
        listed.map(({ id }) => id),
        made,
        'ids',
      );
    },
  },
  is_empty_at_first: {
    title: 'A fresh account has an empty list.',
    async run(scene) {
      const page = await scene.value(scene.payments.list().page());
      assertEqual(
        { count: page.items.length, next: page.next },
        { count: 0, next: undefined },
        'the first page',
      );
    },
  },
  filters_by_customer: {
    title: 'With a customer only its payments are listed, across pages too.',
    needs: { operations: ['customers.create'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const mine = [
        await scene.pay({ customerId }),
        await scene.pay({ customerId }),
        await scene.pay({ customerId }),
      ];
      await scene.pay();
      const listed = await scene.all(scene.payments.list({ customerId }, { limit: 2 }));
      assertEqual(
        listed.map(({ id }) => id).toSorted(),
        mine.map(({ id }) => id).toSorted(),
        'payments of the customer',
      );
    },
  },
  filters_by_time: {
    title: 'With `createdAfter` older payments are left out.',
    async run(scene) {
      await scene.pay();
      await scene.clock.advance(60_000);
      const createdAfter = new Date(scene.clock.now());
      await scene.clock.advance(60_000);
      const late = await scene.pay();
      const listed = await scene.all(scene.payments.list({ createdAfter }));
      assertEqual(
        listed.map(({ id }) => id),
        [late.id],
        'payments since',
      );
    },
  },
  agrees_with_get: {
    title: 'A payment in a list is the payment as it is read alone, failures and refunds included.',
    needs: { operations: ['get', 'refunds.create'] },
    async run(scene) {
      const refunded = await scene.pay({ reference: 'order-5' });
      await scene.value(scene.payments.refunds.create({ paymentId: refunded.id }, scene.once()));
      await scene.pay({ paymentMethodId: scene.methods.declined });
      for (const listed of await scene.all(scene.payments.list())) {
        assertEqual(
          listed,
          await scene.value(scene.payments.get(listed.id)),
          `payment ${listed.id} in the list`,
        );
      }
    },
  },
});

async function severalPayments(scene: PaymentsScene, count: number): Promise<readonly string[]> {
  const ids: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const { id } = await scene.pay({ amount: scene.money(1000 + index) });
    ids.unshift(id);
    await scene.clock.advance(1000);
  }
  return ids;
}

/** Fetches page after page, as somebody with a cursor in a URL does. */
export async function walk<T>(
  scene: PaymentsScene,
  pages: Pages<T>,
  visit: (items: readonly T[]) => void,
): Promise<void> {
  let cursor: string | undefined;
  for (let count = 0; count < 50; count += 1) {
    const page = await scene.value(pages.page(cursor));
    visit(page.items);
    if (page.next === undefined) return;
    cursor = page.next;
  }
  assert(false, 'a list of a few items ends within 50 pages');
}
