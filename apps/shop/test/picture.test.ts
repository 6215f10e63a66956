import { createHash } from 'node:crypto';
import { s3Fake } from '@patchbay/storage-s3/fake';
import { serve } from '@patchbay/testing/node';
import { createBrowser, type Page } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { openMailShop } from './support/mail-shop.ts';
import { jpeg, pictureFile, png, pngOf } from './support/pictures.ts';
import {
  buyer,
  count,
  newestOrder,
  type OpenShop,
  openPeopledShop,
  openShop,
  pay,
  postcardPage,
  signIn,
} from './support/shop.ts';

const purchase = { press: /^Buy$/, type: { email: buyer } };
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Sends a file from the page of a postcard, by its plain form. */
function upload(shop: OpenShop, page: Page, attach: File): Promise<Page> {
  return shop.browser.submit(page, { press: /^Upload$/, attach, choose: /JPEG/ });
}

/** The page of the postcard with a picture of one's own on it. */
async function ownPostcard(shop: OpenShop, bytes: Uint8Array<ArrayBuffer> = png): Promise<Page> {
  return upload(shop, await postcardPage(shop), pictureFile(bytes));
}

function ownUrl({ pictures }: Page): string | undefined {
  return pictures.find(({ label }) => label === 'Your own picture')?.url;
}

async function shownBytes({ browser }: OpenShop, page: Page): Promise<string> {
  return sha256(await browser.download(ownUrl(page) ?? ''));
}

/** The way back from storage, for those who did not take it. */
function wayBack({ forms }: Page): string {
  const { fields } = forms.find(({ isMultipart }) => isMultipart) ?? { fields: new Map<string, string>() };
  return fields.get('success') ?? fields.get('success_action_redirect') ?? '';
}

