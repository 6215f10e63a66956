import type { PeerCase } from './compare.ts';
import { facts, seen } from './compare.ts';
import type { Send, Service } from './service.ts';

const intents = '/v1/payment_intents';
const card = {
  'automatic_payment_methods[enabled]': 'true',
  'automatic_payment_methods[allow_redirects]': 'never',
};
const usd = { amount: '1200', currency: 'usd', ...card };
const returnUrls = { successUrl: 'https://shop.example/ok', cancelUrl: 'https://shop.example/no' };
const stateError = { http: 400, type: 'invalid_request_error', code: 'payment_intent_unexpected_state' };

/** What both emulate and our fake cover: customers, payment intents, checkout sessions, signed webhooks. */
export const emulateCases = {
  'customers.lifecycle': {
    stripe: { created: 'Grace', read: 'grace@example.com', updated: 'Admiral Hopper' },
    async run({ payments: { customers } }) {
      const { id, name } = await customers.create({ name: 'Grace', email: 'grace@example.com' });
      const { email } = await customers.get(id);
      return {
        created: name,
        read: email,
        updated: (await customers.update({ id, name: 'Admiral Hopper' })).name,
      };
    },
  },
  'customers.metadata': {
    stripe: { metadata: { team: 'navy' }, reference: 'user-7' },
    run: ({ payments: { customers } }) =>
      seen(
        customers.create({ metadata: { team: 'navy' }, reference: 'user-7' }),
        ({ metadata, reference }) => ({ metadata, reference }),
      ),
  },
  'customers.deleted': {
    stripe: { deleted: undefined, read: { code: 'not_found' }, again: { code: 'not_found' } },
    async run({ payments: { customers } }) {
      const { id } = await customers.create({ name: 'Grace' });
      return {
        deleted: await customers.delete(id),
        read: await seen(customers.get(id), nothing),
        again: await seen(customers.delete(id), nothing),
      };
    },
  },
  'intents.create': {
    stripe: { http: 200, state: 'requires_payment_method' },
    run: async ({ send }) => facts(await send({ path: intents, form: usd })),
  },
  'intents.create.through_the_adapter': {
    stripe: 'requires_payment_method',
    run: ({ payments }) =>
      seen(
        payments.create({ amount: { minor: 1200, currency: 'USD' } }, { idempotencyKey: 'order-7' }),
        ({ status }) => status,
      ),
  },
  'intents.confirm': {
    stripe: { http: 200, state: 'succeeded' },
    run: async ({ send }) => facts(await confirm(send, 'pm_card_visa')),
  },
  'intents.confirm_at_once': {
    stripe: { http: 200, state: 'succeeded' },
    run: async ({ send }) =>
      facts(await send({ path: intents, form: { ...usd, payment_method: 'pm_card_visa', confirm: 'true' } })),
  },
  'intents.confirm.declined': {
    stripe: { http: 402, type: 'card_error', code: 'card_declined' },
    run: async ({ send }) => facts(await confirm(send, 'pm_card_chargeDeclined')),
  },
  'intents.confirm.twice': {
    stripe: stateError,
    async run({ send }) {
      const { body } = await confirm(send, 'pm_card_visa');
      return facts(await send({ path: `${intents}/${body.id}/confirm` }));
    },
  },
  'intents.authorize': {
    stripe: { http: 200, state: 'requires_capture' },
    run: async ({ send }) => facts(await confirm(send, 'pm_card_visa', { capture_method: 'manual' })),
  },
  'intents.capture': {
    stripe: { http: 200, state: 'succeeded' },
    async run({ send }) {
      const { body } = await confirm(send, 'pm_card_visa', { capture_method: 'manual' });
      return facts(await send({ path: `${intents}/${body.id}/capture` }));
    },
  },
  'intents.cancel': {
    stripe: [{ http: 200, state: 'canceled' }, stateError],
    async run({ send }) {
      const { body } = await send({ path: intents, form: usd });
      const cancel = () => send({ path: `${intents}/${body.id}/cancel` });
      return [facts(await cancel()), facts(await cancel())];
    },
  },
  'intents.unknown': {
    stripe: { http: 404, code: 'resource_missing' },
    async run({ send }) {
      const { http, body } = await send({ method: 'GET', path: `${intents}/pi_000` });
      return { http, code: body.error?.code };
    },
  },
  'intents.unknown_customer': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'resource_missing', param: 'customer' },
    run: async ({ send }) => facts(await send({ path: intents, form: { ...usd, customer: 'cus_000' } })),
  },
  'intents.without_amount': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'parameter_missing', param: 'amount' },
    run: async ({ send }) => facts(await send({ path: intents, form: { currency: 'usd' } })),
  },
  'intents.negative_amount': {
    stripe: { http: 400, type: 'invalid_request_error', code: 'parameter_invalid_integer', param: 'amount' },
    run: async ({ send }) => facts(await send({ path: intents, form: { ...usd, amount: '-5' } })),
  },
  'intents.unknown_currency': {
    stripe: { http: 400, type: 'invalid_request_error', param: 'currency' },
    run: async ({ send }) => facts(await send({ path: intents, form: { ...usd, currency: 'zzz' } })),
  },
  'intents.same_key': {
    stripe: { same: true, replayed: true },
    async run({ send }) {
      const request = { path: intents, form: usd, key: 'order-7' };
      const [first, second] = [await send(request), await send(request)];
      return { same: first.body.id === second.body.id, replayed: second.replayed };
    },
  },
  'intents.same_key.other_amount': {
    stripe: { http: 400, type: 'idempotency_error' },
    async run({ send }) {
      await send({ path: intents, form: usd, key: 'order-7' });
      return facts(await send({ path: intents, form: { ...usd, amount: '1300' }, key: 'order-7' }));
    },
  },
  wrong_key: {
    stripe: { http: 401, type: 'invalid_request_error' },
    run: async ({ send }) => facts(await send({ method: 'GET', path: intents, secretKey: 'sk_test_other' })),
  },
  unknown_route: {
    stripe: { http: 404, type: 'invalid_request_error' },
    run: async ({ send }) => facts(await send({ method: 'GET', path: '/v1/unknown' })),
  },
  'unknown_route.through_the_adapter': {
    stripe: { code: 'not_found' },
    run: ({ payments }) => seen(payments.refunds.get('re_000'), nothing),
  },
  'checkout.expire': {
    stripe: [
      { http: 200, state: 'open' },
      { http: 200, state: 'expired' },
      { http: 400, type: 'invalid_request_error' },
    ],
    async run({ send }) {
      const page = await openPage(send);
      const expire = () => send({ path: `/v1/checkout/sessions/${page.body.id}/expire` });
      return [facts(page), facts(await expire()), facts(await expire())];
    },
  },
  'checkout.through_the_adapter': {
    stripe: { status: 'open', paid: false, expired: 'expired' },
    async run({ payments: { checkout }, send }) {
      const { body } = await openPage(send);
      return seen(checkout.get(body.id ?? ''), async ({ id, status, paid }) => ({
        status,
        paid,
        expired: (await checkout.expire(id)).status,
      }));
    },
  },
  'checkout.price_data': {
    stripe: 'open',
    run: ({ payments: { checkout } }) => {
      const items = [{ name: 'Hat', unitAmount: { minor: 500, currency: 'USD' }, quantity: 2 }];
      return seen(
        checkout.create({ ...returnUrls, items }, { idempotencyKey: 'order-7' }),
        ({ status }) => status,
      );
    },
  },
  webhook: {
    stripe: { signed: true, type: 'unhandled', vendorType: 'customer.created' },
    async run({ payments, webhook }) {
      const request = await webhook(() => payments.customers.create({ name: 'Grace' }));
      const signed = request.headers.get('stripe-signature')?.startsWith('t=');
      const read = await seen(payments.webhooks.receive(request), ([event]) => ({
        type: event?.type,
        vendorType: event?.vendorType,
      }));
      return { signed, ...(typeof read === 'object' && read) };
    },
  },
} as const satisfies Record<string, PeerCase<Service>>;

const nothing = (): undefined => undefined;

async function confirm(send: Send, payment_method: string, more: Readonly<Record<string, string>> = {}) {
  const { body } = await send({ path: intents, form: { ...usd, ...more } });
  return send({ path: `${intents}/${body.id}/confirm`, form: { payment_method } });
}

async function openPage(send: Service['send']) {
  const product = await send({ path: '/v1/products', form: { name: 'Hat' } });
  const price = await send({
    path: '/v1/prices',
    form: { currency: 'usd', unit_amount: '500', product: product.body.id ?? '' },
  });
  return send({
    path: '/v1/checkout/sessions',
    form: {
      mode: 'payment',
      success_url: returnUrls.successUrl,
      cancel_url: returnUrls.cancelUrl,
      'line_items[0][price]': price.body.id ?? '',
      'line_items[0][quantity]': '1',
    },
  });
}
