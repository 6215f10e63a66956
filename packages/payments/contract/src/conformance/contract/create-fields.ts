import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';

/** What goes in comes out: no field of an input is dropped. */
export const createFieldCases = cases('contract', 'create', {
  keeps_the_reference: {
    title: 'Your reference comes back on the payment, now and when it is read.',
    needs: { operations: ['get'] },
    async run(scene) {
      const payment = await scene.pay({ reference: 'order-4711' });
      assertEqual(payment.reference, 'order-4711', 'reference of the new payment');
      const again = await scene.value(scene.payments.get(payment.id));
      assertEqual(again.reference, 'order-4711', 'reference of the payment that was read');
    },
  },
  keeps_the_metadata: {
    title: 'Metadata comes back as it was given, nothing added, whatever its characters.',
    needs: { operations: ['get'], traits: ['metadata'] },
    async run(scene) {
      const metadata = { colour: 'blue', 'two words': 'a=b&c[d]=e', größe: '三 + 4 % ', empty: 'no' };
      const payment = await scene.pay({ metadata, reference: 'order-1' });
      assertEqual(payment.metadata, metadata, 'metadata of the new payment');
      const again = await scene.value(scene.payments.get(payment.id));
      assertEqual(again.metadata, metadata, 'metadata of the payment that was read');
    },
  },
  has_no_reference_unless_given: {
    title: 'Without a reference and metadata there are none.',
    async run(scene) {
      const { reference, metadata } = await scene.pay();
      assertEqual({ reference, metadata }, { reference: undefined, metadata: {} }, 'the payment');
    },
  },
  keeps_the_customer: {
    title: 'The payment belongs to the customer that was named.',
    needs: { operations: ['customers.create'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const payment = await scene.pay({ customerId });
      assertEqual(payment.customerId, customerId, 'customer of the payment');
    },
  },
  keeps_the_method_for_later: {
    title: 'With `saveFor` the payment method is kept for the customer.',
    needs: { operations: ['customers.create', 'methods.list'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      await scene.pay({ customerId, saveFor: 'off_session' });
      const methods = await scene.all(scene.payments.methods.list({ customerId }));
      assertEqual(methods.length, 1, 'saved payment methods');
    },
  },
  charges_off_session: {
    title: 'A saved card can be charged while the payer is away.',
    needs: {
      operations: ['customers.create', 'methods.setup', 'methods.list'],
      traits: ['payment.off_session'],
    },
    async run(scene) {
      const { customer, method } = await scene.saved();
      const input = { customerId: customer.id, paymentMethodId: method.id, offSession: true };
      const { status } = await scene.pay(input);
      assertEqual(status, 'captured', 'status');
    },
  },
  off_session_cannot_ask_the_payer: {
    title: 'Off session a card that wants authentication is refused: nobody is there to ask.',
    needs: {
      operations: ['customers.create'],
      traits: ['payment.off_session'],
      fixtures: ['authenticate'],
    },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const { status, failure } = await scene.pay({
        customerId,
        paymentMethodId: scene.rare('authenticate'),
        offSession: true,
      });
      const { reason, retry } = failure ?? {};
      const expected = { status: 'failed', reason: 'authentication_required', retry: 'authenticate' };
      assertEqual({ status, reason, retry }, expected, 'the payment');
    },
  },
  names_its_provider: {
    title: 'The payment names its provider and when it was made, and has the provider’s own id.',
    async run(scene) {
      const { provider, createdAt, id, raw } = await scene.pay();
      assertEqual(provider, scene.payments.provider, 'provider');
      assert(createdAt instanceof Date, 'createdAt is a Date');
      const offByMs = Math.abs(createdAt.getTime() - scene.clock.now());
      assert(offByMs <= 2000, `createdAt is now, found ${offByMs} ms off`);
      assert(JSON.stringify(raw).includes(JSON.stringify(id)), 'the provider’s own object carries the id');
    },
  },
  keeps_the_raw_object_out_of_print: {
    title: 'The provider’s own object is there as `raw`, and is neither printed nor copied by accident.',
    async run(scene) {
      const payment = await scene.pay();
      assert(typeof payment.raw === 'object' && payment.raw !== null, 'raw is the provider’s object');
      assertEqual(Object.keys(payment).includes('raw'), false, 'raw is enumerable');
      assertEqual('raw' in { ...payment }, false, 'raw is copied by a spread');
    },
  },
  amounts_are_whole: {
    title: 'Every amount is a whole number of minor units in the currency asked.',
    async run(scene) {
      const { amount, authorized, captured, refunded, capturable } = await scene.pay({
        amount: scene.money(1999),
      });
      for (const { minor, currency } of [amount, authorized, captured, refunded, capturable]) {
        assert(Number.isSafeInteger(minor), `a whole number of minor units, found ${minor}`);
        assertEqual(currency, scene.fixtures.currency, 'currency');
      }
    },
  },
});
