import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const manual = { traits: ['capture.manual'] } as const;
const refused = { code: 'precondition_failed', outcome: 'not_applied' } as const;

/** What the state of a payment forbids. */
export const stateErrorCases = [
  ...cases('errors', 'capture', {
    more_than_authorized: {
      title: 'More than was authorized cannot be captured; nothing is taken.',
      needs: { traits: ['capture.manual', 'capture.partial'] },
      async run(scene) {
        const { id } = await scene.authorize(1200);
        const error = await scene.failure(
          scene.payments.capture({ id, amount: scene.money(1201) }, scene.once()),
        );
        assertError(error, { ...refused, reason: 'capture_exceeds_authorized' });
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          0,
          'captured in the provider’s books',
        );
      },
    },
    more_than_is_left: {
      title: 'After a partial capture more than the rest cannot be captured.',
      needs: { traits: ['capture.manual', 'capture.partial', 'capture.multiple'] },
      async run(scene) {
        const { id } = await scene.authorize(1200);
        await scene.value(
          scene.payments.capture({ id, amount: scene.money(700), final: false }, scene.once()),
        );
        const error = await scene.failure(
          scene.payments.capture({ id, amount: scene.money(501) }, scene.once()),
        );
        assertError(error, { ...refused, reason: 'capture_exceeds_authorized' });
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          700,
          'captured in the provider’s books',
        );
      },
    },
    another_amount_after_capture: {
      title: 'A captured payment cannot be captured again for another amount.',
      needs: { traits: ['capture.manual', 'capture.partial'] },
      async run(scene) {
        const { id } = await scene.authorize(1200);
        await scene.value(scene.payments.capture({ id, amount: scene.money(700) }, scene.once()));
        const error = await scene.failure(
          scene.payments.capture({ id, amount: scene.money(300) }, scene.once()),
        );
        assertError(error, { ...refused, reason: 'already_captured' });
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          700,
          'captured in the provider’s books',
        );
      },
    },
    canceled_payment: {
      title: 'A canceled payment cannot be captured.',
      needs: { ...manual, operations: ['cancel'] },
      async run(scene) {
        const { id } = await scene.authorize();
        await scene.value(scene.payments.cancel(id, scene.once()));
        const error = await scene.failure(scene.payments.capture(id, scene.once()));
        assertError(error, { ...refused, reason: 'invalid_state' });
      },
    },
    nothing_authorized: {
      title: 'A payment that was never confirmed has nothing to capture.',
      needs: { traits: ['payment.without_confirm'] },
      async run(scene) {
        const { id } = await scene.pay({ confirm: false });
        const error = await scene.failure(scene.payments.capture(id, scene.once()));
        assertError(error, { ...refused, reason: 'invalid_state' });
      },
    },
    another_currency: {
      title: 'An amount in another currency than the payment’s is refused.',
      needs: { traits: ['capture.manual', 'capture.partial'] },
      async run(scene) {
        const { id } = await scene.authorize(1200);
        const currency = scene.fixtures.currency === 'CHF' ? 'SEK' : 'CHF';
        const error = await scene.failure(
          scene.payments.capture({ id, amount: { minor: 500, currency } }, scene.once()),
        );
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          0,
          'captured in the provider’s books',
        );
      },
    },
  }),
  ...cases('errors', 'cancel', {
    captured_payment: {
      title: 'Captured money is given back by a refund, not by canceling.',
      async run(scene) {
        const { id } = await scene.pay();
        const error = await scene.failure(scene.payments.cancel(id, scene.once()));
        assertError(error, { ...refused, reason: 'already_captured' });
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          1200,
          'captured in the provider’s books',
        );
      },
    },
  }),
  ...cases('errors', 'confirm', {
    captured_payment: {
      title: 'A captured payment cannot be confirmed again.',
      async run(scene) {
        const { id } = await scene.pay();
        const input = { id, paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.confirm(input, scene.once()));
        assertError(error, { code: 'precondition_failed', outcome: 'not_applied' });
        assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
      },
    },
    canceled_payment: {
      title: 'A canceled payment cannot be confirmed.',
      needs: { operations: ['cancel'], traits: ['payment.without_confirm'] },
      async run(scene) {
        const { id } = await scene.pay({ confirm: false });
        await scene.value(scene.payments.cancel(id, scene.once()));
        const error = await scene.failure(scene.payments.confirm({ id }, scene.once()));
        assertError(error, { ...refused, reason: 'invalid_state' });
        assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
      },
    },
  }),
  ...cases('errors', 'adjust', {
    captured_payment: {
      title: 'A captured payment cannot be adjusted.',
      async run(scene) {
        const { id } = await scene.pay();
        const error = await scene.failure(
          scene.payments.adjust({ id, amount: scene.money(1500) }, scene.once()),
        );
        assertError(error, { code: 'precondition_failed', outcome: 'not_applied' });
      },
    },
  }),
  ...cases('errors', 'checkout.expire', {
    paid_page: {
      title: 'A paid checkout cannot be closed.',
      needs: { operations: ['checkout.create', 'checkout.get'] },
      async run(scene) {
        const { id, url = '' } = await scene.value(
          scene.payments.checkout.create(scene.cart(), scene.once()),
        );
        await scene.payer.pay(url, 'success');
        const error = await scene.failure(scene.payments.checkout.expire(id, scene.once()));
        assertError(error, { ...refused, reason: 'invalid_state' });
        assertEqual((await scene.value(scene.payments.checkout.get(id))).paid, true, 'still paid');
      },
    },
  }),
  ...cases('errors', 'subscriptions.change', {
    canceled_subscription: {
      title: 'A canceled subscription cannot be changed.',
      needs: { operations: ['subscriptions.create', 'subscriptions.cancel'] },
      async run(scene) {
        const { id } = await scene.subscribe();
        await scene.value(scene.payments.subscriptions.cancel(id, scene.once()));
        const error = await scene.failure(
          scene.payments.subscriptions.change({ id, quantity: 2 }, scene.once()),
        );
        assertError(error, { ...refused, reason: 'invalid_state' });
      },
    },
  }),
  ...cases('errors', 'disputes.submit', {
    decided_case: {
      title: 'A case that was given up takes no evidence.',
      needs: { operations: ['disputes.list', 'disputes.accept'] },
      async run(scene) {
        const { id } = await scene.dispute();
        await scene.value(scene.payments.disputes.accept(id, scene.once()));
        const evidence = { explanation: 'Too late.' };
        const error = await scene.failure(scene.payments.disputes.submit({ id, evidence }, scene.once()));
        assertError(error, { ...refused, reason: 'invalid_state' });
      },
    },
  }),
];
