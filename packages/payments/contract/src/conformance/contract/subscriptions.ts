import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { walk } from './read.ts';

const day = 86_400_000;

/** Starting and reading a subscription. */
export const subscriptionCases = [
  ...cases('contract', 'subscriptions.create', {
    starts_and_charges: {
      title:
        'A subscription with a saved card is active at once, for the plan and quantity asked, and charges.',
      async run(scene) {
        const { customer, method } = await scene.saved();
        const [planId] = scene.fixtures.plans;
        const input = { customerId: customer.id, planId, quantity: 3, paymentMethodId: method.id };
        const made = await scene.value(scene.payments.subscriptions.create(input, scene.once()));
        const { status, customerId, quantity } = made;
        const expected = { status: 'active', customerId: customer.id, planId, quantity: 3 };
        assertEqual({ status, customerId, planId: made.planId, quantity }, expected, 'the subscription');
        assert((made.currentPeriodEnd?.getTime() ?? 0) > scene.clock.now(), 'the period ends in the future');
        assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
      },
    },
    keeps_reference_and_metadata: {
      title: 'Reference and metadata come back.',
      needs: { operations: ['subscriptions.get'] },
      async run(scene) {
        const noted = scene.noted({ team: 'a' });
        const { id } = await scene.subscribe({ reference: 'seat-1', ...noted });
        const { reference, metadata } = await scene.value(scene.payments.subscriptions.get(id));
        assertEqual(
          { reference, metadata },
          { reference: 'seat-1', metadata: noted.metadata ?? {} },
          'the subscription',
        );
      },
    },
    may_begin_with_a_trial: {
      title: 'During a trial nothing is charged.',
      needs: { traits: ['subscription.trial'] },
      async run(scene) {
        const { status, currentPeriodEnd } = await scene.subscribe({ trialDays: 14 });
        assertEqual(status, 'trialing', 'status');
        const leftMs = (currentPeriodEnd?.getTime() ?? 0) - scene.clock.now();
        assert(Math.abs(leftMs - 14 * day) < 5000, `the trial lasts 14 days, found ${leftMs / day}`);
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          0,
          'captured in the provider’s books',
        );
      },
    },
    replays_the_same_key: {
      title: 'The same key subscribes once.',
      needs: { keys: true },
      async run(scene) {
        const { customer, method } = await scene.saved();
        const input = {
          customerId: customer.id,
          planId: scene.fixtures.plans[0],
          paymentMethodId: method.id,
        };
        const key = scene.once();
        const first = await scene.value(scene.payments.subscriptions.create(input, key));
        const second = await scene.value(scene.payments.subscriptions.create(input, key));
        assertEqual(
          [second.id, await scene.books.charges()],
          [first.id, 1],
          'id of the second answer, and charges',
        );
      },
    },
    renews: {
      title: 'At the end of the period it charges again and a new period begins.',
      needs: { operations: ['subscriptions.get'] },
      async run(scene) {
        const { id, currentPeriodEnd } = await scene.subscribe();
        await scene.payer.renew(id);
        const after = await scene.value(scene.payments.subscriptions.get(id));
        const later = (after.currentPeriodEnd?.getTime() ?? 0) > (currentPeriodEnd?.getTime() ?? 0);
        assertEqual(
          [after.status, later, await scene.books.charges()],
          ['active', true, 2],
          'status, later end, charges',
        );
      },
    },
  }),
  ...cases('contract', 'subscriptions.get', {
    agrees_with_create: {
      title: 'Reading a subscription gives what making it gave.',
      needs: { operations: ['subscriptions.create'] },
      async run(scene) {
        const made = await scene.subscribe();
        assertEqual(
          await scene.value(scene.payments.subscriptions.get({ id: made.id })),
          made,
          'the subscription',
        );
      },
    },
  }),
  ...cases('contract', 'subscriptions.list', {
    lists_those_of_a_customer: {
      title: 'The subscriptions of one customer are listed across pages, and no others.',
      needs: { operations: ['subscriptions.create'] },
      async run(scene) {
        const { customer, method } = await scene.saved();
        const input = {
          customerId: customer.id,
          planId: scene.fixtures.plans[0],
          paymentMethodId: method.id,
        };
        const made: string[] = [];
        for (let count = 0; count < 3; count += 1) {
          made.push((await scene.value(scene.payments.subscriptions.create(input, scene.once()))).id);
        }
        await scene.subscribe();
        const listed: string[] = [];
        await walk(
          scene,
          scene.payments.subscriptions.list({ customerId: customer.id }, { limit: 2 }),
          (items) => listed.push(...items.map(({ id }) => id)),
        );
        assertEqual(listed.toSorted(), made.toSorted(), 'subscriptions of the customer');
      },
    },
  }),
];
