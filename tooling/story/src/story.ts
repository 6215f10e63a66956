import { type Browser, type Page } from './browser.ts';
import { expectEqual, type Report } from './report.ts';

/** Who buys: an embedded provider delivers to these mailboxes, and says so. */
const buyers = {
  closedTab: 'deliver+closed-tab@outbox.example',
  declined: 'deliver+declined@outbox.example',
  secondThoughts: 'deliver+second-thoughts@outbox.example',
} as const;

/** What the story leaves behind, in minor units of EUR: what the providers have must say the same. */
export const ending = {
  captured: 1_250,
  refunded: 700,
  charges: 3,
  refunds: 2,
  /** Each mail's recipient, and how its subject begins. */
  mails: [
    [buyers.closedTab, 'Your receipt for €7.00'],
    [buyers.closedTab, 'Your refund of €2.50'],
    [buyers.closedTab, 'Your refund of €4.50'],
    [buyers.declined, 'Your receipt for €3.00'],
    [buyers.secondThoughts, 'Your receipt for €2.50'],
  ],
} as const;

export interface Scene {
  readonly report: Report;
  readonly browser: Browser;
  /** Where the shop is. */
  readonly shop: string;
}

/** Somebody buys, and closes the tab before coming back: only the webhook tells the shop. Returns the order's page. */
export async function closedTab({ report, browser, shop }: Scene): Promise<string> {
  const { step } = report;
  report.heading('An order that only the webhook pays');
  const rack = await step('Open the shop', () => browser.open(shop));
  const postcard = await step('Choose Night Mail', () => browser.follow(rack, /Night Mail/));
  const hosted = await step('Payment: buy two copies; the payment page opens', async () => {
    const purchase = { press: /^Buy$/, choose: /^2 /, type: { email: buyers.closedTab } };
    const [page, again] = await Promise.all([
      browser.submit(postcard, purchase),
      browser.submit(postcard, purchase),
    ]);
    expectButton(page, /^Pay/);
    expectEqual(again.url, page.url, 'A double click leads to');
    return page;
  });
  const order = await step('The order waits for its payment', async () => {
    const page = await browser.open(orderAddress(await browser.open(`${shop}/orders`)));
    expectText(page, /Waiting for payment/);
    return page;
  });
  await step('Payment: pay with a good card, and close the tab', () =>
    browser.submit(hosted, { press: /^Pay/, choose: /4242/, andLeave: true }),
  );
  await step('The order turns paid by the webhook alone', async () => {
    const page = await browser.awaitText(order, /Paid €7\.00/);
    expectText(page, /Paid , learned from the webhook/);
  });
  await step('Email: the receipt is sent once, and delivered', () => expectMails(browser, order.url, 1));
  return order.url;
}

/** Gives the money of a paid order back, in two parts; each button is clicked twice. */
export async function refundInParts({ report, browser }: Scene, order: string): Promise<void> {
  const { step } = report;
  report.heading('Money back');
  await step('Refund: €2.50 of €7.00 go back', async () => {
    expectText(await clickTwice(browser, await browser.open(order), '2.50'), /Partly refunded/);
  });
  await step('Refund: more than is left is refused', async () => {
    const page = await browser.submit(await browser.open(order), {
      press: /^Refund$/,
      type: { amount: '4.51' },
    });
    expectEqual(page.status, 409, 'Status');
  });
  await step('Refund: the rest goes back', async () => {
    expectText(await clickTwice(browser, await browser.open(order), '4.50'), /Refunded €7\.00/);
  });
  await step('Email: each refund is told once', () => expectMails(browser, order, 3));
}

