import axe from 'axe-core';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenShop, openShop } from '../support/shop.ts';
import { launch, noBrowser } from './chromium.ts';

const patience = 30_000;

let browser: Browser | undefined;
let shop: OpenShop | undefined;
beforeAll(async () => {
  if (noBrowser !== undefined) return;
  [browser, shop] = await Promise.all([launch(), openShop()]);
}, patience);
afterAll(async () => {
  await browser?.close();
  await shop?.[Symbol.asyncDispose]();
});

interface Tab extends AsyncDisposable {
  readonly page: Page;
  /** Hosts that were asked, and what went wrong in the page. */
  readonly hosts: ReadonlySet<string>;
  readonly complaints: readonly string[];
}

/** A fresh tab that keeps book of what it asks whom. */
async function openTab(options: BrowserContextOptions = {}): Promise<Tab> {
  const context = await browser?.newContext({ baseURL: shop?.url ?? '', ...options });
  const page = await context?.newPage();
  if (context === undefined || page === undefined) throw new Error('There is no browser.');
  const hosts = new Set<string>();
  const complaints: string[] = [];
  page.on('request', (request) => hosts.add(new URL(request.url()).hostname));
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  return { page, hosts, complaints, [Symbol.asyncDispose]: () => context.close() };
}

async function buy(page: Page, postcard: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: postcard }).click();
  await page.getByLabel(/E-mail/).fill('ada@readers.example');
  await page.getByRole('button', { name: 'Buy' }).click();
}

async function payWith(page: Page, method: RegExp): Promise<void> {
  await page.getByLabel(method).first().check();
  await page.getByRole('button', { name: /^Pay/ }).click();
}

const headline = (page: Page) => page.getByRole('status');

describe.skipIf(noBrowser !== undefined)('the shop in a browser', { timeout: patience }, () => {
  it.each([true, false])(
    'buys, pays, refunds (scripts: %s), and asks nobody else',
    async (javaScriptEnabled) => {
      await using tab = await openTab({ javaScriptEnabled });
      const { page } = tab;
      await buy(page, 'Night Mail');
      await payWith(page, /Success.*4242/);
      await headline(page).getByText('Paid', { exact: true }).waitFor();
      await page.getByLabel(/Refund, up to/).fill('1.50');
      await page.getByRole('button', { name: 'Refund' }).click();
      await headline(page).getByText('Partly refunded').waitFor();
      await page.getByRole('button', { name: 'Refund' }).click();
      await headline(page).getByText('Refunded', { exact: true }).waitFor();
      expect([...tab.hosts]).toEqual(['127.0.0.1']);
      expect(tab.complaints).toEqual([]);
    },
  );

  it.each([true, false])(
    'turns an open order page paid without a hand on it (scripts: %s)',
    async (javaScriptEnabled) => {
      await using payer = await openTab();
      await using onlooker = await openTab({ javaScriptEnabled });
      await buy(payer.page, 'North');
      await onlooker.page.goto('/orders');
      await onlooker.page.getByRole('link', { name: /North/ }).first().click();
      await headline(onlooker.page).getByText('Waiting for payment').waitFor();
      let loads = 0;
      onlooker.page.on('request', (request) => void (loads += request.isNavigationRequest() ? 1 : 0));
      await payWith(payer.page, /Success.*4242/);
      await headline(onlooker.page).getByText('Paid', { exact: true }).waitFor();
      expect(loads > 0).toBe(!javaScriptEnabled);
      expect(onlooker.complaints).toEqual([]);
    },
  );

  it('can be used by the keyboard alone', async () => {
    await using tab = await openTab();
    const { page } = tab;
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/postcards\/harbour-light/);
    await page.getByLabel(/E-mail/).focus();
    await page.keyboard.type('ada@readers.example');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pay\//);
    await page.getByRole('button', { name: /^Pay/ }).press('Enter');
    await headline(page).getByText('Paid', { exact: true }).waitFor();
  });

  it.each(['light', 'dark'] as const)('has no accessibility fault on any page, %s', async (colorScheme) => {
    await using tab = await openTab({ colorScheme, bypassCSP: true });
    const { page } = tab;
    await page.goto('/');
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByRole('link', { name: 'The Tarn' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel(/E-mail/).fill('ada@readers.example');
    await page.getByRole('button', { name: 'Buy' }).click();
    expect(await accessibilityFaults(page)).toEqual([]);
    await payWith(page, /Declined.*0002/);
    const order = await openTab({ colorScheme, bypassCSP: true });
    await order.page.goto('/orders');
    expect(await accessibilityFaults(order.page)).toEqual([]);
    await order.page
      .getByRole('link', { name: /The Tarn/ })
      .first()
      .click();
    expect(await accessibilityFaults(order.page)).toEqual([]);
    await payWith(page, /Success.*4242/);
    await headline(page).getByText('Paid', { exact: true }).waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.getByLabel(/Refund, up to/).fill('1');
    await page.getByRole('button', { name: 'Refund' }).click();
    await headline(page).getByText('Partly refunded').waitFor();
    expect(await accessibilityFaults(page)).toEqual([]);
    await page.goto('/nothing');
    expect(await accessibilityFaults(page)).toEqual([]);
    await order[Symbol.asyncDispose]();
  });

  it.each([360, 768, 1_440])('fits a screen %d wide without scrolling sideways', async (width) => {
    await using tab = await openTab({ viewport: { width, height: 900 } });
    const { page } = tab;
    await buy(page, 'Lemon Terrace');
    await payWith(page, /Success.*4242/);
    const order = page.url();
    const widths: unknown[] = [];
    for (const path of ['/', '/postcards/observatory', '/orders', order, '/nothing']) {
      await page.goto(path);
      widths.push(await page.evaluate('document.documentElement.scrollWidth'));
    }
    expect(widths).toEqual(Array(5).fill(width));
  });
});

/** What axe finds wrong with the page, and where. */
async function accessibilityFaults(page: Page): Promise<unknown> {
  await page.evaluate(axe.source);
  return page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [location.href, id, ...nodes.map(({ html }) => html)]))`,
  );
}
