import { describe, expect, it } from 'vitest';
import { readSettings } from '../src/settings.ts';
import { newOrderId, openRaceShop, paidOf, type RaceShop } from './support/race-shop.ts';

/** How often the provider was asked about a payment page. */
const looksOf = ({ fake }: RaceShop): number =>
  fake.log.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/checkout/sessions/')).length;

describe('the sweep of payment pages', () => {
  it('looks ever more rarely at one that nobody pays, and no more once it is paid', async () => {
    await using shop = await openRaceShop({ SHOP_SETTLE_AFTER: '10' });
    const orderId = newOrderId();
    const page = await shop.order(orderId);
    await shop.passUntilSo(() => looksOf(shop) > 0);
    expect(shop.clock.monotonic()).toBeLessThan(12_000);
    await shop.clock.advance(15_000);
    expect(looksOf(shop)).toBe(1);
    await shop.pay(page);
    await shop.passUntilSo(() => paidOf(shop, orderId).paid.length > 0);
    expect(shop.clock.monotonic()).toBeLessThan(34_000);
    expect(paidOf(shop, orderId).paid).toEqual(['sweep']);
    await shop.clock.advance(90_000);
    expect(looksOf(shop)).toBe(2);
  });

  it.each(['0', '1.5', '86401', 'soon'])('does not begin after SHOP_SETTLE_AFTER=%s', (text) => {
    expect(readSettings({ SHOP_SETTLE_AFTER: text }).problems).toMatchObject([{ path: 'SHOP_SETTLE_AFTER' }]);
  });
});