/** Somebody whose card is declined, and who then pays with one that wants to be approved. */
export async function declined(scene: Scene): Promise<string> {
  const { report, browser, shop } = scene;
  const { step } = report;
  report.heading('A declined card, then another');
  const hosted = await step('Payment: buy The Tarn; the payment page opens', async () =>
    buy(scene, /The Tarn/, buyers.declined),
  );
  const again = await step('Payment: the card is declined, and the page says so', async () => {
    const page = await browser.submit(hosted, { press: /^Pay/, choose: /0002/ });
    expectText(page, /declined/i);
    return page;
  });
  await step('The order says it too, and that nothing was charged', async () => {
    const page = await browser.open(orderAddress(await browser.open(`${shop}/orders`)));
    expectText(await browser.awaitText(page, /Declined €3\.00/), /Nothing was charged/);
  });
  const challenge = await step('Payment: pay with a card that wants 3-D Secure', () =>
    browser.submit(again, { press: /^Pay/, choose: /3220/ }),
  );
  const order = await step('Payment: approve, and come back to a paid order', async () => {
    const page = await browser.awaitText(
      await browser.submit(challenge, { press: /approve/i }),
      /Paid €3\.00/,
    );
    return page.url;
  });
  await step('Email: the receipt is sent', () => expectMails(browser, order, 1));
  return order;
}

/** Somebody who leaves the payment page, and comes back to it later. */
export async function secondThoughts(scene: Scene): Promise<string> {
  const { report, browser } = scene;
  const { step } = report;
  report.heading('Second thoughts');
  const order = await step('Payment: leave the payment page by its cancel link', async () => {
    const page = await browser.follow(await buy(scene, /Harbour Light/, buyers.secondThoughts), /cancel/i);
    expectText(page, /Waiting for payment/);
    return page;
  });
  const paid = await step('Payment: continue, and pay after all', async () => {
    const hosted = await browser.submit(order, { press: /Continue to payment/ });
    const page = await browser.awaitText(
      await browser.submit(hosted, { press: /^Pay/, choose: /4242/ }),
      /Paid €2\.50/,
    );
    return page.url;
  });
  await step('Email: the receipt is sent', () => expectMails(browser, paid, 1));
  return paid;
}

async function buy({ browser, shop }: Scene, postcard: RegExp, email: string): Promise<Page> {
  const page = await browser.submit(await browser.follow(await browser.open(shop), postcard), {
    press: /^Buy$/,
    type: { email },
  });
  expectButton(page, /^Pay/);
  return page;
}

/** The order's mails were sent, and webhooks say that they were delivered; each shows once. */
async function expectMails(browser: Browser, order: string, count: number): Promise<void> {
  const deadline = Date.now() + 15_000;
  for (;;) {
    const page = await browser.open(order);
    if (/\) (was not|may have been) sent/.test(page.text))
      throw new Error(`${order} shows a mail that did not get through: ${page.text}`);
    const sent = timesIn(page, /\) was sent/g);
    const delivered = timesIn(page, /message\.delivered/g);
    if (sent === count && delivered === count) return;
    if (sent > count || delivered > count || Date.now() > deadline)
      throw new Error(`${order} shows ${sent} mails and ${delivered} deliveries, not ${count}: ${page.text}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function timesIn({ text }: Page, wanted: RegExp): number {
  return [...text.matchAll(wanted)].length;
}

async function clickTwice(browser: Browser, order: Page, amount: string): Promise<Page> {
  const refund = { press: /^Refund$/, type: { amount } };
  const [page] = await Promise.all([browser.submit(order, refund), browser.submit(order, refund)]);
  return page;
}

/** The newest order on the list. */
function orderAddress({ links, url }: Page): string {
  const link = links.find((candidate) => /\/orders\/order_\w+$/.test(candidate.url));
  if (link === undefined) throw new Error(`${url} lists no order.`);
  return link.url;
}

export function expectText({ text, url, status }: Page, wanted: RegExp): void {
  if (!wanted.test(text)) throw new Error(`${url} (${status}) shows no ${wanted}: ${text}`);
}

function expectButton({ forms, text, url, status }: Page, wanted: RegExp): void {
  if (forms.some(({ buttons }) => buttons.some(({ label }) => wanted.test(label)))) return;
  throw new Error(`${url} (${status}) has no button ${wanted}: ${text}`);
}
