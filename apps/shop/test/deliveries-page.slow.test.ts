import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launch, noBrowser } from './browser/chromium.ts';
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

/** What axe finds wrong with the page in both themes and where, and at which widths it scrolls sideways. */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const faults: unknown[] = [];
  await page.evaluate(axe.source);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    const rules = colorScheme === 'light' ? '' : `{ runOnly: ['color-contrast'] }`; // nothing else differs
    const found: unknown = await page.evaluate(
      `axe.run(${rules}).then(({ violations }) => violations.map(({ id, nodes }) => [location.href, id, ...nodes.map(({ html }) => html)]))`,
    );
    if (Array.isArray(found)) faults.push(...found);
  }
  for (const width of [360, 768, 900, 1_440]) {
    await page.setViewportSize({ width, height: 900 });
    const needed = await page.evaluate('document.documentElement.scrollWidth');
    if (needed !== width) faults.push([page.url(), width, needed]);
  }
  return faults;
}
