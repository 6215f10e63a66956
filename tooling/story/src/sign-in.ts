import type { Page } from './browser.ts';
import { expectEqual } from './report.ts';
import { expectButton, expectText, type Scene } from './scene.ts';

/** Signs in by the link of the shop's pages. */
export async function signIn(scene: Scene): Promise<void> {
  const { browser, shop } = scene;
  await pickOneself(scene, await browser.follow(await browser.open(shop), /^Sign in$/));
}

/** On the provider's page: who comes back to the shop is known there. */
export async function pickOneself({ browser, person }: Scene, page: Page): Promise<Page> {
  const back = await browser.submit(page, { press: new RegExp(`^${person.name}`) });
  expectButton(back, /^Sign out$/);
  return back;
}

/** Signs out, at the provider too; the orders are then out of sight. */
export async function signOut({ browser, shop }: Scene, order: string): Promise<void> {
  const page = await browser.submit(await browser.open(shop), { press: /^Sign out$/ });
  expectEqual(page.url, `${shop}/`, 'Signing out leads to');
  expectText(page, /Sign in/);
  await expectHidden({ browser }, order);
}

/** An order shows to nobody but to who placed it. */
export async function expectHidden({ browser }: Pick<Scene, 'browser'>, order: string): Promise<void> {
  const { url, text } = await browser.open(order);
  if (/Refund|Paid|Waiting for payment/.test(text)) throw new Error(`${url} shows a foreign order: ${text}`);
}
