import { assert, assertEqual, assertOneOf } from '@patchbay/core/conformance';
import type { DeclineReason } from '../../payment.ts';
import { cases, type PaymentsRow } from '../define.ts';
import type { PaymentsFixtures } from '../harness.ts';

/** Charging and authorizing. */
export const createCases = cases('contract', 'create', {
  charges_at_once: {
    title: 'A payment with a working card is captured at once, for the amount asked.',
    async run(scene) {
      const amount = scene.money(1200);
      const payment = await scene.pay({ amount });
      const { status, authorized, captured, refunded, capturable, failure } = payment;
      const zero = scene.money(0);
      assertEqual(
        { status, amount: payment.amount, authorized, captured, refunded, capturable, failure },
        {
          status: 'captured',
          amount,
          authorized: amount,
          captured: amount,
          refunded: zero,
          capturable: zero,
        },
        'the payment',
      );
      assertEqual(await scene.books.captured(amount.currency), 1200, 'captured in the provider’s books');
      assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
    },
  },
  authorizes_only: {
    title: 'With manual capture the money is held, not taken.',
    needs: { traits: ['capture.manual'] },
    async run(scene) {
      const { status, authorized, captured, capturable } = await scene.authorize(1200);
      const expected = {
        status: 'authorized',
        authorized: scene.money(1200),
        captured: scene.money(0),
        capturable: scene.money(1200),
      };
      assertEqual({ status, authorized, captured, capturable }, expected, 'the payment');
      assertEqual(await scene.books.captured(scene.fixtures.currency), 0, 'captured in the provider’s books');
    },
  },
  waits_for_confirmation: {
    title: 'Without confirming, nothing is charged; the payment waits for `confirm`.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const payment = await scene.pay({ confirm: false });
      assertEqual(payment.status, 'requires_confirmation', 'status');
      assertEqual(payment.authorized, scene.money(0), 'authorized');
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  waits_for_a_method: {
    title: 'Without a payment method it waits for one.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const payment = await scene.value(scene.payments.create({ amount: scene.money() }, scene.once()));
      assertEqual(payment.status, 'requires_payment_method', 'status');
      assertEqual(payment.failure, undefined, 'failure of a payment that nobody tried');
    },
  },
  asks_the_payer_to_authenticate: {
    title:
      'A card that asks for 3-D Secure gives `requires_action` with the way to go, and takes no money yet.',
    needs: { fixtures: ['authenticate'] },
    async run(scene) {
      const payment = await scene.pay({ paymentMethodId: scene.rare('authenticate'), returnUrl });
      assertEqual(payment.status, 'requires_action', 'status');
      assertEqual(payment.nextAction?.type, 'redirect', 'type of the next action');
      assertEqual(payment.captured, scene.money(0), 'captured before the payer did anything');
    },
  },
  captures_after_authentication: {
    title:
      'Once the payer has authenticated, the payment is captured and the payer is back at the return URL.',
    needs: { operations: ['get'], fixtures: ['authenticate'] },
    async run(scene) {
      const payment = await scene.pay({ paymentMethodId: scene.rare('authenticate'), returnUrl });
      assert(payment.nextAction !== undefined, 'there is a next action');
      const end = await scene.payer.authenticate(payment.nextAction, 'approve');
      assert(end.startsWith(returnUrl), `the payer ends at ${returnUrl}, found ${end}`);
      const { status, captured, nextAction } = await scene.value(scene.payments.get(payment.id));
      const expected = { status: 'captured', captured: scene.money(), nextAction: undefined };
      assertEqual({ status, captured, nextAction }, expected, 'the payment afterwards');
    },
  },
  fails_after_refused_authentication: {
    title: 'When the payer fails to authenticate, the payment has failed for that reason.',
    needs: { operations: ['get'], fixtures: ['authenticate'] },
    async run(scene) {
      const payment = await scene.pay({ paymentMethodId: scene.rare('authenticate'), returnUrl });
      assert(payment.nextAction !== undefined, 'there is a next action');
      await scene.payer.authenticate(payment.nextAction, 'refuse');
      const { status, failure } = await scene.value(scene.payments.get(payment.id));
      assertEqual(
        { status, reason: failure?.reason },
        { status: 'failed', reason: 'authentication_failed' },
        'the payment',
      );
      assertEqual(await scene.books.captured(scene.fixtures.currency), 0, 'captured in the provider’s books');
    },
  },
  processing_is_not_captured: {
    title: 'A payment that the bank still works on is `processing`, which is not money.',
    needs: { fixtures: ['processing'] },
    async run(scene) {
      const { status, captured } = await scene.pay({ paymentMethodId: scene.rare('processing') });
      assertEqual({ status, captured }, { status: 'processing', captured: scene.money(0) }, 'the payment');
    },
  },
  processing_ends_captured: {
    title: 'When the bank agrees at last, the payment is captured.',
    needs: { operations: ['get'], fixtures: ['processing'] },
    async run(scene) {
      const { id } = await scene.pay({ paymentMethodId: scene.rare('processing') });
      await scene.payer.finishProcessing(id, 'succeeded');
      const { status, captured } = await scene.value(scene.payments.get(id));
      assertEqual({ status, captured }, { status: 'captured', captured: scene.money() }, 'the payment');
    },
  },
  processing_ends_failed: {
    title: 'When the bank refuses at last, the payment has failed and says why.',
    needs: { operations: ['get'], fixtures: ['processing'] },
    async run(scene) {
      const { id } = await scene.pay({ paymentMethodId: scene.rare('processing') });
      await scene.payer.finishProcessing(id, 'failed');
      const { status, captured, failure } = await scene.value(scene.payments.get(id));
      assertEqual({ status, captured }, { status: 'failed', captured: scene.money(0) }, 'the payment');
      assert(failure !== undefined, 'a failed payment has a failure');
    },
  },
  ...declineRows({
    declined: ['card_declined', 'do_not_honor'],
    insufficientFunds: ['insufficient_funds'],
    expiredCard: ['expired_card'],
    lostCard: ['lost_or_stolen'],
    incorrectCvc: ['incorrect_cvc'],
  }),
});

const returnUrl = 'https://shop.example/return';

type Method = keyof PaymentsFixtures['methods'];

function declineRows(
  expected: Partial<Record<Method, readonly DeclineReason[]>>,
): Record<string, PaymentsRow> {
  const rows = Object.entries(expected).map(([method, reasons]): [string, PaymentsRow] => [
    `refused_for_${reasons[0]}`,
    {
      title: `A refusal is a failed payment, not an error: ${reasons.join(' or ')}.`,
      parameters: { method, reasons },
      async run(scene) {
        const paymentMethodId = new Map(Object.entries(scene.methods)).get(method);
        const { status, captured, failure, id } = await scene.pay({
          ...(paymentMethodId !== undefined && { paymentMethodId }),
        });
        assertEqual({ status, captured }, { status: 'failed', captured: scene.money(0) }, 'the payment');
        assertOneOf(failure?.reason, reasons, 'reason of the failure');
        assertOneOf(
          failure?.retry,
          ['never', 'same_method_later', 'new_method', 'authenticate'],
          'advice on another try',
        );
        assert((failure?.message ?? '').length > 0, 'the failure has a message for the payer');
        assert(id.length > 0, 'a failed payment has an id');
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          0,
          'captured in the provider’s books',
        );
      },
    },
  ]);
  return Object.fromEntries(rows);
}
