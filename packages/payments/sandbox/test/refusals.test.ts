import { describe, expect, it } from 'vitest';
import { sandboxPayments } from '../src/index.ts';
import { cart, euros, openShop } from './support/shop.ts';

type Shop = Awaited<ReturnType<typeof openShop>>;
type Refused = readonly [what: string, code: string, reason: string, call: (shop: Shop) => Promise<unknown>];

const refused: readonly Refused[] = [
  [
    'a vendor parameter',
    'invalid_request',
    'parameter_invalid',
    ({ pay }) => pay({ vendor: { colour: 'blue' } }),
  ],
  [
    'to confirm without a method',
    'invalid_request',
    'parameter_missing',
    async ({ payments, once }) => payments.create({ amount: euros(100), confirm: true }, once()),
  ],
  [
    'to save a card for nobody',
    'invalid_request',
    'parameter_missing',
    ({ pay }) => pay({ saveFor: 'off_session' }),
  ],
  [
    'an amount in another currency',
    'invalid_request',
    'parameter_invalid',
    async ({ payments, pay, once }) => {
      const { id } = await pay({ capture: 'manual' });
      return payments.capture({ id, amount: { minor: 100, currency: 'USD' } }, once());
    },
  ],
  [
    'to adjust below what is captured',
    'invalid_request',
    'parameter_invalid',
    async ({ payments, pay, once }) => {
      const { id } = await pay({ capture: 'manual' });
      await payments.capture({ id, amount: euros(500), final: false }, once());
      return payments.adjust({ id, amount: euros(400) }, once());
    },
  ],
  [
    'another customer’s card',
    'invalid_request',
    'parameter_invalid',
    async (shop) => {
      const { id: customerId } = await shop.payments.customers.create({});
      return shop.pay({ customerId, paymentMethodId: await savedCard(shop) });
    },
  ],
  [
    'a saved card without its customer',
    'invalid_request',
    'parameter_missing',
    async (shop) => shop.pay({ paymentMethodId: await savedCard(shop) }),
  ],
  [
    'a page size of 0',
    'invalid_request',
    'parameter_invalid',
    ({ payments }) => payments.list({}, { limit: 0 }).page(),
  ],
  [
    'a made-up cursor',
    'invalid_request',
    'parameter_invalid',
    ({ payments }) => payments.list().page('chk_1'),
  ],
  [
    'a refund while the payer disputes',
    'precondition_failed',
    'dispute_open',
    async ({ payments, pay, once }) =>
      payments.refunds.create({ paymentId: (await pay({ paymentMethodId: 'pm_disputed' })).id }, once()),
  ],
  [
    'a refund after a lost dispute',
    'precondition_failed',
    'already_refunded',
    async ({ payments, pay, once, sandbox }) => {
      const { id: paymentId } = await pay();
      await sandbox.decideDispute(await sandbox.openDispute(paymentId), 'lost');
      return payments.refunds.create({ paymentId }, once());
    },
  ],
  [
    'to expire a page that is paid',
    'precondition_failed',
    'invalid_state',
    async ({ payments, once, payer }) => {
      const { id, url = '' } = await payments.checkout.create(cart, once());
      await payer.submit(url, { method: 'pm_success' });
      return payments.checkout.expire(id);
    },
  ],
];

describe('the sandbox refuses', () => {
  it.each(refused)('%s', async (_what, code, reason, call) => {
    await using shop = await openShop();
    await expect(call(shop)).rejects.toMatchObject({
      code,
      reason,
      outcome: 'not_applied',
      attempts: [{ number: 1 }],
    });
  });

  it('a plan in another currency than the subscription', async () => {
    const plans = (['EUR', 'USD'] as const).map((currency) => {
      return { id: currency, name: currency, amount: { minor: 500, currency }, interval: 'month' } as const;
    });
    await using shop = await openShop({ plans });
    const { id: customerId } = await shop.payments.customers.create({});
    const input = { customerId, planId: 'EUR', paymentMethodId: 'pm_success' };
    const { id } = await shop.payments.subscriptions.create(input, shop.once());
    const change = shop.payments.subscriptions.change({ id, planId: 'USD' }, shop.once());
    await expect(change).rejects.toMatchObject({ code: 'invalid_request', reason: 'parameter_invalid' });
  });
});

describe('options', () => {
  it.each([
    ['webhookSecret', { webhookSecret: ' ' }],
    ['webhookSecret', { webhookSecret: [] }],
    ['webhookUrl', { webhookUrl: 'ftp://shop.example/webhooks' }],
    ['publicUrl', { publicUrl: 'javascript:alert(1)' }],
    ['plans', { plans: [] }],
  ])('of the wrong form are refused: %s', (path, options) => {
    expect(() => sandboxPayments(options)).toThrow(
      expect.objectContaining({ code: 'config_invalid', problems: [expect.objectContaining({ path })] }),
    );
  });

  it('have the environment names that the manual gives', () => {
    const { fields } = sandboxPayments.adapter;
    expect(
      fields.flatMap(({ name, env, secret = false }) => (env === undefined ? [] : [[name, env, secret]])),
    ).toEqual([
      ['webhookUrl', 'PAYMENTS_SANDBOX_WEBHOOK_URL', false],
      ['webhookSecret', 'PAYMENTS_SANDBOX_WEBHOOK_SECRET', true],
      ['file', 'PAYMENTS_SANDBOX_FILE', false],
      ['publicUrl', 'PAYMENTS_SANDBOX_PUBLIC_URL', false],
    ]);
  });

  it('make test instances, never live ones', () => {
    expect(sandboxPayments.adapter.inspect({})).toEqual({ mode: 'test' });
  });
});

async function savedCard({ payments, once }: Shop): Promise<string> {
  const { id: customerId } = await payments.customers.create({});
  await payments.methods.setup({ customerId, paymentMethodId: 'pm_success' }, once());
  const [method] = (await payments.methods.list({ customerId }).page()).items;
  return method?.id ?? '';
}
