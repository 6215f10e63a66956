import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** What becomes of a subscription. */
export const subscriptionLifeCases = [
  ...cases('contract', 'subscriptions.change', {
    changes_the_plan: {
      title: 'A change of plan holds from now on; the quantity stays.',
      needs: { operations: ['subscriptions.create', 'subscriptions.get'] },
      async run(scene) {
        const { id } = await scene.subscribe({ quantity: 2 });
        const [, planId] = scene.fixtures.plans;
        const changed = await scene.value(scene.payments.subscriptions.change({ id, planId }, scene.once()));
        assertEqual(
          [changed.id, changed.planId, changed.quantity, changed.status],
          [id, planId, 2, 'active'],
          'the answer',
        );
        const again = await scene.value(scene.payments.subscriptions.get(id));
        assertEqual(again, changed, 'the subscription read again');
      },
    },
    changes_the_quantity: {
      title: 'A change of quantity leaves the plan.',
      needs: { operations: ['subscriptions.create'] },
      async run(scene) {
        const { id, planId } = await scene.subscribe();
        const changed = await scene.value(
          scene.payments.subscriptions.change({ id, quantity: 5 }, scene.once()),
        );
        assertEqual([changed.planId, changed.quantity], [planId, 5], 'plan and quantity');
      },
    },
    charges_the_difference_now: {
      title: 'With `charge_now` the difference is charged at once, with `none` not at all.',
      needs: { operations: ['subscriptions.create'], traits: ['subscription.proration'] },
      async run(scene) {
        const { id } = await scene.subscribe();
        const [cheap, dear] = scene.fixtures.plans;
        const before = await scene.books.captured(scene.fixtures.currency);
        const up = { id, planId: dear, proration: 'charge_now' } as const;
        await scene.value(scene.payments.subscriptions.change(up, scene.once()));
        const charged = (await scene.books.captured(scene.fixtures.currency)) - before;
        assert(charged > 0, 'the dearer plan is charged at once');
        const sideways = { id, planId: cheap, proration: 'none' } as const;
        await scene.value(scene.payments.subscriptions.change(sideways, scene.once()));
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          before + charged,
          'captured after `none`',
        );
      },
    },
  }),
  ...cases('contract', 'subscriptions.cancel', {
    ends_now: {
      title: 'Canceling ends it at once, by the bare id.',
      needs: { operations: ['subscriptions.create', 'subscriptions.get'] },
      async run(scene) {
        const { id } = await scene.subscribe();
        const answer = await scene.value(scene.payments.subscriptions.cancel(id, scene.once()));
        const again = await scene.value(scene.payments.subscriptions.get(id));
        assertEqual(
          [answer.status, again.status],
          ['canceled', 'canceled'],
          'status of the answer and afterwards',
        );
      },
    },
    ends_with_the_period: {
      title: 'Canceling at the end of the period leaves it active until then, and says when that is.',
      needs: {
        operations: ['subscriptions.create', 'subscriptions.get'],
        traits: ['subscription.cancel_at_period_end'],
      },
      async run(scene) {
        const { id, currentPeriodEnd } = await scene.subscribe();
        await scene.value(scene.payments.subscriptions.cancel({ id, when: 'period_end' }, scene.once()));
        const { status, cancelAt } = await scene.value(scene.payments.subscriptions.get(id));
        assertEqual(
          { status, cancelAt },
          { status: 'active', cancelAt: currentPeriodEnd },
          'the subscription',
        );
        await scene.payer.renew(id);
        const after = await scene.value(scene.payments.subscriptions.get(id));
        assertEqual(
          [after.status, await scene.books.charges()],
          ['canceled', 1],
          'status and charges afterwards',
        );
      },
    },
  }),
  ...cases('contract', 'subscriptions.pause', {
    stops_collecting: {
      title: 'While it is paused nothing is collected.',
      needs: { operations: ['subscriptions.create', 'subscriptions.get'] },
      async run(scene) {
        const { id } = await scene.subscribe();
        const before = await scene.books.captured(scene.fixtures.currency);
        await scene.value(scene.payments.subscriptions.pause(id, scene.once()));
        const { status } = await scene.value(scene.payments.subscriptions.get(id));
        await scene.payer.renew(id).catch(() => undefined); // a paused subscription may have no period to end
        assertEqual(
          [status, await scene.books.captured(scene.fixtures.currency)],
          ['paused', before],
          'status and captured',
        );
      },
    },
  }),
  ...cases('contract', 'subscriptions.resume', {
    collects_again: {
      title: 'A resumed subscription is active and collects at the end of its period.',
      needs: { operations: ['subscriptions.create', 'subscriptions.pause'] },
      async run(scene) {
        const { id } = await scene.subscribe();
        await scene.value(scene.payments.subscriptions.pause({ id }, scene.once()));
        const { status } = await scene.value(scene.payments.subscriptions.resume({ id }, scene.once()));
        const before = await scene.books.charges();
        await scene.payer.renew(id);
        assertEqual(
          [status, await scene.books.charges()],
          ['active', before + 1],
          'status, and charges after a renewal',
        );
      },
    },
  }),
];
