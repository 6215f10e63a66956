import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const grace = {
  email: 'grace@example.com',
  name: 'Grace Hopper',
  phone: '+15555550123',
  reference: 'user-7',
};

/** Payers that the provider knows. */
export const customerCases = [
  ...cases('contract', 'customers.create', {
    keeps_every_field: {
      title: 'Email, name, phone, reference and metadata come back.',
      needs: { operations: ['customers.get'] },
      async run(scene) {
        const noted = scene.noted({ plan: 'gold' });
        const made = await scene.value(scene.payments.customers.create({ ...grace, ...noted }, scene.once()));
        const { email, name, phone, reference } = made;
        assertEqual(
          { email, name, phone, reference, metadata: made.metadata },
          { ...grace, metadata: noted.metadata ?? {} },
          'the customer',
        );
        assertEqual(
          await scene.value(scene.payments.customers.get(made.id)),
          made,
          'the customer read again',
        );
      },
    },
    replays_the_same_key: {
      title: 'The same key makes one customer.',
      needs: { keys: true },
      async run(scene) {
        const key = scene.once();
        const first = await scene.value(scene.payments.customers.create(grace, key));
        const second = await scene.value(scene.payments.customers.create(grace, key));
        assertEqual(second.id, first.id, 'id of the second answer');
      },
    },
    needs_no_key: {
      title: 'A key is optional here; without one each call makes a customer.',
      async run(scene) {
        const first = await scene.value(scene.payments.customers.create(grace));
        const second = await scene.value(scene.payments.customers.create(grace));
        assertEqual(first.id === second.id, false, 'both have one id');
      },
    },
  }),
  ...cases('contract', 'customers.get', {
    leaves_out_what_is_absent: {
      title: 'What was never given is absent, not empty.',
      needs: { operations: ['customers.create'] },
      async run(scene) {
        const { id } = await scene.value(scene.payments.customers.create({ name: 'Ada' }));
        const { name, email, phone, reference } = await scene.value(scene.payments.customers.get({ id }));
        assertEqual({ name, email, phone, reference }, { name: 'Ada' }, 'the customer');
      },
    },
  }),
  ...cases('contract', 'customers.update', {
    changes_only_what_is_given: {
      title: 'What is absent from an update stays as it is.',
      needs: { operations: ['customers.create', 'customers.get'] },
      async run(scene) {
        const noted = scene.noted({ a: 'b' });
        const { id } = await scene.value(scene.payments.customers.create({ ...grace, ...noted }));
        await scene.value(scene.payments.customers.update({ id, email: 'hopper@example.com' }));
        const { email, name, phone, reference, metadata } = await scene.value(
          scene.payments.customers.get(id),
        );
        const expected = { ...grace, email: 'hopper@example.com', metadata: noted.metadata ?? {} };
        assertEqual({ email, name, phone, reference, metadata }, expected, 'the customer');
      },
    },
    answers_with_the_new_state: {
      title: 'The answer to an update is the customer as it is now.',
      needs: { operations: ['customers.create'] },
      async run(scene) {
        const { id } = await scene.value(scene.payments.customers.create({ name: 'Ada' }));
        const noted = scene.noted({ c: 'd' });
        const input = { id, phone: '+15555550199', reference: 'user-8', ...noted };
        const { name, phone, reference, metadata } = await scene.value(
          scene.payments.customers.update(input),
        );
        const expected = {
          name: 'Ada',
          phone: '+15555550199',
          reference: 'user-8',
          metadata: noted.metadata ?? {},
        };
        assertEqual({ name, phone, reference, metadata }, expected, 'the customer');
      },
    },
  }),
  ...cases('contract', 'customers.delete', {
    forgets_the_customer: {
      title: 'A deleted customer is not found any more.',
      needs: { operations: ['customers.create', 'customers.get'] },
      async run(scene) {
        const { id } = await scene.customer();
        assertEqual(await scene.value(scene.payments.customers.delete(id)), undefined, 'answer');
        assertError(await scene.failure(scene.payments.customers.get(id)), { code: 'not_found' });
      },
    },
    keeps_the_payments: {
      title: 'The payments of a deleted customer stay in the books.',
      needs: { operations: ['customers.create', 'get'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const made = await scene.pay({ customerId });
        await scene.value(scene.payments.customers.delete({ id: customerId }));
        const { status, captured } = await scene.value(scene.payments.get(made.id));
        assertEqual({ status, captured }, { status: 'captured', captured: scene.money() }, 'the payment');
      },
    },
  }),
];
