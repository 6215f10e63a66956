import type { Page } from './browser.ts';
import { sha256 } from './digest.ts';
import { people } from './people.ts';
import { expectEqual } from './report.ts';
import { expectButton, expectMails, expectText, newestOrder, type Scene } from './scene.ts';
import { expectHidden, pickOneself, signIn } from './sign-in.ts';

/** What the story leaves behind, in minor units of EUR: what the providers have must say the same. */
export const ending = {
  captured: 1_250,
  refunded: 700,
  charges: 3,
  refunds: 2,
  /** Each mail's recipient, and how its subject begins. */
  mails: [
    [people.ada.email, 'Your receipt for €7.00'],
    [people.ada.email, 'Your refund of €2.50'],
    [people.ada.email, 'Your refund of €4.50'],
    [people.bob.email, 'Your receipt for €3.00'],
    [people.bob.email, 'Your receipt for €2.50'],
  ],
} as const;

/**
 * Somebody puts a picture of her own on a postcard, and closes the tab before coming back: only the webhook tells the
 * shop. Returns the order's page.
 */
export async function closedTab(scene: Scene, picture: Uint8Array<ArrayBuffer>): Promise<string> {
  const { report, browser } = scene;
  const { step } = report;
  report.heading('An order that only the webhook pays');
  const postcard = await ownPostcard(scene, picture);
  const hosted = await step('Payment: buy two copies; the payment page opens', async () => {
    const purchase = { press: /^Buy$/, choose: /^2 /, type: { email: scene.person.email } };
    const [page, again] = await Promise.all([
      browser.submit(postcard, purchase),
      browser.submit(postcard, purchase),
    ]);
    expectButton(page, /^Pay/);
    expectEqual(again.url, page.url, 'A double click leads to');
    return page;
  });
  const order = await step('The order waits for its payment', async () => {
    const page = await newestOrder(scene);
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
  const receipt = scene.inDoubt > 0 ? 'in doubt after one try, and says so' : 'sent once, and delivered';
  await step(`Email: the receipt is ${receipt}`, () => expectMails(scene, order.url, 1));
  await step('The order tells what each provider was asked', async () => {
    const page = await browser.open(order.url);
    const asked = ['auth', 'storage', 'payments', ...(scene.inDoubt > 0 ? [] : ['email'])];
    for (const category of asked)
      expectText(page, new RegExp(`${category}\\.[\\w.]+ \\w+ 1 attempt [\\d.]+ ms done`));
  });
  return order.url;
}

/** Buying asks for a sign-in; then the picture goes to storage by a plain form. Returns the postcard's page. */
async function ownPostcard(scene: Scene, picture: Uint8Array<ArrayBuffer>): Promise<Page> {
  const { report, browser, shop } = scene;
  const { step } = report;
  const rack = await step('Open the shop', () => browser.open(shop));
  const postcard = await step('Choose Night Mail', () => browser.follow(rack, /Night Mail/));
  const gate = await step('Sign-in: buying asks for it', async () => {
    const page = await browser.submit(postcard, { press: /^Buy$/ });
    expectButton(page, /^Ada/);
    return page;
  });
  const known = await step('Sign-in: come back to Night Mail as Ada', async () => {
    const page = await pickOneself(scene, gate);
    expectEqual(page.url, postcard.url, 'Signing in leads to');
    return page;
  });
  return step('Storage: upload a picture, straight to storage', async () => {
    const attach = new File([picture], 'ada.png', { type: 'image/png' });
    const page = await browser.submit(known, { press: /^Upload$/, choose: /^PNG$/, attach });
    await expectPicture(scene, page, picture);
    return page;
  });
}

/** The page shows the picture, byte for byte. */
export async function expectPicture(
  { browser }: Scene,
  { url, text, pictures }: Page,
  picture: Uint8Array,
): Promise<void> {
  const shown = pictures.find(({ label }) => /your own/i.test(label));
  if (shown === undefined) throw new Error(`${url} shows no picture of one's own: ${text}`);
  expectEqual(sha256(await browser.download(shown.url)), sha256(picture), 'SHA-256 of the picture');
}

/** Gives the money of a paid order back, in two parts; each button is clicked twice. */
export async function refundInParts(scene: Scene, order: string): Promise<void> {
  const { report, browser } = scene;
  const { step } = report;
  report.heading('Money back');
  await step('Refund: €2.50 of €7.00 go back', async () => {
    expectText(await clickTwice(scene, await browser.open(order), '2.50'), /Partly refunded/);
  });
  await step('Refund: more than is left is refused', async () => {
    const page = await browser.submit(await browser.open(order), {
      press: /^Refund$/,
      type: { amount: '4.51' },
    });
    expectEqual(page.status, 409, 'Status');
  });
  await step('Refund: the rest goes back', async () => {
    expectText(await clickTwice(scene, await browser.open(order), '4.50'), /Refunded €7\.00/);
  });
  await step('Email: each refund is told once', () => expectMails(scene, order, 3));
}

async function clickTwice({ browser }: Scene, order: Page, amount: string): Promise<Page> {
  const refund = { press: /^Refund$/, type: { amount } };
  const [page] = await Promise.all([browser.submit(order, refund), browser.submit(order, refund)]);
  return page;
}

/** Somebody else, whose card is declined, and who then pays with one that wants to be approved. */
export async function declined(scene: Scene, foreignOrder: string): Promise<string> {
  const { report, browser } = scene;
  const { step } = report;
  report.heading('A declined card, then another');
  await step('Sign-in: come as Bob', () => signIn(scene));
  await step('The order of Ada is not there for Bob', () => expectHidden(scene, foreignOrder));
  const hosted = await step('Payment: buy The Tarn; the payment page opens', () => buy(scene, /The Tarn/));
  const again = await step('Payment: the card is declined, and the page says so', async () => {
    const page = await browser.submit(hosted, { press: /^Pay/, choose: /0002/ });
    expectText(page, /declined/i);
    return page;
  });
  await step('The order says it too, and that nothing was charged', async () => {
    const page = await browser.awaitText(await newestOrder(scene), /Declined €3\.00/);
    expectText(page, /Nothing was charged/);
  });
  const challenge = await step('Payment: pay with a card that wants 3-D Secure', () =>
    browser.submit(again, { press: /^Pay/, choose: /3220/ }),
  );
  const order = await step('Payment: approve, and come back to a paid order', async () => {
    const approved = await browser.submit(challenge, { press: /approve/i });
    return (await browser.awaitText(approved, /Paid €3\.00/)).url;
  });
  await step('Email: the receipt is sent', () => expectMails(scene, order, 1));
  return order;
}

/** Somebody who leaves the payment page, and comes back to it later. */
export async function secondThoughts(scene: Scene): Promise<string> {
  const { report, browser } = scene;
  const { step } = report;
  report.heading('Second thoughts');
  const order = await step('Payment: leave the payment page by its cancel link', async () => {
    const page = await browser.follow(await buy(scene, /Harbour Light/), /cancel/i);
    expectText(page, /Waiting for payment/);
    return page;
  });
  const paid = await step('Payment: continue, and pay after all', async () => {
    const hosted = await browser.submit(order, { press: /Continue to payment/ });
    const page = await browser.submit(hosted, { press: /^Pay/, choose: /4242/ });
    return (await browser.awaitText(page, /Paid €2\.50/)).url;
  });
  await step('Email: the receipt is sent', () => expectMails(scene, paid, 1));
  return paid;
}

async function buy({ browser, shop, person }: Scene, postcard: RegExp): Promise<Page> {
  const page = await browser.submit(await browser.follow(await browser.open(shop), postcard), {
    press: /^Buy$/,
    type: { email: person.email },
  });
  expectButton(page, /^Pay/);
  return page;
}
