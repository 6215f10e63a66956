import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outboxEmail } from '@patchbay/email-outbox';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { type StripeFake, stripeFake } from '@patchbay/payments-stripe/fake';
import { seededRandom } from '@patchbay/testing';
import { freePort, serve } from '@patchbay/testing/node';
import { createBrowser, type Page } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { buildShop } from './support/built-shop.ts';
import { type KillableShop, killableShop } from './support/killable-shop.ts';
import { mailEnvironment } from './support/mail-shop.ts';
import { openPeople } from './support/people.ts';
import { pictureFile, png } from './support/pictures.ts';
import { buyer, count, signIn } from './support/shop.ts';

const kills = 4;
const patience = 300_000; // what was under way at a kill waits for the end of its lease
/** Which of the two mails is first is open: one that was under way at a kill waits for the end of its lease. */
const bothMails = /(?=.*Receipt \(€4\.00\) (was|may))(?=.*Refund e-mail \(€1\.00\) (was|may))/s;
const browser = createBrowser();
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Somebody who sends the same form again until the shop answers as wished. */
async function untilShown(wanted: RegExp, work: () => Promise<Page>): Promise<Page> {
  for (;;) {
    const page = await work().catch(() => undefined); // the shop is not there
    if (page !== undefined && wanted.test(`${page.text} ${page.title}`)) return page;
    await pause(20);
  }
}

/**
 * Uploads a picture, buys, pays, closes the tab, looks after the order and wants a part of the money back. Returns the
 * order's page.
 */
async function shopAround(url: string): Promise<string> {
  const page = await untilShown(/Copies/, () => browser.open(`${url}/postcards/north`));
  const upload = { press: /^Upload$/, attach: pictureFile(png) };
  const postcard = await untilShown(/Your own picture is on the front/, () => browser.submit(page, upload));
  const id = new Map(postcard.forms.flatMap(({ fields }) => [...fields])).get('order') ?? '';
  const hosted = await untilShown(/4242/, () =>
    browser.submit(postcard, { press: /^Buy$/, type: { email: buyer } }),
  );
  await browser.submit(hosted, { press: /^Pay/, choose: /4242/, andLeave: true });
  const order = `${url}/orders/${id}`;
  const paid = await untilShown(/Paid €4\.00/, () => browser.open(`${order}/return`));
  const refund = { press: /^Refund$/, type: { amount: '1.00' } };
  await untilShown(/Partly refunded €4\.00/, () => browser.submit(paid, refund));
  return order;
}

async function shootAtRandom(shop: KillableShop, random: () => number): Promise<void> {
  for (let shot = 0; shot < kills; shot += 1) {
    await pause(30 + random() * 400);
    await shop.kill();
    await shop.start();
  }
}

/** As the vendor does for days: what was not taken is sent again. */
async function redeliver(fake: StripeFake): Promise<void> {
  await fake.settled();
  const taken = new Set(fake.deliveries.filter(({ status }) => status === 200).map(({ eventId }) => eventId));
  for (const { id } of fake.events.filter((event) => !taken.has(event.id)))
    expect(await fake.deliver(id)).toBe(200);
}

/** The keys of all mails that a provider took: what they were sent for. */
type MailKeys = () => Promise<readonly string[]>;

/** A provider that knows a mail again by its key, and one that does not. */
const emailProviders = {
  async outbox(folder: string) {
    const keys: MailKeys = async () => {
      await using email = outboxEmail({ root: join(folder, 'email') });
      return (await (await email.native()).mails()).map(({ metadata }) => metadata['mail'] ?? '');
    };
    return { environment: {}, keys, fate: 'was sent', [Symbol.asyncDispose]: async () => undefined };
  },
  async sendgrid() {
    const post = sendgridFake({ apiKey: 'SG.shop.key' });
    const server = await serve(post);
    const environment = await mailEnvironment(post, server.url);
    const keys: MailKeys = async () => post.accepted.map(({ customArgs }) => customArgs['mail'] ?? '');
    return {
      environment,
      keys,
      fate: '(was|may have been) sent',
      [Symbol.asyncDispose]: () => server.close(),
    };
  },
} as const;

describe('a shop that is killed at any moment', () => {
  it.each([
    [20_261_122, 'outbox'],
    [Date.now() % 1_000_000, 'sendgrid'],
  ] as const)(
    'charges once, gives back once and tells of it once (seed %d, mails by %s)',
    async (seed, emailBy) => {
      const folder = await mkdtemp(join(tmpdir(), 'postcard-kill-'));
      const port = String(await freePort());
      const url = `http://127.0.0.1:${port}`;
      const webhook = { url: `${url}/webhooks/payments`, secret: 'whsec_shop' };
      const fake = stripeFake({ secretKey: 'sk_test_shop', webhook });
      await using server = await serve(fake);
      await using people = await openPeople(url);
      await using email = await emailProviders[emailBy](folder);
      await using built = await buildShop();
      await using shop = killableShop(built.main, {
        PORT: port,
        SHOP_DATA: folder,
        PAYMENTS_PROVIDER: 'stripe',
        STRIPE_SECRET_KEY: 'sk_test_shop',
        STRIPE_WEBHOOK_SECRET: 'whsec_shop',
        STRIPE_BASE_URL: server.url,
        ...people.environment,
        ...email.environment,
      });
      await shop.start();
      await signIn({ browser, url });
      const shooting = shootAtRandom(shop, seededRandom(seed));
      const orders = await Promise.all([1, 2, 3].map(() => shopAround(url)));
      await shooting;
      await redeliver(fake);
      let sent = 0;
      for (const order of orders) {
        const { text } = await untilShown(bothMails, () => browser.open(order));
        expect(text).toContain('Partly refunded €4.00');
        expect(text).toContain('Refund, up to €3.00');
        expect(count(text, 'Picture uploaded straight to fs')).toBe(1);
        expect(count(text, 'Paid , learned from')).toBe(1);
        expect(count(text, 'Refunded , learned from')).toBe(1);
        expect(text).toMatch(new RegExp(`Receipt \\(€4\\.00\\) ${email.fate}`));
        expect(text).toMatch(new RegExp(`Refund e-mail \\(€1\\.00\\) ${email.fate}`));
        sent += count(text, ') was sent');
      }
      expect(fake.ledger.charges.map(({ status }) => status)).toEqual(Array(3).fill('succeeded'));
      expect(fake.ledger.refunds).toHaveLength(3);
      expect(fake.ledger.totals('eur')).toMatchObject({ captured: 1_200, refunded: 300 });
      await shop.kill();
      const keys = await email.keys();
      expect(new Set(keys).size).toBe(keys.length);
      expect(keys.length).toBeGreaterThanOrEqual(sent);
      await rm(folder, { recursive: true, force: true });
    },
    patience,
  );
});
