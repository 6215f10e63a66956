import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const withCustomer = { operations: ['customers.create'] } as const;

/** Saved payment methods. */
export const methodCases = [
  ...cases('contract', 'methods.setup', {
    saves_a_card: {
      title: 'A card is saved without a charge, and listed with what is known of it.',
      needs: { operations: ['customers.create', 'methods.list'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const input = { customerId, paymentMethodId: scene.methods.success, use: 'off_session' } as const;
        const setup = await scene.value(scene.payments.methods.setup(input, scene.once()));
        assertEqual(
          [setup.status, setup.customerId],
          ['succeeded', customerId],
          'status and customer of the setup',
        );
        const [method, ...others] = await scene.all(scene.payments.methods.list({ customerId }));
        assertEqual(
          [method?.id, others.length],
          [setup.paymentMethodId, 0],
          'the saved method, and how many others',
        );
        assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
      },
    },
    waits_for_a_method: {
      title: 'Without a payment method the setup waits for one.',
      needs: withCustomer,
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const { status } = await scene.value(scene.payments.methods.setup({ customerId }, scene.once()));
        assertEqual(status, 'requires_payment_method', 'status of the setup');
      },
    },
    tells_a_refusal: {
      title: 'A card that is refused is a failed setup with its reason, not an error.',
      needs: withCustomer,
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const input = { customerId, paymentMethodId: scene.methods.expiredCard };
        const { status, failure } = await scene.value(scene.payments.methods.setup(input, scene.once()));
        assertEqual(
          { status, reason: failure?.reason },
          { status: 'failed', reason: 'expired_card' },
          'the setup',
        );
      },
    },
    asks_the_payer_to_authenticate: {
      title: 'A card that wants authentication is saved once the payer has authenticated.',
      needs: { operations: ['customers.create', 'methods.getSetup'], fixtures: ['authenticate'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const returnUrl = 'https://shop.example/saved';
        const input = { customerId, paymentMethodId: scene.rare('authenticate'), returnUrl };
        const { id, status, nextAction } = await scene.value(
          scene.payments.methods.setup(input, scene.once()),
        );
        assertEqual(status, 'requires_action', 'status of the setup');
        assert(nextAction !== undefined, 'there is a next action');
        await scene.payer.authenticate(nextAction, 'approve');
        const after = await scene.value(scene.payments.methods.getSetup(id));
        assertEqual(
          [after.status, after.nextAction],
          ['succeeded', undefined],
          'status and next action afterwards',
        );
      },
    },
    replays_the_same_key: {
      title: 'The same key saves the card once.',
      needs: { operations: ['customers.create', 'methods.list'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const key = scene.once();
        const input = { customerId, paymentMethodId: scene.methods.success };
        const first = await scene.value(scene.payments.methods.setup(input, key));
        const second = await scene.value(scene.payments.methods.setup(input, key));
        assertEqual(second.id, first.id, 'id of the second answer');
        const listed = await scene.all(scene.payments.methods.list({ customerId }));
        assertEqual(listed.length, 1, 'saved payment methods');
      },
    },
    keeps_the_metadata: {
      title: 'Metadata comes back on the setup.',
      needs: { operations: ['customers.create', 'methods.getSetup'], traits: ['metadata'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const metadata = { why: 'renewal' };
        const { id } = await scene.value(
          scene.payments.methods.setup({ customerId, metadata }, scene.once()),
        );
        const setup = await scene.value(scene.payments.methods.getSetup({ id }));
        assertEqual(setup.metadata, metadata, 'metadata');
      },
    },
  }),
  ...cases('contract', 'methods.getSetup', {
    agrees_with_setup: {
      title: 'Reading a setup gives what making it gave.',
      needs: { operations: ['customers.create', 'methods.setup'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        const input = { customerId, paymentMethodId: scene.methods.success };
        const made = await scene.value(scene.payments.methods.setup(input, scene.once()));
        assertEqual(await scene.value(scene.payments.methods.getSetup(made.id)), made, 'the setup');
      },
    },
  }),
  ...cases('contract', 'methods.list', {
    tells_the_card: {
      title: 'A saved card tells brand, last four digits and expiry.',
      needs: { operations: ['customers.create', 'methods.setup'] },
      async run(scene) {
        const { customer, method } = await scene.saved();
        assertEqual([method.type, method.customerId], ['card', customer.id], 'type and customer');
        const { brand = '', last4 = '', expiryMonth = 0, expiryYear = 0 } = method.card ?? {};
        assert(
          brand.length > 0 && /^\d{4}$/.test(last4),
          `brand and last four digits, found ${brand} ${last4}`,
        );
        assert(
          expiryMonth >= 1 && expiryMonth <= 12 && expiryYear > 2025,
          `expiry, found ${expiryMonth}/${expiryYear}`,
        );
      },
    },
    pages_without_loss: {
      title: 'Several saved cards are listed across pages, each once.',
      needs: { operations: ['customers.create', 'methods.setup'] },
      async run(scene) {
        const { id: customerId } = await scene.customer();
        for (let count = 0; count < 3; count += 1) {
          const input = { customerId, paymentMethodId: scene.methods.success };
          await scene.value(scene.payments.methods.setup(input, scene.once()));
        }
        const listed = await scene.all(scene.payments.methods.list({ customerId }, { limit: 2 }));
        assertEqual(
          [listed.length, new Set(listed.map(({ id }) => id)).size],
          [3, 3],
          'methods, and different ones',
        );
      },
    },
  }),
  ...cases('contract', 'methods.detach', {
    forgets_the_card: {
      title: 'A detached payment method is listed no more and cannot be charged for its customer.',
      needs: { operations: ['customers.create', 'methods.setup', 'methods.list'] },
      async run(scene) {
        const { customer, method } = await scene.saved();
        assertEqual(await scene.value(scene.payments.methods.detach(method.id)), undefined, 'answer');
        const listed = await scene.all(scene.payments.methods.list({ customerId: customer.id }));
        assertEqual(listed.length, 0, 'saved payment methods');
        const input = { amount: scene.money(), customerId: customer.id, paymentMethodId: method.id };
        await scene.failure(scene.payments.create(input, scene.once()));
        assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
      },
    },
  }),
];
