import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sendgridFake } from '@patchbay/email-sendgrid/fake';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { money } from '@patchbay/payments';
import { serve } from '@patchbay/testing/node';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../src/store/store.ts';
import { mailEnvironment } from './support/mail-shop.ts';
import { buyer, openShop, signIn, untilShown } from './support/shop.ts';

const orderId = 'order_aaaaaaaaaaaaaaaa';
const key = `receipt:${orderId}`;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'postcard-mail-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Its job, given up by a shop that did not live to say so of the mail. */
async function giveUpJob(): Promise<void> {
  await using jobs = sqliteJobs({ file: join(folder, 'jobs.sqlite'), durability: 'process' });
  const job = { queue: 'mails', id: `${key}.0` };
  await jobs.enqueue({ ...job, payload: { key, tries: 0 } });
  const [claimed] = await jobs.claim({ queue: 'mails', limit: 1, leaseMs: 30_000 });
  await jobs.bury({ ...job, token: claimed?.token ?? '', error: 'Begun 10 times, and given up.' });
}

/** What a killed shop leaves behind: an order whose receipt is wanted, or was being handed over to this provider. */
function leaveBehind(begunWith?: string): void {
  const store = openStore(folder);
  const total = money(400, 'EUR');
  store.orders.add({
    id: orderId,
    postcardId: 'north',
    copies: 1,
    total,
    placedAt: new Date(),
    email: buyer,
  });
  store.mails.want({ key, orderId, kind: 'receipt', to: buyer, amount: total });
  if (begunWith !== undefined) store.mails.begin(key, begunWith);
  store.close();
}

describe('a receipt that a killed shop left behind', () => {
  it.each([
    ['wanted', undefined],
    ['at a provider that knows it by its key', 'outbox'],
  ])('is sent at the next start, once, when it was %s', async (_where, begunWith) => {
    leaveBehind(begunWith);
    await using shop = await openShop({ SHOP_DATA: folder });
    await shop.browser.awaitText(await signIn(shop, `${shop.url}/orders/${orderId}`), /was sent/);
    await shop.restart();
    const inbox = await fetch(`${shop.url}/provider/email/api/mails`);
    expect(await inbox.json()).toMatchObject({ mails: [{ metadata: { mail: key }, reference: orderId }] });
  });

  it.each(['sendgrid', 'outbox'])(
    'is of unknown fate and stays where it is, when %s had it and the provider now cannot tell',
    async (begunWith) => {
      leaveBehind(begunWith);
      const post = sendgridFake({ apiKey: 'SG.shop.key' });
      await using server = await serve(post);
      await using shop = await openShop({ SHOP_DATA: folder, ...(await mailEnvironment(post, server.url)) });
      const page = await signIn(shop, `${shop.url}/orders/${orderId}`);
      const order = await shop.browser.awaitText(page, /Receipt \(€4\.00\) may have been sent/);
      expect(order.text).toContain('unknown, it may have been sent: the shop ended before the answer came');
      expect(post.log).toEqual([]);
    },
  );
});

describe('a receipt whose job was given up', () => {
  it('says so wherever it is listed, and is sent, once, when somebody tries it again', async () => {
    leaveBehind('outbox');
    await giveUpJob();
    await using shop = await openShop({ SHOP_DATA: folder });
    const order = `${shop.url}/orders/${orderId}`;
    const page = await signIn(shop, order);
    const { text } = await shop.browser.awaitText(page, /Receipt \(€4\.00\) may have been sent/);
    expect(text).toContain('unknown, it may have been sent: the shop ended at every try');
    const listed = await shop.browser.open(`${shop.url}/deliveries`);
    expect(listed.text).toMatch(/given up\. It may have been sent: tried again, it may arrive twice\./);
    await shop.browser.submit(listed, { press: /^Try again$/ });
    await untilShown(shop, order, /Receipt \(€4\.00\) was sent/);
    expect((await shop.browser.open(`${shop.url}/deliveries`)).text).not.toContain(key);
    const inbox = await fetch(`${shop.url}/provider/email/api/mails`);
    expect(await inbox.json()).toMatchObject({ mails: [{ metadata: { mail: key } }] });
  });
});

describe('the mails in the store', () => {
  it('are wanted once, begun by one and asked for again by one', () => {
    leaveBehind();
    const { mails, close } = openStore(folder);
    expect(mails.want({ key, orderId, kind: 'receipt', to: buyer, amount: money(1, 'EUR') })).toBe(false);
    expect([mails.begin(key, 'a'), mails.begin(key, 'b')]).toEqual([true, false]);
    expect(mails.wantAgain(key, 1)).toBe(false); // it is on its way
    mails.setState(key, 'unknown');
    expect([mails.wantAgain(key, 1), mails.wantAgain(key, 1)]).toEqual([true, false]);
    expect(mails.get(key)).toMatchObject({ state: 'wanted', tries: 1, isDoubtful: true, provider: 'a' });
    close();
  });

  it('are wanted only if the change is kept that they tell of', () => {
    leaveBehind();
    const store = openStore(folder);
    const other = { key: 'refund:x', orderId, kind: 'refund', to: buyer, amount: money(1, 'EUR') } as const;
    const work = (): void => {
      store.mails.want(other);
      throw new Error('The process ended.');
    };
    expect(() => store.atomically(work)).toThrow('ended');
    expect(store.mails.get('refund:x')).toBeUndefined();
    store.close();
  });

  it('find room in a file of before there were mails', async () => {
    const { DatabaseSync } = await import('node:sqlite');
    openStore(folder).close();
    const file = new DatabaseSync(join(folder, 'shop.sqlite'));
    file.exec('DROP TABLE mails');
    for (const column of ['email', 'account_id', 'picture_id'])
      file.exec(`ALTER TABLE orders DROP COLUMN ${column}`);
    file.close();
    leaveBehind();
    const store = openStore(folder);
    expect(store.orders.get(orderId)).toMatchObject({ email: buyer });
    store.close();
  });
});
