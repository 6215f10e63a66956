import type { Browser, Page } from './browser.ts';
import type { Person } from './people.ts';
import type { Report } from './report.ts';

/** Who does something, and where. */
export interface Scene {
  readonly report: Report;
  /** Where the shop is. */
  readonly shop: string;
  readonly person: Person;
  /** The browser of this person. */
  readonly browser: Browser;
  /** How many mails of this person's order are of unknown fate, and stay so. */
  readonly inDoubt: number;
}

export function expectText({ text, url, status }: Page, wanted: RegExp): void {
  if (!wanted.test(text)) throw new Error(`${url} (${status}) shows no ${wanted}: ${text}`);
}

export function expectButton({ forms, text, url, status }: Page, wanted: RegExp): void {
  if (forms.some(({ buttons }) => buttons.some(({ label }) => wanted.test(label)))) return;
  throw new Error(`${url} (${status}) has no button ${wanted}: ${text}`);
}

/** The newest order on the list of the signed-in person. */
export async function newestOrder({ browser, shop }: Scene): Promise<Page> {
  const { links, url } = await browser.open(`${shop}/orders`);
  const link = links.find((candidate) => /\/orders\/order_\w+$/.test(candidate.url));
  if (link === undefined) throw new Error(`${url} lists no order.`);
  return browser.open(link.url);
}

/** The order's mails were sent but for those in doubt, and webhooks say that they were delivered; each shows once. */
export async function expectMails({ browser, inDoubt }: Scene, order: string, all: number): Promise<void> {
  const count = all - inDoubt;
  const deadline = Date.now() + 30_000;
  for (;;) {
    const page = await browser.open(order);
    const unknown = timesIn(page, /\) may have been sent/g);
    if (/\) was not sent/.test(page.text) || unknown > inDoubt)
      throw new Error(`${order} shows a mail that did not get through: ${page.text}`);
    const sent = timesIn(page, /\) was sent/g);
    const delivered = timesIn(page, /message\.delivered/g);
    if (sent === count && delivered === count && unknown === inDoubt) return;
    if (sent > count || delivered > count || Date.now() > deadline)
      throw new Error(
        `${order} shows ${sent} mails, ${delivered} deliveries and ${unknown} in doubt, not ${count} and ${inDoubt}: ${page.text}`,
      );
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function timesIn({ text }: Page, wanted: RegExp): number {
  return [...text.matchAll(wanted)].length;
}
