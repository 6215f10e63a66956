import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Checkout, CreateCheckout } from '../../checkout.ts';
import { cases } from '../define.ts';
import type { PaymentsScene } from '../scene.ts';

/** The provider's hosted payment page. */
export const checkoutCases = cases('contract', 'checkout.create', {
  opens_a_page: {
    title: 'A new checkout is open, unpaid, has a URL, and its amount is the sum of its rows.',
    async run(scene) {
      const { status, paid, url, amount } = await open(scene);
      assertEqual(
        { status, paid, amount },
        { status: 'open', paid: false, amount: scene.money(1200) },
        'the checkout',
      );
      assert(/^https?:\/\//.test(url ?? ''), `a URL for the payer, found ${url}`);
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  is_paid_by_the_payer: {
    title:
      'The payer pays and ends at the success URL, which names the checkout; checkout and payment are paid.',
    needs: { operations: ['checkout.get', 'get'] },
    async run(scene) {
      const { id, url = '' } = await open(scene, { reference: 'order-12' });
      const end = await scene.payer.pay(url, 'success');
      assertEqual(end, `https://shop.example/thanks?checkout=${id}`, 'where the payer ends');
      const { status, paid, paymentId = '', url: left } = await scene.value(scene.payments.checkout.get(id));
      assertEqual(
        { status, paid, left },
        { status: 'complete', paid: true, left: undefined },
        'the checkout',
      );
      const payment = await scene.value(scene.payments.get(paymentId));
      assertEqual([payment.status, payment.captured], ['captured', scene.money(1200)], 'the payment');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  carries_reference_and_metadata: {
    title: 'Reference and metadata of a checkout are also on its payment.',
    needs: { operations: ['checkout.get', 'get'] },
    async run(scene) {
      const noted = scene.noted({ campaign: 'spring' });
      const made = await open(scene, { reference: 'order-13', ...noted });
      const { metadata = {} } = noted;
      assertEqual(
        [made.reference, made.metadata],
        ['order-13', metadata],
        'reference and metadata of the checkout',
      );
      await scene.payer.pay(made.url ?? '', 'success');
      const { paymentId = '' } = await scene.value(scene.payments.checkout.get(made.id));
      const payment = await scene.value(scene.payments.get(paymentId));
      assertEqual([payment.reference, payment.metadata], ['order-13', metadata], 'those of the payment');
    },
  },
  survives_a_refused_card: {
    title: 'A refused card leaves the page open and unpaid; the payer may try another one.',
    needs: { operations: ['checkout.get'] },
    async run(scene) {
      const { id, url = '' } = await open(scene);
      const end = await scene.payer.pay(url, 'declined');
      assert(!end.startsWith('https://shop.example/thanks'), `the payer stays on the page, found ${end}`);
      const { status, paid } = await scene.value(scene.payments.checkout.get(id));
      assertEqual({ status, paid }, { status: 'open', paid: false }, 'the checkout after a refusal');
      await scene.payer.pay(url, 'success');
      assertEqual((await scene.value(scene.payments.checkout.get(id))).paid, true, 'paid with another card');
      assertEqual(
        await scene.books.captured(scene.fixtures.currency),
        1200,
        'captured in the provider’s books',
      );
    },
  },
  may_authorize_only: {
    title: 'With manual capture the payer’s money is held until it is captured.',
    needs: { operations: ['checkout.get', 'get', 'capture'], traits: ['capture.manual'] },
    async run(scene) {
      const { id, url = '' } = await open(scene, { capture: 'manual' });
      await scene.payer.pay(url, 'success');
      const { status, paid, paymentId = '' } = await scene.value(scene.payments.checkout.get(id));
      assertEqual({ status, paid }, { status: 'complete', paid: false }, 'the checkout: held is not paid');
      assertEqual(
        (await scene.value(scene.payments.get(paymentId))).status,
        'authorized',
        'status of the payment',
      );
      const { captured } = await scene.value(scene.payments.capture(paymentId, scene.once()));
      assertEqual(captured, scene.money(1200), 'captured');
    },
  },
  keeps_the_customer: {
    title: 'The checkout and its payment belong to the customer, and the card is kept when asked.',
    needs: { operations: ['customers.create', 'checkout.get', 'get', 'methods.list'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const { id, url = '' } = await open(scene, { customerId, saveFor: 'off_session' });
      await scene.payer.pay(url, 'success');
      const checkout = await scene.value(scene.payments.checkout.get(id));
      const payment = await scene.value(scene.payments.get(checkout.paymentId ?? ''));
      assertEqual([checkout.customerId, payment.customerId], [customerId, customerId], 'customers');
      assertEqual(
        (await scene.all(scene.payments.methods.list({ customerId }))).length,
        1,
        'saved payment methods',
      );
    },
  },
  saves_a_card: {
    title: 'In `setup` mode the payer saves a card and nothing is charged.',
    needs: { operations: ['customers.create', 'checkout.get', 'methods.list'], traits: ['checkout.setup'] },
    async run(scene) {
      const { id: customerId } = await scene.customer();
      const { successUrl, cancelUrl } = scene.cart();
      const input = { mode: 'setup', customerId, successUrl, cancelUrl } as const;
      const { id, url = '' } = await scene.value(scene.payments.checkout.create(input, scene.once()));
      await scene.payer.pay(url, 'success');
      const { status, paid, setupId } = await scene.value(scene.payments.checkout.get(id));
      assertEqual(
        { status, paid, hasSetup: setupId !== undefined },
        { status: 'complete', paid: false, hasSetup: true },
        'the checkout',
      );
      assertEqual(
        (await scene.all(scene.payments.methods.list({ customerId }))).length,
        1,
        'saved payment methods',
      );
      assertEqual(await scene.books.charges(), 0, 'charges in the provider’s books');
    },
  },
  starts_a_subscription: {
    title: 'In `subscription` mode the payer’s first payment starts the subscription.',
    needs: { operations: ['checkout.get', 'subscriptions.get'], traits: ['checkout.subscription'] },
    async run(scene) {
      const { successUrl, cancelUrl } = scene.cart();
      const [planId] = scene.fixtures.plans;
      const input = { mode: 'subscription', planId, quantity: 2, successUrl, cancelUrl } as const;
      const { id, url = '' } = await scene.value(scene.payments.checkout.create(input, scene.once()));
      await scene.payer.pay(url, 'success');
      const { paid, subscriptionId = '' } = await scene.value(scene.payments.checkout.get(id));
      const subscription = await scene.value(scene.payments.subscriptions.get(subscriptionId));
      const found = {
        paid,
        status: subscription.status,
        plan: subscription.planId,
        quantity: subscription.quantity,
      };
      assertEqual(
        found,
        { paid: true, status: 'active', plan: planId, quantity: 2 },
        'checkout and subscription',
      );
    },
  },
  closes_at_its_time: {
    title: 'The time given is when the page closes.',
    needs: { operations: ['checkout.get'] },
    async run(scene) {
      const expiresAt = new Date(Math.ceil(scene.clock.now() / 1000) * 1000 + 3_600_000);
      const { id } = await open(scene, { expiresAt });
      const before = await scene.value(scene.payments.checkout.get(id));
      assertEqual([before.status, before.expiresAt], ['open', expiresAt], 'before');
      await scene.clock.advance(3_700_000);
      const after = await scene.value(scene.payments.checkout.get(id));
      assertEqual([after.status, after.url], ['expired', undefined], 'afterwards');
    },
  },
  replays_the_same_key: {
    title: 'The same key opens one page.',
    needs: { keys: true },
    async run(scene) {
      const key = scene.once();
      const first = await scene.value(scene.payments.checkout.create(scene.cart(), key));
      const second = await scene.value(scene.payments.checkout.create(scene.cart(), key));
      assertEqual([second.id, second.url], [first.id, first.url], 'id and URL of the second answer');
    },
  },
});

/** Reading and closing a page. */
export const checkoutLifeCases = [
  ...cases('contract', 'checkout.get', {
    agrees_with_create: {
      title: 'Reading a checkout gives what making it gave.',
      needs: { operations: ['checkout.create'] },
      async run(scene) {
        const made = await open(scene, { reference: 'order-14' });
        assertEqual(await scene.value(scene.payments.checkout.get(made.id)), made, 'the checkout');
      },
    },
  }),
  ...cases('contract', 'checkout.expire', {
    closes_the_page: {
      title: 'An expired page has no URL and cannot be paid any more.',
      needs: { operations: ['checkout.create'] },
      async run(scene) {
        const { id, url = '' } = await open(scene);
        const { status, paid, url: left } = await scene.value(scene.payments.checkout.expire(id));
        assertEqual(
          { status, paid, left },
          { status: 'expired', paid: false, left: undefined },
          'the checkout',
        );
        await scene.payer.pay(url, 'success').catch(() => undefined); // the page may be gone altogether
        assertEqual(
          await scene.books.captured(scene.fixtures.currency),
          0,
          'captured in the provider’s books',
        );
      },
    },
  }),
];

type PayOnce = Extract<CreateCheckout, { readonly items: unknown }>;

function open(scene: PaymentsScene, extras: Partial<PayOnce> = {}): Promise<Checkout> {
  return scene.value(scene.payments.checkout.create({ ...scene.cart(), ...extras }, scene.once()));
}
