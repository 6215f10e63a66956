import { createBrowser, type Page } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { buy, type OpenShop, openPeopledShop, signIn } from './support/shop.ts';

const link = { press: /^Link another sign-in$/ };

/** Signs in as somebody, and adds another sign-in to the account. */
async function linkTo(shop: OpenShop, person: RegExp): Promise<Page> {
  const account = await shop.browser.open(`${shop.url}/account`);
  return shop.browser.submit(await shop.browser.submit(account, link), { press: person });
}

const fresh = (shop: OpenShop): OpenShop => ({ ...shop, browser: createBrowser() });

describe('an account', () => {
  it('is the same at every sign-in of the same identity', async () => {
    await using shop = await openPeopledShop();
    await buy(shop);
    const elsewhere = fresh(shop);
    await signIn(elsewhere);
    expect((await elsewhere.browser.open(`${shop.url}/orders`)).text).toContain('No. 1');
  });

  it('is not opened by its address alone; the person is told how to prove it', async () => {
    await using shop = await openPeopledShop();
    await buy(shop);
    const work = fresh(shop);
    const undecided = await signIn(work, shop.url, /^Work/);
    expect(undecided.status).toBe(409);
    expect(undecided.text).toContain('An address alone opens no account');
    expect(undecided.links.map(({ label }) => label)).toContain('Sign in');

    const gate = await work.browser.follow(undecided, /^Sign in with another one$/);
    const account = await work.browser.submit(gate, { press: /^Ada/ });
    expect(account.url).toBe(`${shop.url}/account`);
    const linked = await linkTo(work, /^Work/);
    expect(linked.text).toContain('ada-at-work');

    const later = fresh(shop);
    await signIn(later, shop.url, /^Work/);
    expect((await later.browser.open(`${shop.url}/orders`)).text).toContain('No. 1');
  });

  it('takes no identity of another account', async () => {
    await using shop = await openPeopledShop();
    await signIn(fresh(shop), shop.url, /^Bob/);
    await signIn(shop);
    const refused = await linkTo(shop, /^Bob/);
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('That belongs to another account');
    const account = await shop.browser.open(`${shop.url}/account`);
    expect(account.text).not.toContain('bob');
  });

  it('is linked to nothing where somebody else is signed in when the answer comes', async () => {
    await using shop = await openPeopledShop();
    await signIn(shop);
    const gate = await shop.browser.submit(await shop.browser.open(`${shop.url}/account`), link);
    await shop.browser.submit(await shop.browser.open(shop.url), { press: /^Sign out$/ });
    await signIn(shop, shop.url, /^Bob/);
    const refused = await shop.browser.submit(gate, { press: /^Work/ });
    expect(refused.status).toBe(409);
    expect(refused.text).toContain('Nothing was linked');
  });
});
