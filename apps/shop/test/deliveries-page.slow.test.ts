import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser } from './browser/chromium.ts';
import { faultsOf } from './browser/faults.ts';
import { openDeliveriesShop } from './support/deliveries-shop.ts';

const patience = 90_000;

let browser: Browser | undefined;
beforeAll(async () => {
  if (noBrowser === undefined) browser = await launch();
}, patience);
afterAll(() => browser?.close());

describe.skipIf(noBrowser !== undefined)('the page of deliveries in a browser', { timeout: patience }, () => {
  it('has no accessibility fault, light or dark, and fits screens of 360 to 1440', async () => {
    await using shop = await openDeliveriesShop();
    const context = await browser?.newContext({ baseURL: shop.url, bypassCSP: true });
    const page = await context?.newPage();
    if (page === undefined) throw new Error('There is no browser.');
    const faults: unknown[] = [];
    const look = async (): Promise<void> => void faults.push(...(await faultsOf(page)));
    await page.goto('/deliveries');
    await look();
    await page.getByLabel('URL of an endpoint').fill(`${shop.listener.url}/${'a-long-path/'.repeat(8)}`);
    await page.getByLabel(/^Events/).fill('order.paid, order.refunded');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.getByText(/^whsec_/).waitFor();
    await look();
    await shop.deliver('event-1', 'customer_with_a_name_that_is_long_enough_to_need_two_lines');
    await expect.poll(() => shop.handled).toEqual(['event-1']);
    shop.fail(new Error(`The customers are away: ${'x'.repeat(400)}`));
    await shop.deliver('event-2');
    shop.listener.fault({ kind: 'status', status: 500, times: 1 });
    await shop.sender.send({ id: 'order-paid-order_h3k9h3k9h3k9h3k9', type: 'order.paid', data: {} });
    await expect
      .poll(
        async () => {
          await page.goto('/deliveries');
          return page.getByRole('button', { name: 'Try again' }).count();
        },
        { timeout: 15_000 },
      )
      .toBe(2);
    await look();
    await page.getByRole('button', { name: 'Replay customer.updated' }).first().press('Enter');
    await page.waitForURL(/#in-crm$/);
    expect(faults).toEqual([]);
    await context?.close();
  });
});
