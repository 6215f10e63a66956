import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** Confirming a payment that waits. */
export const confirmCases = cases('contract', 'confirm', {
  charges_what_waits: {
    title: 'Confirming charges a payment that was made without confirming.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const { id } = await scene.pay({ confirm: false });
      const payment = await scene.value(scene.payments.confirm({ id }, scene.once()));
      assertEqual(
        [payment.id, payment.status, payment.captured],
        [id, 'captured', scene.money()],
        'the payment',
      );
      assertEqual(await scene.books.charges(), 1, 'charges in the provider’s books');
    },
  },
  takes_a_method: {
    title: 'Confirming with a payment method charges a payment that had none.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const { id } = await scene.value(scene.payments.create({ amount: scene.money() }, scene.once()));
      const input = { id, paymentMethodId: scene.methods.success };
      const { status } = await scene.value(scene.payments.confirm(input, scene.once()));
      assertEqual(status, 'captured', 'status');
    },
  },
  tries_another_card: {
    title: 'After a refusal the same payment is captured with another card.',
    async run(scene) {
      const refused = await scene.pay({ paymentMethodId: scene.methods.declined });
      const input = { id: refused.id, paymentMethodId: scene.methods.success };
      const { id, status, failure } = await scene.value(scene.payments.confirm(input, scene.once()));
      assertEqual({ id, status, failure }, { id: refused.id, status: 'captured' }, 'the payment');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  can_be_refused: {
    title: 'A refusal at confirming is a failed payment, not an error.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const { id } = await scene.pay({ confirm: false });
      const input = { id, paymentMethodId: scene.methods.insufficientFunds };
      const { status, failure } = await scene.value(scene.payments.confirm(input, scene.once()));
      assertEqual(
        { status, reason: failure?.reason },
        { status: 'failed', reason: 'insufficient_funds' },
        'the payment',
      );
    },
  },
  can_ask_the_payer: {
    title: 'Confirming with a card that wants authentication sends the payer to the return URL given then.',
    needs: { traits: ['payment.without_confirm'], fixtures: ['authenticate'] },
    async run(scene) {
      const { id } = await scene.value(scene.payments.create({ amount: scene.money() }, scene.once()));
      const returnUrl = 'https://shop.example/confirmed';
      const input = { id, paymentMethodId: scene.rare('authenticate'), returnUrl };
      const { nextAction } = await scene.value(scene.payments.confirm(input, scene.once()));
      if (nextAction === undefined) throw new Error('there is a next action');
      const end = await scene.payer.authenticate(nextAction, 'approve');
      assertEqual(end.startsWith(returnUrl), true, `the payer ends at ${returnUrl} (found ${end})`);
    },
  },
  authorizes_only: {
    title: 'Confirming a payment with manual capture holds the money.',
    needs: { traits: ['payment.without_confirm', 'capture.manual'] },
    async run(scene) {
      const { id } = await scene.pay({ confirm: false, capture: 'manual' });
      const { status, capturable } = await scene.value(scene.payments.confirm({ id }, scene.once()));
      assertEqual({ status, capturable }, { status: 'authorized', capturable: scene.money() }, 'the payment');
    },
  },
  replays_the_same_key: {
    title: 'Confirming twice under one key charges once.',
    needs: { traits: ['payment.without_confirm'], keys: true },
    async run(scene) {
      const { id } = await scene.pay({ confirm: false });
      const key = scene.once();
      await scene.value(scene.payments.confirm({ id }, key));
      const { status } = await scene.value(scene.payments.confirm({ id }, key));
      assertEqual([status, await scene.books.charges()], ['captured', 1], 'status and charges');
    },
  },
});
