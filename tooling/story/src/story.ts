import { type Browser, type Page } from './browser.ts';
import { expectEqual, type Report } from './report.ts';

/** What the story leaves behind, in minor units of EUR: the provider's books must say the same. */
export const ending = { captured: 1_250, refunded: 700, charges: 3, refunds: 2 } as const;

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
    const purchase = { press: /^Buy$/, choose: /^2 / };
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
}

/** Somebody whose card is declined, and who then pays with one that wants to be approved. */
export async function declined({ report, browser, shop }: Scene): Promise<string> {
  const { step } = report;
  report.heading('A declined card, then another');
  const hosted = await step('Payment: buy The Tarn; the payment page opens', async () =>
    buy(browser, shop, /The Tarn/),
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
  return step('Payment: approve, and come back to a paid order', async () => {
    const page = await browser.awaitText(
      await browser.submit(challenge, { press: /approve/i }),
      /Paid €3\.00/,
    );
    return page.url;
  });
}

/** Somebody who leaves the payment page, and comes back to it later. */
export async function secondThoughts({ report, browser, shop }: Scene): Promise<string> {
  const { step } = report;
  report.heading('Second thoughts');
  const order = await step('Payment: leave the payment page by its cancel link', async () => {
    const page = await browser.follow(await buy(browser, shop, /Harbour Light/), /cancel/i);
    expectText(page, /Waiting for payment/);
    return page;
  });
  return step('Payment: continue, and pay after all', async () => {
    const hosted = await browser.submit(order, { press: /Continue to payment/ });
    const page = await browser.awaitText(
      await browser.submit(hosted, { press: /^Pay/, choose: /4242/ }),
      /Paid €2\.50/,
    );
    return page.url;
  });
}

async function buy(browser: Browser, shop: string, postcard: RegExp): Promise<Page> {
  const page = await browser.submit(await browser.follow(await browser.open(shop), postcard), {
    press: /^Buy$/,
  });
  expectButton(page, /^Pay/);
  return page;
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