describe("a picture of one's own", () => {
  it.each([
    ['PNG', png, 'image/png'],
    ['JPEG', jpeg, 'image/jpeg'],
  ] as const)('goes by a plain form straight to storage and onto the order (%s)', async (_, bytes, type) => {
    await using shop = await openPeopledShop();
    const postcard = await ownPostcard(shop, bytes);
    expect(postcard.url).toMatch(/\/postcards\/night-mail\?picture=picture_/);
    expect(await shownBytes(shop, postcard)).toBe(sha256(bytes));
    await pay(shop, await shop.browser.submit(postcard, purchase));
    const order = await newestOrder(shop);
    expect(await shownBytes(shop, order)).toBe(sha256(bytes));
    // Whatever the buyer chose in the form: the bytes tell.
    expect((await fetch(ownUrl(order) ?? '')).headers.get('content-type')).toBe(type);
  });

  it('puts the calls and events of all four categories on the timeline of the order', async () => {
    await using shop = await openPeopledShop();
    await pay(shop, await shop.browser.submit(await ownPostcard(shop), purchase));
    const { text } = await shop.browser.awaitText(await newestOrder(shop), /Receipt \(€3\.50\) was sent/);
    for (const part of [
      'auth.flow.exchange oidc',
      'Signed in through oidc',
      'storage.head fs',
      'Picture uploaded straight to fs',
      'payments.checkout.create sandbox',
      'Paid , learned from',
      'email.send outbox',
      'Receipt : sent',
    ])
      expect(text).toContain(part);
    expect(count(text, 'storage.head')).toBe(1);
  });

  it('goes to S3 in the same way, and never through the shop', async () => {
    const bytes = pngOf(2_000_000); // more than the shop takes
    const fake = s3Fake();
    await using server = await serve(fake);
    await using shop = await openPeopledShop(s3Environment(server.url));
    const page = await postcardPage(shop);
    const { headers } = await fetch(page.url);
    expect(headers.get('content-security-policy')).toContain(`img-src 'self' ${server.url}`);
    expect(headers.get('content-security-policy')).toContain(`connect-src 'self' ${server.url}`);
    const postcard = await upload(shop, page, pictureFile(bytes));
    await pay(shop, await shop.browser.submit(postcard, purchase));
    expect(await shownBytes(shop, await newestOrder(shop))).toBe(sha256(bytes));
    const [object] = fake.objects('bucket');
    expect(object?.key).toMatch(/^pictures\/account_\w{16}\/picture_\w{16}$/);
    expect(await fake.bytes('bucket', object?.key ?? '')).toEqual(new Uint8Array(bytes));
  });

  it('travels with the receipt, and none other that came later under its name', async () => {
    await using shop = await openMailShop();
    const page = await postcardPage(shop);
    const paid = await pay(
      shop,
      await shop.browser.submit(await upload(shop, page, pictureFile(png)), purchase),
    );
    const order = await shop.browser.awaitText(paid, /Receipt \(€3\.50\) was sent/);
    await upload(shop, page, pictureFile(pngOf(500)));
    const refunded = await shop.browser.submit(order, { press: /^Refund$/ });
    await shop.browser.awaitText(refunded, /Refund e-mail \(€3\.50\) was sent/);
    const [receipt, refund] = shop.post.accepted.map(({ attachments }) => attachments[0]);
    expect(receipt).toMatchObject({ contentId: 'postcard', disposition: 'inline', type: 'image/png' });
    expect(sha256(receipt?.bytes ?? new Uint8Array())).toBe(sha256(png));
    expect(refund).toMatchObject({ contentId: 'postcard', type: 'image/svg+xml' });
  });

  it('needs a provider that can sign addresses: otherwise the shop does not open', async () => {
    const withoutKey = { STORAGE_PROVIDER: 's3', S3_BUCKET: 'bucket', AWS_REGION: 'us-east-1' };
    await expect(openShop(withoutKey)).rejects.toThrow(
      'URLs are presigned with accessKeyId and secretAccessKey',
    );
  });

  it.each([
    ['too large', pictureFile(pngOf(5_000_001)), /more than 5000000 bytes/],
    ['far too large', pictureFile(pngOf(6_000_000)), /choose one of at most 5 MB/],
    ['empty', pictureFile(new Uint8Array()), /at least 1/],
  ])('is refused by storage when it is %s', async (_what, file, why) => {
    await using shop = await openPeopledShop();
    const page = await postcardPage(shop);
    const refused = await upload(shop, page, file);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(refused.text).toMatch(why);
    expect((await shop.browser.open(wayBack(page))).text).toContain('No picture has come');
  });

  it('is refused by storage when it is said to be something else, and by the shop when it is', async () => {
    await using shop = await openPeopledShop();
    const page = await postcardPage(shop);
    const press = { press: /^Upload$/, attach: pictureFile(png) };
    const html = await shop.browser.submit(page, { ...press, type: { 'Content-Type': 'text/html' } });
    expect(html.status).toBe(400);
    expect(html.text).toContain('The body must be of the type image/*');
    const svg = pictureFile(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml');
    const refused = await upload(shop, page, svg);
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('Please choose a JPEG or PNG of at most 5 MB');
    expect(ownUrl(await shop.browser.open(page.url))).toBeUndefined();
  });

  it('is there when the shop ended between the upload and the order', async () => {
    await using shop = await openPeopledShop();
    const page = await postcardPage(shop);
    await shop.browser.submit(page, { press: /^Upload$/, attach: pictureFile(png), andLeave: true });
    await shop.restart();
    const postcard = await shop.browser.open(wayBack(page));
    expect(await shownBytes(shop, postcard)).toBe(sha256(png));
    await shop.restart();
    await pay(shop, await shop.browser.submit(postcard, purchase));
    await shop.restart();
    expect(await shownBytes(shop, await newestOrder(shop))).toBe(sha256(png));
  });

  it('stays with its provider: after a change the order says whose it is, and mails go without it', async () => {
    const fake = s3Fake();
    await using server = await serve(fake);
    await using shop = await openPeopledShop();
    const paid = await pay(shop, await shop.browser.submit(await ownPostcard(shop), purchase));
    await shop.browser.awaitText(paid, /was sent/);
    await shop.restart({ STORAGE_PROVIDER: 's3', ...s3Environment(server.url) });
    const order = await shop.browser.open(paid.url);
    expect(order.text).toContain('The picture of this order is with fs');
    expect(order.text).toContain('STORAGE_PROVIDER=fs again');
    const refunded = await shop.browser.submit(order, { press: /^Refund$/ });
    await shop.browser.awaitText(refunded, /Refund e-mail \(€3\.50\) was sent/);
    expect(fake.log).toEqual([]);
    await shop.restart();
    expect(await shownBytes(shop, await shop.browser.open(paid.url))).toBe(sha256(png));
  });

  it('can neither be ordered nor looked up by somebody else', async () => {
    await using shop = await openPeopledShop();
    const postcard = await ownPostcard(shop);
    const bob = { ...shop, browser: createBrowser() };
    await signIn(bob, shop.url, /^Bob/);
    expect(ownUrl(await bob.browser.open(postcard.url))).toBeUndefined();
    const stolen = await bob.browser.submit(postcard, purchase);
    expect(stolen.status).toBe(400);
    const back = wayBack(postcard);
    expect((await bob.browser.open(back)).text).toContain('No picture has come');
  });
});

function s3Environment(url: string): Record<string, string> {
  return {
    STORAGE_PROVIDER: 's3',
    S3_BUCKET: 'bucket',
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIAFAKE00000000FAKE',
    AWS_SECRET_ACCESS_KEY: 'fake-secret-access-key',
    S3_BASE_URL: url,
  };
}
