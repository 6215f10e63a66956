import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { money, type PaymentState } from '@patchbay/payments';
import { afterEach, describe, expect, it } from 'vitest';
import { openStore } from '../src/store/store.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-store-'));
  folders.push(folder);
  return folder;
}

const payment = (captured: number): PaymentState => ({
  id: 'pay_1',
  status: 'processing',
  amount: money(350, 'EUR'),
  authorized: money(350, 'EUR'),
  captured: money(captured, 'EUR'),
  refunded: money(0, 'EUR'),
  capturable: money(0, 'EUR'),
});

describe('the store', () => {
  it('lets only one of two writers replace the same state', async () => {
    const store = openStore(await newFolder());
    expect(store.payments.save(payment(0), undefined)).toBe(true);
    expect(store.payments.save(payment(0), undefined)).toBe(false);
    const seen = store.payments.get('pay_1');
    expect(store.payments.save(payment(100), seen)).toBe(true);
    expect(store.payments.save(payment(200), seen)).toBe(false);
    expect(store.payments.get('pay_1')).toEqual(payment(100));
    store.close();
  });

  it('keeps orders, refunds and the timeline when it is opened again', async () => {
    const folder = await newFolder();
    const first = openStore(folder);
    const placedAt = new Date(1_800_000_000_000);
    const order = first.orders.add({
      id: 'order_a',
      postcardId: 'north',
      copies: 2,
      total: money(800, 'EUR'),
      placedAt,
    });
    first.orders.setCheckout(
      order.id,
      { id: 'chk_1', provider: 'sandbox', status: 'open', url: 'https://pay.test/1' },
      1,
    );
    first.orders.setPayment(order.id, 'pay_1');
    first.refunds.add({ id: 'refund_a', orderId: order.id, amount: money(100, 'EUR'), askedAt: placedAt });
    first.refunds.setStatus('refund_a', 'pending', 're_1');
    first.timeline.add(order.id, { kind: 'change', at: 1, change: 'captured', by: 'webhook' });
    first.close();
    const second = openStore(folder);
    expect(second.orders.ofPayment('pay_1')).toEqual({
      ...order,
      pages: 1,
      checkout: { id: 'chk_1', provider: 'sandbox', status: 'open', url: 'https://pay.test/1' },
      paymentId: 'pay_1',
    });
    expect(second.refunds.ofOrder(order.id)).toMatchObject([
      { id: 'refund_a', status: 'pending', providerId: 're_1' },
    ]);
    expect(second.timeline.ofOrder(order.id)).toEqual([
      { kind: 'change', at: 1, change: 'captured', by: 'webhook' },
    ]);
    second.close();
  });

  it('keeps of a session no id by which anybody could take it over, and forgets it in time', async () => {
    const folder = await newFolder();
    const store = openStore(folder);
    const session = {
      accountId: 'account_a',
      identity: { issuer: 'https://id.test', subject: 'ada' },
      expiresAt: new Date(Date.now() + 60_000),
      entries: [],
    };
    store.sessions.add('the-id-in-the-cookie', session);
    store.sessions.add('over', { ...session, expiresAt: new Date(Date.now() - 1) });
    expect(store.sessions.get('the-id-in-the-cookie')).toEqual(session);
    expect(store.sessions.get('over')).toBeUndefined();
    store.close();
    expect(await readFile(join(folder, 'shop.sqlite'), 'latin1')).not.toContain('the-id-in-the-cookie');
  });

  it('shows orders of before there were accounts only where they are asked for', async () => {
    const store = openStore(await newFolder());
    const total = money(400, 'EUR');
    const order = { postcardId: 'north', copies: 1, total, placedAt: new Date() };
    store.orders.add({ ...order, id: 'order_old' });
    store.orders.add({ ...order, id: 'order_ada', accountId: 'account_ada' });
    const idsOf = (withOwnerless: boolean) =>
      store.orders.ofAccount('account_ada', withOwnerless).map(({ id }) => id);
    expect([idsOf(false), idsOf(true)]).toEqual([['order_ada'], ['order_ada', 'order_old']]);
    store.close();
  });

  it('keeps the first of two orders of one id', async () => {
    const store = openStore(await newFolder());
    const order = {
      id: 'order_a',
      postcardId: 'north',
      copies: 1,
      total: money(400, 'EUR'),
      placedAt: new Date(),
    };
    const first = store.orders.add(order);
    expect(store.orders.add({ ...order, postcardId: 'tarn' })).toEqual(first);
    store.close();
  });
});
