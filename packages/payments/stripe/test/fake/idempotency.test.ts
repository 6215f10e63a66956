import { describe, expect, it } from 'vitest';
import { connected, send } from './requests.ts';

const payment = {
  amount: '1200',
  currency: 'usd',
  confirm: 'true',
  payment_method: 'pm_card_visa',
  return_url: 'https://shop.example/back',
};
const declined = { ...payment, payment_method: 'pm_card_chargeDeclined' };
function charge(form: Readonly<Record<string, string>>, key: string) {
  return { method: 'POST', path: '/v1/payment_intents', form, headers: { 'idempotency-key': key } } as const;
}

describe('idempotency', () => {
  it('replays the first answer byte for byte, and charges once', async () => {
    const { fake } = connected();
    const first = await send(fake, charge(payment, 'k'));
    const again = await send(fake, charge(payment, 'k'));
    expect(await again.text()).toBe(await first.text());
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(again.headers.get('original-request')).toBe(first.headers.get('request-id'));
    expect(again.headers.get('request-id')).not.toBe(first.headers.get('request-id'));
    expect(first.headers.get('idempotent-replayed')).toBeNull();
    expect(first.headers.get('idempotency-key')).toBe('k');
    expect(fake.ledger.charges).toHaveLength(1);
    expect(fake.log.map(({ replayed }) => replayed)).toEqual([false, true]);
  });

  it('does not mind the order of the parameters', async () => {
    const { fake } = connected();
    await send(fake, charge(payment, 'k'));
    const reversed = Object.fromEntries(Object.entries(payment).reverse());
    expect((await send(fake, charge(reversed, 'k'))).headers.get('idempotent-replayed')).toBe('true');
  });

  it('replays a decline too', async () => {
    const { fake } = connected();
    expect((await send(fake, charge(declined, 'k'))).status).toBe(402);
    const again = await send(fake, charge(declined, 'k'));
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([402, 'true']);
    expect(fake.ledger.charges).toHaveLength(1);
  });

  it('keeps nothing of a request that failed validation', async () => {
    const { fake } = connected();
    expect((await send(fake, charge({ ...payment, amount: '1' }, 'k'))).status).toBe(400);
    expect((await send(fake, charge(payment, 'k'))).status).toBe(200);
  });

  it('two requests at once with one key: one works, the other is told to wait', async () => {
    const { fake } = connected();
    const answers = await Promise.all([send(fake, charge(payment, 'k')), send(fake, charge(payment, 'k'))]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    const conflict = answers.find(({ status }) => status === 409);
    expect(JSON.parse((await conflict?.text()) ?? '{}').error.code).toBe('idempotency_key_in_use');
    expect(conflict?.headers.get('stripe-should-retry')).toBe('true');
    expect(fake.ledger.charges).toHaveLength(1);
    expect((await send(fake, charge(payment, 'k'))).headers.get('idempotent-replayed')).toBe('true');
  });

  it('forgets a key after 24 hours, and then charges again', async () => {
    let now = Date.UTC(2026, 0, 1);
    const { fake } = connected({ now: () => now });
    await send(fake, charge(payment, 'k'));
    now += 24 * 60 * 60 * 1000 - 1;
    await send(fake, charge(payment, 'k'));
    expect(fake.ledger.charges).toHaveLength(1);
    now += 1;
    await send(fake, charge(payment, 'k'));
    expect(fake.ledger.charges).toHaveLength(2);
  });

  it('ignores keys on GET and DELETE', async () => {
    const { fake } = connected();
    await send(fake, { method: 'GET', path: '/v1/balance', headers: { 'idempotency-key': 'k' } });
    expect((await send(fake, charge(payment, 'k'))).status).toBe(200);
  });
});

describe('planned failures', () => {
  it('fail before the work: a retry under the same key charges once', async () => {
    const { fake, stripe } = connected();
    fake.fail({
      method: 'POST',
      path: '/v1/payment_intents',
      status: 429,
      type: 'invalid_request_error',
      code: 'rate_limit',
      headers: { 'retry-after': '2' },
    });
    const limited = await send(fake, charge(payment, 'k'));
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await send(fake, charge(payment, 'k'))).status).toBe(200);
    expect(fake.ledger.charges).toHaveLength(1);
    expect((await stripe.balance.retrieve()).object).toBe('balance');
  });

  it('fail after the work: Stripe replays its own 500, and the money has moved', async () => {
    const { fake } = connected();
    fake.fail({ afterCommit: true });
    expect((await send(fake, charge(payment, 'k'))).status).toBe(500);
    const again = await send(fake, charge(payment, 'k'));
    expect([again.status, again.headers.get('idempotent-replayed')]).toEqual([500, 'true']);
    expect(fake.ledger.charges).toHaveLength(1);
  });

  it('lose only the answer: the retry gets the result', async () => {
    const { fake } = connected();
    fake.fail({ afterCommit: true, stored: 'result', status: 502 });
    expect((await send(fake, charge(payment, 'k'))).status).toBe(502);
    expect((await send(fake, charge(payment, 'k'))).status).toBe(200);
    expect(fake.ledger.charges).toHaveLength(1);
  });

  it('match by path prefix, and count down', async () => {
    const { fake } = connected();
    fake.fail({ path: '/v1/customers*', times: 2, status: 503 });
    const statuses: number[] = [];
    for (const path of ['/v1/balance', '/v1/customers', '/v1/customers/cus_x', '/v1/customers']) {
      statuses.push((await send(fake, { method: 'GET', path })).status);
    }
    expect(statuses).toEqual([200, 503, 503, 200]);
  });

  it('are forgotten by reset, with everything else', async () => {
    const { fake } = connected();
    await send(fake, charge(payment, 'k'));
    fake.fail({ times: 9 });
    fake.reset();
    expect([fake.log, fake.events, fake.ledger.charges]).toEqual([[], [], []]);
    expect((await send(fake, charge(declined, 'k'))).status).toBe(402);
  });
});
