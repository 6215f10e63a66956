import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import { type FaultServer, freePort, serve } from '@patchbay/testing/node';
import type { OpenidProvider } from '@patchbay/testing/oidc';
import { type Browser, createBrowser, type Page } from '@patchbay/tooling-story/browser';
import { type RunningShop, startShop } from '../../src/start.ts';
import { openPeople } from './people.ts';

/** A shop on a port of its own, with a folder of its own and a browser without scripts. */
export interface OpenShop extends AsyncDisposable {
  readonly url: string;
  readonly browser: Browser;
  /** Closes the shop and opens it again with the same port and folder, and with what has changed in its environment. */
  restart(changes?: Environment): Promise<void>;
}

type Environment = Readonly<Record<string, string>>;

export async function openShop(environment: Environment = {}): Promise<OpenShop> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-shop-'));
  const start = (port: string, changes: Environment = {}): Promise<RunningShop> =>
    startShop({ PORT: port, SHOP_DATA: folder, ...hasty, ...environment, ...changes }, adapters);
  let shop = await start(environment['PORT'] ?? '0');
  return {
    url: shop.url,
    browser: createBrowser(),
    async restart(changes) {
      await shop.close();
      shop = await start(new URL(shop.url).port, changes);
    },
    async [Symbol.asyncDispose]() {
      await shop.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** No test cuts the power. */
export const hasty = { STATE_SQLITE_DURABILITY: 'process', JOBS_SQLITE_DURABILITY: 'process' };

// Tests run on the sources: an installed package would be its build.
export const adapters = {
  '@patchbay/auth-local': () => import('@patchbay/auth-local'),
  '@patchbay/auth-oidc': () => import('@patchbay/auth-oidc'),
  '@patchbay/email-outbox': () => import('@patchbay/email-outbox'),
  '@patchbay/email-smtp': () => import('@patchbay/email-smtp'),
  '@patchbay/email-sendgrid': () => import('@patchbay/email-sendgrid'),
  '@patchbay/jobs-sqlite': () => import('@patchbay/jobs-sqlite'),
  '@patchbay/payments-sandbox': () => import('@patchbay/payments-sandbox'),
  '@patchbay/payments-stripe': () => import('@patchbay/payments-stripe'),
  '@patchbay/state-sqlite': () => import('@patchbay/state-sqlite'),
  '@patchbay/storage-fs': () => import('@patchbay/storage-fs'),
  '@patchbay/storage-s3': () => import('@patchbay/storage-s3'),
};

/** A shop where people sign in at an OpenID provider, which tells what it was asked. */
export interface PeopledShop extends OpenShop {
  readonly provider: OpenidProvider;
}

export async function openPeopledShop(environment: Environment = {}): Promise<PeopledShop> {
  const port = environment['PORT'] ?? String(await freePort());
  const people = await openPeople(`http://127.0.0.1:${port}`);
  const shop = await openShop({ PORT: port, ...people.environment, ...environment });
  return {
    ...shop,
    provider: people.provider,
    async [Symbol.asyncDispose]() {
      await shop[Symbol.asyncDispose]();
      await people[Symbol.asyncDispose]();
    },
  };
}

/** A shop whose payments go over a wire, on which faults can be planted. */
export interface WiredShop extends PeopledShop {
  readonly fake: StripeFake;
  readonly server: FaultServer;
}

export async function openWiredShop(environment: Environment = {}): Promise<WiredShop> {
  const port = String(await freePort());
  const secretKey = environment['STRIPE_SECRET_KEY'] ?? 'sk_test_shop';
  const fake = stripeFake({
    secretKey,
    webhook: { url: `http://127.0.0.1:${port}/webhooks/payments`, secret: 'whsec_shop' },
    now: () => Date.now(), // also where a test moves the time
  });
  const server = await serve(fake);
  const shop = await openPeopledShop({
    PORT: port,
    PAYMENTS_PROVIDER: 'stripe',
    STRIPE_SECRET_KEY: secretKey,
    STRIPE_WEBHOOK_SECRET: 'whsec_shop',
    STRIPE_BASE_URL: server.url,
    ...environment,
  });
  return {
    ...shop,
    fake,
    server,
    async [Symbol.asyncDispose]() {
      await fake.settled();
      await shop[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

/** Who buys in tests. */
export const buyer = 'ada@readers.example';

/** Signs in from a page, and comes back to it; a page that is for somebody alone asks for that by itself. */
export async function signIn({ browser, url }: Door, from = url, person = /^Ada/): Promise<Page> {
  const page = await browser.open(from);
  const gate = page.url === from || page.url === `${from}/` ? await browser.follow(page, /^Sign in$/) : page;
  return browser.submit(gate, { press: person });
}

type Door = Pick<OpenShop, 'browser' | 'url'>;

/** The page of a postcard, for somebody who is signed in. */
export async function postcardPage(shop: Door, postcard = /Night Mail/): Promise<Page> {
  const page = await shop.browser.follow(await shop.browser.open(shop.url), postcard);
  return page.links.some(({ label }) => label === 'Sign in') ? signIn(shop, page.url) : page;
}

/** Chooses a postcard and buys it; returns the provider's payment page. */
export async function buy(shop: Door, postcard?: RegExp): Promise<Page> {
  const page = await postcardPage(shop, postcard);
  return shop.browser.submit(page, { press: /^Buy$/, type: { email: buyer } });
}

/** Pays on the payment page with the card of this number. */
export function pay({ browser }: Door, hosted: Page, card = /4242/): Promise<Page> {
  return browser.submit(hosted, { press: /^Pay/, choose: card });
}

/** A page as soon as it shows this. Webhooks are answered when they are kept, and handled after that. */
export async function untilShown({ browser }: Door, url: string, wanted: RegExp): Promise<Page> {
  for (const deadline = Date.now() + 30_000; ; ) {
    const page = await browser.open(url);
    if (wanted.test(page.text)) return page;
    if (Date.now() > deadline) throw new Error(`${url} shows no ${wanted}: ${page.text}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** The newest order's page. */
export async function newestOrder({ browser, url }: Door): Promise<Page> {
  return browser.open(orderLinks(await browser.open(`${url}/orders`))[0] ?? '');
}

export function orderLinks({ links }: Page): readonly string[] {
  return links.map((link) => link.url).filter((url) => /\/orders\/order_\w+$/.test(url));
}

/** The forms of a page, beside that of every page. */
export function formsOf({ forms }: Page): Page['forms'] {
  return forms.filter(({ buttons }) => buttons.every(({ label }) => label !== 'Sign out'));
}

/** How often a text occurs. */
export function count(text: string, part: string): number {
  return text.split(part).length - 1;
}
