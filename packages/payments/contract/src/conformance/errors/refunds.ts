import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

const partial = { traits: ['refund.partial'] } as const;
const refused = { code: 'precondition_failed', outcome: 'not_applied' } as const;

/** Refunds that may not be. */
export const refundErrorCases = cases('errors', 'refunds.create', {
  more_than_captured: {
    title: 'More than was captured cannot be given back; nothing is.',
    needs: partial,
    async run(scene) {
      const { id: paymentId } = await scene.pay({ amount: scene.money(1200) });
      const input = { paymentId, amount: scene.money(1201) };
      const error = await scene.failure(scene.payments.refunds.create(input, scene.once()));
      assertError(error, { ...refused, reason: 'refund_exceeds_captured' });
      assertEqual(await scene.books.refunds(), 0, 'refunds in the provider’s books');
    },
  },
  more_than_is_left: {
    title: 'Several refunds together cannot exceed what was captured.',
    needs: partial,
    async run(scene) {
      const { id: paymentId } = await scene.pay({ amount: scene.money(1200) });
      await scene.value(scene.payments.refunds.create({ paymentId, amount: scene.money(800) }, scene.once()));
      const input = { paymentId, amount: scene.money(401) };
      const error = await scene.failure(scene.payments.refunds.create(input, scene.once()));
      assertError(error, { ...refused, reason: 'refund_exceeds_captured' });
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        800,
        'refunded in the provider’s books',
      );
    },
  },
  more_than_the_captured_part: {
    title: 'After a partial capture the part that was let go cannot be given back.',
    needs: { operations: ['capture'], traits: ['capture.manual', 'capture.partial', 'refund.partial'] },
    async run(scene) {
      const { id: paymentId } = await scene.authorize(1200);
      await scene.value(scene.payments.capture({ id: paymentId, amount: scene.money(700) }, scene.once()));
      const input = { paymentId, amount: scene.money(701) };
      const error = await scene.failure(scene.payments.refunds.create(input, scene.once()));
      assertError(error, { ...refused, reason: 'refund_exceeds_captured' });
      assertEqual(await scene.books.refunded(scene.fixtures.currency), 0, 'refunded in the provider’s books');
    },
  },
  at_the_same_time: {
    title: 'Refunds that race for the same money cannot exceed it either.',
    needs: partial,
    async run(scene) {
      const { id: paymentId } = await scene.pay({ amount: scene.money(1200) });
      const input = { paymentId, amount: scene.money(800) };
      const racing = Promise.allSettled([
        scene.payments.refunds.create(input, scene.once()),
        scene.payments.refunds.create(input, scene.once()),
      ]);
      const statuses = (await scene.value(racing)).map(({ status }) => status).toSorted();
      assertEqual(statuses, ['fulfilled', 'rejected'], 'how both ended');
      assertEqual(
        await scene.books.refunded(scene.fixtures.currency),
        800,
        'refunded in the provider’s books',
      );
    },
  },
  already_refunded: {
    title: 'What is given back whole cannot be given back again.',
    async run(scene) {
      const { id: paymentId } = await scene.pay();
      await scene.value(scene.payments.refunds.create({ paymentId }, scene.once()));
      const error = await scene.failure(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertError(error, { ...refused, reason: 'already_refunded' });
      assertEqual(await scene.books.refunds(), 1, 'refunds in the provider’s books');
    },
  },
  nothing_captured: {
    title: 'Held money is let go by canceling, not by a refund.',
    needs: { traits: ['capture.manual'] },
    async run(scene) {
      const { id: paymentId } = await scene.authorize();
      const error = await scene.failure(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertError(error, { ...refused, reason: 'invalid_state' });
    },
  },
  refused_payment: {
    title: 'A payment that failed has nothing to give back.',
    async run(scene) {
      const { id: paymentId } = await scene.pay({ paymentMethodId: scene.methods.declined });
      const error = await scene.failure(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertError(error, { ...refused, reason: 'invalid_state' });
    },
  },
  open_dispute: {
    title: 'While a dispute is open a refund is refused: the bank already took the money.',
    needs: { operations: ['disputes.list'] },
    async run(scene) {
      const { paymentId } = await scene.dispute();
      const error = await scene.failure(scene.payments.refunds.create({ paymentId }, scene.once()));
      assertError(error, { ...refused, reason: 'dispute_open' });
      assertEqual(await scene.books.refunds(), 0, 'refunds in the provider’s books');
    },
  },
  another_currency: {
    title: 'A refund in another currency than the payment’s is refused.',
    needs: partial,
    async run(scene) {
      const { id: paymentId } = await scene.pay();
      const currency = scene.fixtures.currency === 'CHF' ? 'SEK' : 'CHF';
      const input = { paymentId, amount: { minor: 100, currency } };
      const error = await scene.failure(scene.payments.refunds.create(input, scene.once()));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertEqual(await scene.books.refunds(), 0, 'refunds in the provider’s books');
    },
  },
});

/** Inputs that are refused before they leave. */
export const amountErrorCases = cases('errors', 'create', {
  amounts_that_are_none: {
    title: 'Zero, negative, broken and unsafe amounts are refused before any request.',
    async run(scene) {
      const before = scene.requestCount;
      const { currency } = scene.fixtures;
      for (const minor of [0, -1, 12.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
        const input = { amount: { minor, currency }, paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.create(input, scene.once()));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual([scene.requestCount, await scene.books.charges()], [before, 0], 'requests and charges');
    },
  },
  currencies_that_are_none: {
    title: 'A code that is no currency of ISO 4217 is refused before any request.',
    async run(scene) {
      const before = scene.requestCount;
      for (const currency of ['eur', 'EURO', 'XXQ', '']) {
        const input = { amount: { minor: 1200, currency }, paymentMethodId: scene.methods.success };
        const error = await scene.failure(scene.payments.create(input, scene.once()));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      assertEqual(scene.requestCount, before, 'requests');
    },
  },
  amount_beyond_the_limit: {
    title: 'An amount that the provider does not take is `invalid_request`; nothing is charged.',
    needs: { account: true },
    async run(scene) {
      const input = { amount: scene.money(100_000_000_000), paymentMethodId: scene.methods.success };
      const error = await scene.failure(scene.payments.create(input, scene.once()));
      assertError(error, { code: 'invalid_request', reason: 'amount_out_of_range', outcome: 'not_applied' });
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  unknown_customer: {
    title:
      'A customer that does not exist is `not_found`, or `unsupported` where there are none; nothing is charged.',
    async run(scene) {
      const input = { ...scene.charge(), customerId: scene.fixtures.unknownPaymentId };
      const error = await scene.failure(scene.payments.create(input, scene.once()));
      const isHonest = error.code === 'unsupported' && !scene.payments.supports('customers.create');
      assertError(error, { code: isHonest ? 'unsupported' : 'not_found', outcome: 'not_applied' });
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  unknown_method: {
    title: 'A payment method that does not exist is `not_found`; nothing is charged.',
    async run(scene) {
      const input = { amount: scene.money(), paymentMethodId: scene.fixtures.unknownPaymentId };
      const error = await scene.failure(scene.payments.create(input, scene.once()));
      assertError(error, { code: 'not_found', outcome: 'not_applied' });
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  unknown_vendor_input: {
    title: 'Vendor input reaches the vendor: what it does not know, it refuses.',
    needs: { account: true },
    async run(scene) {
      const vendor = { patchbay_no_such_parameter: 'x' };
      const input = { amount: scene.money(), paymentMethodId: scene.methods.success, vendor };
      const error = await scene.failure(scene.payments.create(input, scene.once()));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
});
