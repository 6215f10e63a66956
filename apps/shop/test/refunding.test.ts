import { describe, expect, it, vi } from 'vitest';
import {
  buy,
  count,
  formsOf,
  newestOrder,
  openShop,
  openWiredShop,
  pay,
  untilShown,
  type WiredShop,
} from './support/shop.ts';

const refund = (amount: string) => ({ press: /^Refund$/, type: { amount } });

/** A shop that takes no webhook for real: so nobody tells it what became of a refund. */
const deaf = { STRIPE_WEBHOOK_SECRET: 'whsec_of_another_endpoint' };

/** A paid order, some of whose money may be on its way back: no try was answered. */
async function lostRefund(
  shop: WiredShop,
  amount: string,
  kind: 'resetAfter' | 'resetBefore' = 'resetAfter',
) {
  const paid = await pay(shop, await buy(shop));
  shop.server.fault({ kind, match: ({ target }) => target === '/v1/refunds', times: 3 });
  const problem = await shop.browser.submit(paid, refund(amount));
  await shop.fake.settled();
  return { problem, order: await shop.browser.follow(problem, /Back to the order/) };
}

describe('refunding an order', () => {
  it('gives a part back and then the rest', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    const partly = await shop.browser.submit(paid, refund('1,50'));
    expect(partly.text).toContain('Partly refunded');
    expect(partly.text).toContain('Refund, up to €2.00');
    const refunded = await shop.browser.submit(partly, refund('2'));
    expect(refunded.text).toContain('Refunded €3.50');
    const told = await shop.browser.awaitText(refunded, /Refund e-mail \(€2\.00\) was sent/);
    expect(formsOf(told)).toEqual([]);
  });

  it('gives back no more than there is when two tabs ask at once', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    const tabs = [paid, await newestOrder(shop)];
    const pages = await Promise.all(tabs.map((tab) => shop.browser.submit(tab, refund('2.00'))));
    expect(pages.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    expect(pages.map(({ text }) => text).join(' ')).toContain('That is more than is left');
    const order = await newestOrder(shop);
    expect(order.text).toContain('Refund, up to €1.50');
    expect(order.text).not.toContain('could not go back');
  });

  it('gives back once when Refund is clicked twice', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    await Promise.all([1, 2, 3].map(() => shop.browser.submit(paid, refund('1.00'))));
    const order = await shop.browser.awaitText(await newestOrder(shop), /Partly refunded/);
    expect(order.text).toContain('Refund, up to €2.50');
    expect(count(order.text, 'payments.refunds.create')).toBe(1);
  });

  it.each(['3.51', '0', '-1', 'all of it', '1.005', ''])('refuses to give back "%s"', async (amount) => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    const page = await shop.browser.submit(paid, refund(amount));
    expect([400, 409]).toContain(page.status);
    expect((await newestOrder(shop)).text).toContain('Refund, up to €3.50');
  });

  it('tells of a refund that the bank sends back, and lets it be tried again', async () => {
    await using shop = await openWiredShop();
    const paid = await pay(shop, await buy(shop), /5126/);
    const refunded = await shop.browser.submit(paid, refund('3.50'));
    expect(refunded.text).toContain('Refunded €3.50');
    const [given] = shop.fake.ledger.refunds;
    shop.fake.finishProcessing(given?.id ?? '', 'failed');
    const order = await untilShown(shop, refunded.url, /€3\.50 could not go back/);
    expect(order.text).toContain('Refund, up to €3.50');
  });
});

describe('a refund whose answer was lost', () => {
  it('is known by its webhook, without anybody asking again', async () => {
    await using shop = await openWiredShop();
    const { order } = await lostRefund(shop, '3.50');
    await untilShown(shop, order.url, /€3\.50 went back/);
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it('is asked for again under the same key, and given back once', async () => {
    await using shop = await openWiredShop(deaf);
    const { problem, order } = await lostRefund(shop, '3.50');
    expect(problem.status).toBe(502);
    expect(problem.text).toContain('Trying again is safe');
    expect(order.text).toContain('the answer was lost');
    const refunded = await shop.browser.submit(order, { press: /Ask again/ });
    expect(refunded.text).toContain('Refunded €3.50');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it('is listed among the deliveries until somebody has asked again', async () => {
    await using shop = await openWiredShop(deaf);
    await lostRefund(shop, '1.00');
    const listed = await shop.browser.open(`${shop.url}/deliveries`);
    expect(listed.text).toMatch(/Refunds in doubt €1\.00 of order_\w+/);
    const { text } = await shop.browser.submit(listed, { press: /^Try again$/ });
    expect(text).toContain('Of every refund is known what became of it.');
    expect((await newestOrder(shop)).text).toContain('€1.00 went back');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it.each([
    ['is found where it happened', 'resetAfter'],
    ['is made where it did not', 'resetBefore'],
  ] as const)('%s, when the provider has forgotten the key', async (_what, kind) => {
    await using shop = await openWiredShop(deaf);
    const { order } = await lostRefund(shop, '1.00', kind);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
    const page = await shop.browser.submit(order, { press: /Ask again/ });
    vi.useRealTimers();
    expect(page.text).toContain('€1.00 went back');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it('is looked for at once where the provider has said that it happened', async () => {
    await using shop = await openWiredShop(deaf);
    const paid = await pay(shop, await buy(shop));
    const match = ({ target }: { readonly target: string }) => target === '/v1/refunds';
    shop.server.fault({ kind: 'garbage', commit: true, match, times: 1 });
    const problem = await shop.browser.submit(paid, refund('1.00'));
    expect(problem.text).toContain('It went through, only the answer was lost.');
    expect((await newestOrder(shop)).text).toContain('€1.00 went back');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it('is not called failed when asking again fails', async () => {
    await using shop = await openWiredShop(deaf);
    const { order } = await lostRefund(shop, '1.00');
    shop.server.fault({ kind: 'status', status: 401, times: 100 });
    expect((await shop.browser.submit(order, { press: /Ask again/ })).status).toBe(502);
    shop.server.reset();
    const unsure = await newestOrder(shop);
    expect(unsure.text).toContain('the answer was lost');
    expect(unsure.text).toContain('Refund, up to €2.50');
    await shop.browser.submit(unsure, { press: /Ask again/ });
    expect((await newestOrder(shop)).text).toContain('€1.00 went back');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });
});
