import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { png, pngOf } from '../support/pictures.ts';
import { type OpenShop, openShop } from '../support/shop.ts';
import { launch, noBrowser } from './chromium.ts';
import { faultsOf } from './faults.ts';

const patience = 90_000;

let browser: Browser | undefined;
let shop: OpenShop | undefined;
/** What a browser keeps in which Ada has signed in. */
let signedIn: BrowserContextOptions['storageState'];
beforeAll(async () => {
  if (noBrowser !== undefined) return;
  [browser, shop] = await Promise.all([launch(), openShop()]);
  await using tab = await openTab();
  await tab.page.goto('/');
  await signIn(tab.page);
  signedIn = await tab.page.context().storageState();
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

const signedInTab = (options: BrowserContextOptions = {}) =>
  openTab({ ...(signedIn !== undefined && { storageState: signedIn }), ...options });

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

async function signIn(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /^Ada/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).waitFor();
}

async function buy(page: Page, postcard: string): Promise<void> {
  await page.goto('/');
  await page.getByRole('link', { name: postcard }).click();
  await page.getByRole('button', { name: 'Buy' }).click();
}

async function payWith(page: Page, method: RegExp): Promise<void> {
  await page.getByLabel(method).first().check();
  await page.getByRole('button', { name: /^Pay/ }).click();
}

async function upload(page: Page, name: string, buffer: Buffer = png): Promise<void> {
  const mimeType = name.endsWith('.png') ? 'image/png' : 'image/svg+xml';
  await page.getByLabel('Your own picture').setInputFiles({ name, mimeType, buffer });
  await page.getByRole('button', { name: 'Upload' }).click();
}

const headline = (page: Page) => page.locator('[data-part="status"]');
const ownPicture = (page: Page) => page.getByRole('img', { name: 'Your own picture' });

describe.skipIf(noBrowser !== undefined)('the shop in a browser', { timeout: patience }, () => {
  it.each([true, false])(
    'signs in, uploads, buys, pays, refunds, signs out (scripts: %s), and asks nobody else',
    async (javaScriptEnabled) => {
      await using tab = await openTab({ javaScriptEnabled });
      const { page } = tab;
      const uploads: string[] = [];
      page.on('request', (request) => {
        if (request.url().includes('/provider/storage') && request.method() !== 'GET')
          uploads.push(request.method());
      });
      await page.goto('/postcards/night-mail');
      await signIn(page);
      const values = await progressOf(page, javaScriptEnabled);
      await upload(page, 'own.png', pngOf(1_000_000));
      await ownPicture(page).waitFor();
      expect(uploads).toEqual([javaScriptEnabled ? 'PUT' : 'POST']);
      expect(values.at(-1)).toBe(javaScriptEnabled ? 1 : undefined);
      await page.getByRole('button', { name: 'Buy' }).click();
      await payWith(page, /Success.*4242/);
      await headline(page).getByText('Paid', { exact: true }).waitFor();
      await page.waitForFunction(`document.querySelector('[alt="Your own picture"]').naturalWidth === 1`);
      await page.getByLabel(/Refund, up to/).fill('1.50');
      await page.getByRole('button', { name: 'Refund' }).click();
      await headline(page).getByText('Partly refunded').waitFor();
      await page.getByRole('button', { name: 'Refund' }).click();
      await headline(page).getByText('Refunded', { exact: true }).waitFor();
      await page.getByRole('button', { name: 'Sign out' }).click();
      await page.getByRole('link', { name: 'Sign in' }).waitFor();
      expect([...tab.hosts]).toEqual(['127.0.0.1']);
      expect(tab.complaints).toEqual([]);
    },
  );

  it('says why a picture is refused, and posts the form where the script gets no answer', async () => {
    await using tab = await signedInTab();
    const { page } = tab;
    await page.route('**/provider/storage/**', (route) =>
      route.request().method() === 'PUT' ? route.abort() : route.continue(),
    );
    await page.goto('/postcards/tarn');
    await upload(page, 'own.svg');
    await page.getByText('It has to be a JPEG or PNG of at most 5 MB.').waitFor();
    await upload(page, 'own.png');
    await ownPicture(page).waitFor();
    expect(page.url()).toContain('/postcards/tarn?picture=');
  });

  it.each([true, false])(
    'turns an open order page paid without a hand on it (scripts: %s)',
    async (javaScriptEnabled) => {
      await using payer = await signedInTab();
      await using onlooker = await signedInTab({ javaScriptEnabled });
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
    await using tab = await signedInTab();
    const { page } = tab;
    await page.goto('/');
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to the content');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/postcards\/harbour-light/);
    await page.getByLabel(/E-mail/).focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/pay\//);
    await page.getByRole('button', { name: /^Pay/ }).press('Enter');
    await headline(page).getByText('Paid', { exact: true }).waitFor();
  });

  it('has no accessibility fault on any page, light or dark, and fits screens of 360 to 1440', async () => {
    await using tab = await openTab({ bypassCSP: true });
    const { page } = tab;
    const faults: unknown[] = [];
    const look = async (): Promise<void> => void faults.push(...(await faultsOf(page)));
    await page.goto('/');
    await look();
    await page.getByRole('link', { name: 'The Tarn' }).click();
    await page.waitForURL(/postcards\/tarn/);
    await look();
    await page.getByRole('link', { name: 'Sign in' }).click();
    await page.getByRole('button', { name: /^Ada/ }).waitFor();
    await look();
    await page.getByRole('button', { name: /^Ada/ }).click();
    await upload(page, 'own.png');
    await ownPicture(page).waitFor();
    await look();
    await page.getByRole('button', { name: 'Buy' }).click();
    await page.getByRole('button', { name: /^Pay/ }).waitFor();
    await look();
    await payWith(page, /Declined.*0002/);
    await page.getByRole('alert').waitFor();
    await look();
    await payWith(page, /Success.*4242/);
    await headline(page).getByText('Paid', { exact: true }).waitFor();
    await page.getByLabel(/Refund, up to/).fill('1');
    await page.getByRole('button', { name: 'Refund' }).click();
    await headline(page).getByText('Partly refunded').waitFor();
    await look();
    for (const path of ['/orders', '/account', '/nothing']) {
      await page.goto(path);
      await look();
    }
    expect(faults).toEqual([]);
  });
});

/** The values that the bar of an upload takes. */
async function progressOf(page: Page, javaScriptEnabled: boolean): Promise<readonly number[]> {
  const values: number[] = [];
  if (!javaScriptEnabled) return values;
  await page.exposeFunction('told', (value: number) => void values.push(value));
  await page.evaluate(`{
    const bar = document.querySelector('progress');
    new MutationObserver(() => bar.hidden || told(bar.value)).observe(bar, { attributes: true });
  }`);
  return values;
}
