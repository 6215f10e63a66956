import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const manual = { traits: ['capture.manual'] } as const;
const partial = { traits: ['capture.manual', 'capture.partial'] } as const;
const multiple = { traits: ['capture.manual', 'capture.partial', 'capture.multiple'] } as const;

/** Taking what was authorized. */
export const captureCases = cases('contract', 'capture', {
  takes_everything: {
    title: 'Without an amount all that is authorized is taken.',
    needs: manual,
    async run(scene) {
      const { id } = await scene.authorize(1200);
      const { status, captured, capturable } = await scene.value(
        scene.payments.capture({ id }, scene.once()),
      );
      const expected = { status: 'captured', captured: scene.money(1200), capturable: scene.money(0) };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  takes_the_bare_id: {
    title: 'The bare id is enough.',
    needs: manual,
    async run(scene) {
      const { id } = await scene.authorize();
      const payment = await scene.value(scene.payments.capture(id, scene.once()));
      assertEqual([payment.id, payment.status], [id, 'captured'], 'the payment');
    },
  },
  takes_a_part: {
    title: 'A part is taken and the rest let go, unless more is announced.',
    needs: partial,
    async run(scene) {
      const { id } = await scene.authorize(1200);
      const input = { id, amount: scene.money(700) };
      const { status, captured, capturable } = await scene.value(scene.payments.capture(input, scene.once()));
      const expected = { status: 'captured', captured: scene.money(700), capturable: scene.money(0) };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        700,
        'captured in the provider’s books',
      );
    },
  },
  keeps_the_rest_open: {
    title: 'With `final: false` the rest stays open for further captures.',
    needs: multiple,
    async run(scene) {
      const { id } = await scene.authorize(1200);
      const input = { id, amount: scene.money(500), final: false };
      const { status, captured, capturable } = await scene.value(scene.payments.capture(input, scene.once()));
      const expected = {
        status: 'partially_captured',
        captured: scene.money(500),
        capturable: scene.money(700),
      };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
    },
  },
  takes_it_in_several_parts: {
    title: 'Several captures add up; the last one closes the payment.',
    needs: multiple,
    async run(scene) {
      const { id } = await scene.authorize(1200);
      for (const minor of [500, 300]) {
        await scene.value(
          scene.payments.capture({ id, amount: scene.money(minor), final: false }, scene.once()),
        );
      }
      const last = { id, amount: scene.money(100) };
      const { status, captured, capturable } = await scene.value(scene.payments.capture(last, scene.once()));
      const expected = { status: 'captured', captured: scene.money(900), capturable: scene.money(0) };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        900,
        'captured in the provider’s books',
      );
    },
  },
  replays_the_same_key: {
    title: 'The same key captures once.',
    needs: { ...multiple, keys: true },
    async run(scene) {
      const { id } = await scene.authorize(1200);
      const key = scene.once();
      const input = { id, amount: scene.money(500), final: false };
      await scene.value(scene.payments.capture(input, key));
      const { captured } = await scene.value(scene.payments.capture(input, key));
      assertEqual(captured, scene.money(500), 'captured');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        500,
        'captured in the provider’s books',
      );
    },
  },
  again_is_harmless: {
    title:
      'Capturing what is captured already answers with the payment as it is: webhook and return page may both try.',
    needs: manual,
    async run(scene) {
      const { id } = await scene.authorize();
      await scene.value(scene.payments.capture(id, scene.once()));
      const { status, captured } = await scene.value(scene.payments.capture(id, scene.once()));
      assertEqual({ status, captured }, { status: 'captured', captured: scene.money() }, 'the second answer');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  keeps_reference_and_metadata: {
    title: 'Reference and metadata are still there after the capture.',
    needs: manual,
    async run(scene) {
      const made = await scene.pay({ capture: 'manual', reference: 'order-9', ...scene.noted({ a: 'b' }) });
      const { reference, metadata } = await scene.value(scene.payments.capture(made.id, scene.once()));
      assertEqual({ reference, metadata }, { reference: 'order-9', metadata: made.metadata }, 'the payment');
    },
  },
});

/** Letting go. */
export const cancelCases = cases('contract', 'cancel', {
  releases_an_authorization: {
    title: 'Canceling lets go of held money; none of it is taken.',
    needs: manual,
    async run(scene) {
      const { id } = await scene.authorize();
      const { status, captured, capturable } = await scene.value(scene.payments.cancel({ id }, scene.once()));
      const expected = { status: 'canceled', captured: scene.money(0), capturable: scene.money(0) };
      assertEqual({ status, captured, capturable }, expected, 'the payment');
      assertEqual(await scene.books.captured(scene.fixtures.currency), 0, 'captured in the provider’s books');
    },
  },
  ends_an_unconfirmed_payment: {
    title: 'A payment that was never confirmed can be canceled, by its bare id.',
    needs: { traits: ['payment.without_confirm'] },
    async run(scene) {
      const { id } = await scene.pay({ confirm: false });
      const { status } = await scene.value(scene.payments.cancel(id, scene.once()));
      assertEqual(status, 'canceled', 'status');
    },
  },
  takes_a_reason: {
    title: 'Every reason of the contract is accepted.',
    needs: manual,
    async run(scene) {
      for (const reason of ['requested_by_customer', 'duplicate', 'fraudulent', 'abandoned'] as const) {
        const { id } = await scene.authorize();
        const { status } = await scene.value(scene.payments.cancel({ id, reason }, scene.once()));
        assertEqual(status, 'canceled', `status after canceling as ${reason}`);
      }
    },
  },
  again_is_harmless: {
    title: 'Canceling what is canceled already answers with the payment as it is.',
    needs: manual,
    async run(scene) {
      const { id } = await scene.authorize();
      await scene.value(scene.payments.cancel(id, scene.once()));
      const { status } = await scene.value(scene.payments.cancel(id, scene.once()));
      assertEqual(status, 'canceled', 'status of the second answer');
    },
  },
});

/** A new total for an authorization. */
export const adjustCases = cases('contract', 'adjust', {
  raises_the_authorization: {
    title: 'After adjusting, the new total is held and can be captured.',
    needs: { ...manual, operations: ['capture'] },
    async run(scene) {
      const { id } = await scene.authorize(1200);
      const { authorized, capturable } = await scene.value(
        scene.payments.adjust({ id, amount: scene.money(1500) }, scene.once()),
      );
      const raised = { authorized: scene.money(1500), capturable: scene.money(1500) };
      assertEqual({ authorized, capturable }, raised, 'the payment');
      const { captured } = await scene.value(scene.payments.capture(id, scene.once()));
      assertEqual(captured, scene.money(1500), 'captured');
    },
  },
});
