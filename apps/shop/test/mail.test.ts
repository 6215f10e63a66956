import type { Page } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { type MailShop, openMailShop } from './support/mail-shop.ts';
import { buy, buyer, count, newestOrder, openShop, pay, postcardPage, untilShown } from './support/shop.ts';

const unknown = /Receipt \(€3\.50\) may have been sent: the answer was lost/;
const sendAgain = { press: /Send again/ };

/** A paid order whose receipt has come this far. */
async function paidOrder(shop: MailShop, state: RegExp): Promise<Page> {
  return shop.browser.awaitText(await pay(shop, await buy(shop)), state);
}

/** The provider takes the mail, and its answer is lost. */
const loseAnswer = (shop: MailShop) =>
  shop.server.fault({ kind: 'resetAfter', match: ({ target }) => target === '/v3/mail/send', times: 1 });

describe('mails to the customer', () => {
  it('are one receipt and one for each refund, with picture, order and a link to it', async () => {
    await using shop = await openMailShop();
    const order = await paidOrder(shop, /Receipt \(€3\.50\) was sent/);
    const refund = { press: /^Refund$/, type: { amount: '1.00' } };
    const [refunded] = await Promise.all([1, 2].map(() => shop.browser.submit(order, refund)));
    if (refunded === undefined) throw new Error('There was no answer.');
    await shop.browser.awaitText(refunded, /Refund e-mail \(€1\.00\) was sent/);
    expect(shop.post.accepted.map(({ subject }) => subject)).toEqual([
      'Your receipt for €3.50, order no. 1',
      'Your refund of €1.00, order no. 1',
    ]);
    for (const { recipients, text, html, attachments } of shop.post.accepted) {
      expect(recipients.map(({ email }) => email)).toEqual([buyer]);
      expect(`${text}`).toContain(order.url);
      expect(html).toContain('cid:postcard');
      expect(attachments).toMatchObject([
        { contentId: 'postcard', disposition: 'inline', type: 'image/svg+xml' },
      ]);
      expect(new TextDecoder().decode(attachments[0]?.bytes)).toContain('<svg');
    }
  });

  it('are one, however many ways bring the news that the money came', async () => {
    await using shop = await openMailShop();
    const hosted = await buy(shop);
    const order = await newestOrder(shop);
    await Promise.all([
      pay(shop, hosted),
      pay(shop, hosted),
      ...[1, 2, 3].map(() => shop.browser.open(`${order.url}/return`)),
    ]);
    await shop.browser.awaitText(await shop.browser.open(order.url), /was sent/);
    expect(shop.post.accepted).toHaveLength(1);
  });

  it('that may have been sent are not sent again, neither by news nor by a restart nor by another provider', async () => {
    await using shop = await openMailShop();
    loseAnswer(shop);
    const order = await paidOrder(shop, unknown);
    expect(order.text).toContain('Receipt : unknown, it may have been sent');
    await shop.browser.open(`${order.url}/return`);
    await shop.restart();
    await shop.restart({ EMAIL_PROVIDER: 'outbox' });
    expect((await shop.browser.open(order.url)).text).toMatch(unknown);
    const inbox = await shop.browser.open(`${shop.url}/provider/email`);
    expect(inbox.text).not.toContain('Your receipt');
    expect(shop.post.accepted).toHaveLength(1);
  });

  it('are sent again when somebody asks for it, once for two clicks', async () => {
    await using shop = await openMailShop();
    loseAnswer(shop);
    const order = await paidOrder(shop, unknown);
    const label = order.forms.flatMap(({ buttons }) => buttons.map((button) => button.label)).join();
    expect(label).toContain('Send again: it may then arrive twice');
    await Promise.all([1, 2, 3].map(() => shop.browser.submit(order, sendAgain)));
    await shop.browser.awaitText(await shop.browser.open(order.url), /was sent/);
    expect(shop.post.accepted).toHaveLength(2);
  });

  it('stay in doubt when asking again fails', async () => {
    await using shop = await openMailShop();
    loseAnswer(shop);
    const order = await paidOrder(shop, unknown);
    await shop.restart({ SENDGRID_API_KEY: 'SG.wrong.key' });
    await shop.browser.submit(order, sendAgain);
    const again = await shop.browser.awaitText(await shop.browser.open(order.url), unknown);
    expect(again.text).toContain('not applied provider_auth_failed');
    expect(count(again.text, 'unknown, it may have been sent')).toBe(2);
  });

  it('are known to be sent when an event says so', async () => {
    await using shop = await openMailShop();
    loseAnswer(shop);
    const order = await paidOrder(shop, unknown);
    const event = shop.post.emit('delivered', {});
    const send = async () => fetch(await shop.post.sign([event], { url: `${shop.url}/webhooks/email` }));
    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(200);
    const { text } = await untilShown(shop, order.url, /Receipt \(€3\.50\) was sent/);
    expect(text).toContain('Receipt : sent, learned from the webhook');
    expect(count(text, 'message.delivered')).toBe(1);
  });

  it('show on the timeline what became of them', async () => {
    await using shop = await openMailShop();
    const order = await paidOrder(shop, /was sent/);
    const event = shop.post.emit('bounce', {});
    await fetch(await shop.post.sign([event], { url: `${shop.url}/webhooks/email` }));
    const { text } = await untilShown(shop, order.url, /message\.bounced/);
    expect(text).toContain('email.send');
    expect(text).not.toContain(buyer);
  });

  it('do not keep an order from being paid when they fail, and can be sent later', async () => {
    await using shop = await openMailShop();
    await shop.restart({ SENDGRID_API_KEY: 'SG.wrong.key' });
    const order = await paidOrder(shop, /Receipt \(€3\.50\) was not sent/);
    expect(order.text).toContain('Paid €3.50');
    await shop.restart();
    await shop.browser.submit(order, sendAgain);
    await shop.browser.awaitText(await shop.browser.open(order.url), /Receipt \(€3\.50\) was sent/);
    expect(shop.post.accepted).toHaveLength(1);
  });

  it('that failed are listed on the page of deliveries, and sent from there', async () => {
    await using shop = await openMailShop();
    await shop.restart({ SENDGRID_API_KEY: 'SG.wrong.key' });
    const order = await paidOrder(shop, /Receipt \(€3\.50\) was not sent/);
    await shop.restart();
    const deliveries = await untilShown(shop, `${shop.url}/deliveries`, /mails receipt:/);
    const after = await shop.browser.submit(deliveries, { press: /Try again/ });
    expect(after.status).toBe(200);
    await shop.browser.awaitText(await shop.browser.open(order.url), /Receipt \(€3\.50\) was sent/);
    await untilShown(shop, `${shop.url}/deliveries`, /Nothing was given up/);
    expect(shop.post.accepted).toHaveLength(1);
  });

  it('refuse a forged webhook', async () => {
    await using shop = await openMailShop();
    const response = await fetch(`${shop.url}/webhooks/email`, { method: 'POST', body: '[]' });
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ code: 'webhook_rejected' });
  });
});

describe('the inbox of the embedded provider', () => {
  it('is linked from every page and shows the receipt', async () => {
    await using shop = await openShop();
    const order = await shop.browser.awaitText(await pay(shop, await buy(shop)), /was sent/);
    const inbox = await shop.browser.follow(order, /^Inbox$/);
    expect(inbox.text).toContain('Your receipt for €3.50');
  });

  it('is not there when a vendor sends the mails', async () => {
    await using shop = await openMailShop();
    expect((await shop.browser.open(shop.url)).links.map(({ label }) => label)).not.toContain('Inbox');
    expect((await shop.browser.open(`${shop.url}/provider/email`)).status).toBe(404);
  });
});

describe('the address of the buyer', () => {
  it.each([
    '',
    'ada',
    'ada@',
    'a@b.test, c@d.test',
    'ada@example.com\r\nBcc: eve@evil.test',
    `${'a'.repeat(300)}@b.test`,
  ])('is refused when it is %j, and nothing is bought', async (email) => {
    await using shop = await openShop();
    const refused = await shop.browser.submit(await postcardPage(shop), { press: /^Buy$/, type: { email } });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('That is no e-mail address');
    expect((await shop.browser.open(`${shop.url}/orders`)).text).toContain('Nothing here yet');
  });
});
