import { signWebhook } from '@patchbay/core/webhook';
import type { StrictnessCase } from '../lenient.ts';
import { type Form, onBareWire, origin, rejects, secret, send } from './bare-wire.ts';

const invalid = { status: 400 } as const;
const intents = '/v1/payment_intents';
const sessions = '/v1/checkout/sessions';
const charge = {
  amount: '1200',
  currency: 'usd',
  payment_method: 'pm_card_visa',
  confirm: 'true',
  return_url: `${origin}/return`,
};
const page = {
  mode: 'payment',
  success_url: `${origin}/done`,
  'line_items[0][price_data][currency]': 'usd',
  'line_items[0][price_data][unit_amount]': '1200',
  'line_items[0][price_data][product_data][name]': 'Postcard',
  'line_items[0][quantity]': '1',
};

function without(form: Form, ...names: readonly string[]): Form {
  return Object.fromEntries(
    Object.entries(form).filter(([name]) => !names.some((prefix) => name.startsWith(prefix))),
  );
}

/** What the fake must reject; its own table of rejections is longer and has the sources. */
export const strictnessCases: readonly StrictnessCase[] = [
  rejects(
    'authentication.key_is_required',
    'Without a key nothing is answered.',
    '/v1/balance',
    { headers: { authorization: '' } },
    { status: 401 },
  ),
  rejects(
    'authentication.key_must_be_right',
    'A wrong key is refused.',
    '/v1/balance',
    { headers: { authorization: 'Bearer sk_test_wrong' } },
    { status: 401 },
  ),
  rejects(
    'protocol.json_body',
    'A body of JSON is refused.',
    intents,
    { body: JSON.stringify(charge), headers: { 'content-type': 'application/json' } },
    invalid,
  ),
  rejects(
    'protocol.unknown_route',
    'A path that does not exist is not found.',
    '/v1/payment_intentions',
    {},
    { status: 404 },
  ),
  rejects(
    'protocol.unknown_method',
    'A payment cannot be deleted.',
    `${intents}/pi_1`,
    { method: 'DELETE' },
    { status: 404 },
  ),
  rejects(
    'protocol.unknown_parameter',
    'A parameter that does not exist is refused.',
    intents,
    { form: { ...charge, colour: 'blue' } },
    { status: 400, code: 'parameter_unknown', param: 'colour' },
  ),
  rejects(
    'lists.unknown_filter',
    'A filter of a list that does not exist is refused.',
    `${sessions}?reference=order-7`,
    {},
    { status: 400, code: 'parameter_unknown', param: 'reference' },
  ),
  rejects(
    'idempotency.key_length',
    'A key of more than 255 characters is refused.',
    intents,
    { form: charge, headers: { 'idempotency-key': 'k'.repeat(256) } },
    invalid,
  ),
  rejects(
    'payments.amount_is_required',
    'A payment needs an amount.',
    intents,
    { form: without(charge, 'amount') },
    { status: 400, code: 'parameter_missing', param: 'amount' },
  ),
  rejects(
    'payments.currency_is_required',
    'A payment needs a currency.',
    intents,
    { form: without(charge, 'currency') },
    { status: 400, code: 'parameter_missing', param: 'currency' },
  ),
  rejects(
    'payments.amount_is_whole',
    'An amount with a fraction is refused.',
    intents,
    { form: { ...charge, amount: '10.5' } },
    { status: 400, param: 'amount' },
  ),
  rejects(
    'payments.amount_is_positive',
    'An amount of nothing is refused.',
    intents,
    { form: { ...charge, amount: '0' } },
    { status: 400, param: 'amount' },
  ),
  rejects(
    'payments.amount_minimum',
    'An amount below the minimum is refused.',
    intents,
    { form: { ...charge, amount: '49' } },
    { status: 400, code: 'amount_too_small', param: 'amount' },
  ),
  rejects(
    'payments.currency_is_known',
    'A currency that does not exist is refused.',
    intents,
    { form: { ...charge, currency: 'xxq' } },
    { status: 400, param: 'currency' },
  ),
  rejects(
    'payments.three_decimals',
    'An amount of three decimals must end in 0.',
    intents,
    { form: { ...charge, currency: 'kwd', amount: '12345' } },
    { status: 400, param: 'amount' },
  ),
  rejects(
    'payments.capture_method',
    'A way to capture that does not exist is refused.',
    intents,
    { form: { ...charge, capture_method: 'later' } },
    { status: 400, param: 'capture_method' },
  ),
  rejects(
    'refunds.payment_is_required',
    'A refund needs something to refund.',
    '/v1/refunds',
    { form: { amount: '100' } },
    invalid,
  ),
  rejects(
    'refunds.reason',
    'A reason that does not exist is refused.',
    '/v1/refunds',
    { form: { payment_intent: 'pi_1', reason: 'bored' } },
    { status: 400, param: 'reason' },
  ),
  rejects(
    'checkout.success_url',
    'A page needs somewhere to send the payer.',
    sessions,
    { form: without(page, 'success_url') },
    invalid,
  ),
  rejects('checkout.mode', 'A page needs a mode.', sessions, { form: without(page, 'mode') }, invalid),
  rejects(
    'checkout.items',
    'A page needs something to pay for.',
    sessions,
    { form: without(page, 'line_items') },
    invalid,
  ),
  rejects(
    'subscriptions.items',
    'A subscription needs a price.',
    '/v1/subscriptions',
    { form: { customer: 'cus_1' } },
    invalid,
  ),
  onBareWire('idempotency.key_of_another_endpoint', 'A key that was used at one endpoint is refused at another.', async (wire) => {
      const headers = { 'idempotency-key': 'shared-key' };
      await send(wire, '/v1/customers', { form: { name: 'Ada' }, headers });
      const { ok } = await send(wire, intents, { form: charge, headers });
      if (ok) throw new Error('The same key served two endpoints.');
  }),
  onBareWire('idempotency.replay_is_marked', 'A replayed answer is marked as such.', async (wire) => {
      const headers = { 'idempotency-key': 'again' };
      await send(wire, intents, { form: charge, headers });
      const { headers: answered } = await send(wire, intents, { form: charge, headers });
      if (answered.get('idempotent-replayed') !== 'true')
        throw new Error('The second answer is not marked as a replay.');
  }),
  onBareWire('webhooks.signature', 'A webhook is signed over its time and its very bytes with the configured secret.', async (wire) => {
      await send(wire, intents, { form: charge });
      const [event] = wire.events();
      if (event === undefined) throw new Error('A payment has an event.');
      const request = await wire.sign(event, { secret });
      const header = request.headers.get('stripe-signature') ?? '';
      const body = new Uint8Array(await request.arrayBuffer());
      const timestamp = Number(/t=(\d+)/.exec(header)?.[1]);
      if (header !== (await signWebhook(body, secret, timestamp)))
        throw new Error('The signature is not that of the body.');
  }),
];
