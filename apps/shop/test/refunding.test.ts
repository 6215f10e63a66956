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
} from './support/shop.ts';

const refund = (amount: string) => ({ press: /^Refund$/, type: { amount } });

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

  it('does not ask again when the provider has forgotten the key: that would be a second refund', async () => {
    await using shop = await openWiredShop();
    const paid = await pay(shop, await buy(shop));
    shop.server.fault({ kind: 'resetAfter', match: ({ target }) => target === '/v1/refunds', times: 3 });
    const order = await shop.browser.follow(
      await shop.browser.submit(paid, refund('1.00')),
      /Back to the order/,
    );
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 25 * 3_600_000 });
    const page = await shop.browser.submit(order, { press: /Ask again/ });
    vi.useRealTimers();
    expect(page.status).toBe(409);
    expect(page.text).toContain('asked for more than 24 hours ago');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });

  it('does not call a refund failed that may have happened, when asking again fails', async () => {
    await using shop = await openWiredShop();
    const paid = await pay(shop, await buy(shop));
    shop.server.fault({ kind: 'resetAfter', match: ({ target }) => target === '/v1/refunds', times: 3 });
    const order = await shop.browser.follow(
      await shop.browser.submit(paid, refund('1.00')),
      /Back to the order/,
    );
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

  it('asks again under the same key when the answer was lost, and gives back once', async () => {
    await using shop = await openWiredShop();
    const paid = await pay(shop, await buy(shop));
    shop.server.fault({ kind: 'resetAfter', match: ({ target }) => target === '/v1/refunds', times: 3 });
    const problem = await shop.browser.submit(paid, refund('3.50'));
    expect(problem.status).toBe(502);
    expect(problem.text).toContain('Trying again is safe');
    await shop.fake.settled();
    const order = await shop.browser.follow(problem, /Back to the order/);
    expect(order.text).toContain('the answer was lost');
    const refunded = await shop.browser.submit(order, { press: /Ask again/ });
    expect(refunded.text).toContain('Refunded €3.50');
    expect(shop.fake.ledger.refunds).toHaveLength(1);
  });
});
