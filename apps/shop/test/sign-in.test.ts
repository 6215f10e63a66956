import { freePort } from '@patchbay/testing/node';
import { createBrowser } from '@patchbay/tooling-story/browser';
import { describe, expect, it } from 'vitest';
import { clientId, openPeople } from './support/people.ts';
import { ask, begin, comeBack, cookiesOf, sessionOf } from './support/raw-sign-in.ts';
import { buy, newestOrder, openPeopledShop, openShop, pay, postcardPage, signIn } from './support/shop.ts';

describe('signing in', () => {
  it('is asked for by Buy, and leads back to the postcard', async () => {
    await using shop = await openPeopledShop();
    const stranger = await shop.browser.follow(await shop.browser.open(shop.url), /The Tarn/);
    expect(stranger.text).toContain('You sign in first, and come back here');
    const gate = await shop.browser.submit(stranger, { press: /^Buy$/ });
    const postcard = await shop.browser.submit(gate, { press: /^Ada/ });
    expect(postcard.url).toBe(`${shop.url}/postcards/tarn`);
    expect(postcard.forms.map(({ fields }) => fields.get('email'))).toContain('ada@readers.example');
  });

  it('works with the embedded provider, also after a restart', async () => {
    await using shop = await openShop();
    const paid = await pay(shop, await buy(shop));
    expect(paid.text).toContain('Signed in through local');
    await shop.restart();
    expect((await newestOrder(shop)).text).toContain('Paid €3.50');
    const signedOut = await shop.browser.submit(paid, { press: /^Sign out$/ });
    expect(signedOut.links.map(({ label }) => label)).toContain('Sign in');
    expect((await signIn(shop)).links.map(({ label }) => label)).not.toContain('Sign in');
  });

  it('means the same account when the embedded provider is at another port', async () => {
    await using shop = await openShop();
    await buy(shop);
    const port = await freePort();
    await shop.restart({ PORT: String(port) });
    const moved = { url: `http://127.0.0.1:${port}`, browser: createBrowser() };
    expect((await signIn(moved, `${moved.url}/orders`)).text).toContain('No. 1');
  });

  it('that the person calls off says so, and leaves a way to begin again', async () => {
    await using shop = await openPeopledShop();
    const gate = await shop.browser.follow(await shop.browser.open(shop.url), /^Sign in$/);
    const refused = await shop.browser.submit(gate, { press: /Cancel/ });
    expect(refused.status).toBe(403);
    expect(refused.title).toContain('You are not signed in');
    expect(refused.links.map(({ label }) => label)).toContain('Sign in');
  });

  it.each([
    'https://evil.test/',
    '//evil.test',
    '/\\evil.test',
    '/.//evil.test',
    'javascript:alert(1)',
    '/a\tb',
  ])('leads nowhere else afterwards: %j', async (returnTo) => {
    await using shop = await openPeopledShop();
    const response = await ask(`${shop.url}/auth/sign-in?${new URLSearchParams({ returnTo }).toString()}`);
    expect(response.status).toBe(400);
    expect(response.headers.get('location')).toBeNull();
    expect(response.headers.getSetCookie()).toEqual([]);
  });

  it('also begins under another name of this machine, whose cookies would be lost on the way', async () => {
    await using shop = await openPeopledShop();
    const { port } = new URL(shop.url);
    const { location, cookie } = await begin({ url: `http://localhost:${port}` }, '/orders');
    expect(location).toBe(`${shop.url}/auth/sign-in?returnTo=%2Forders`);
    expect(cookie).toBe('');
  });

  it('works in two tabs at once, in any order', async () => {
    await using shop = await openPeopledShop();
    const [first, second] = [await begin(shop, '/orders'), await begin(shop, '/account')];
    const both = `${first.cookie}; ${second.cookie}`;
    const late = await comeBack(shop.provider, { ...second, cookie: both });
    const early = await comeBack(shop.provider, { ...first, cookie: both });
    expect([late, early].map(({ headers }) => headers.get('location'))).toEqual(['/account', '/orders']);
  });

  it('counts once, also over a restart', async () => {
    await using shop = await openPeopledShop();
    const begun = await begin(shop);
    const { url } = await shop.provider.signIn(begun.location, 'ada');
    expect((await ask(url, begun.cookie)).status).toBe(303);
    await shop.restart();
    const again = await ask(url, begun.cookie);
    expect(again.status).toBe(401);
    expect(await again.text()).toContain('transaction_replayed');
    expect(cookiesOf(again)).toBe('');
    expect(shop.provider.count('token')).toBe(1);
  });

  it('is not completed in a browser that did not begin it', async () => {
    await using shop = await openPeopledShop();
    const begun = await begin(shop);
    const stolen = await comeBack(shop.provider, { ...begun, cookie: '' });
    expect(stolen.status).toBe(401);
    expect(await stolen.text()).toContain('transaction_missing');
  });
});

describe('a session', () => {
  it('never keeps an id that was there before', async () => {
    await using shop = await openPeopledShop();
    const planted = 'postcard-shop=known-to-somebody-else';
    const signedIn = cookiesOf(await comeBack(shop.provider, await begin(shop), { cookies: planted }));
    expect(signedIn).toMatch(/^postcard-shop=[\w-]{43}$/);
    expect((await ask(`${shop.url}/account`, planted)).status).toBe(303);
    const again = cookiesOf(await comeBack(shop.provider, await begin(shop), { cookies: signedIn }));
    expect(again).not.toBe(signedIn);
    expect((await ask(`${shop.url}/account`, signedIn)).status).toBe(303);
    expect((await ask(`${shop.url}/account`, again)).status).toBe(200);
  });

  it('is out of reach of scripts and of other sites, and with https of other hosts and of plain http', async () => {
    await using people = await openPeople('https://shop.example');
    const port = String(await freePort());
    await using shop = await openShop({
      PORT: port,
      SHOP_URL: 'https://shop.example',
      ...people.environment,
    });
    expect(shop.url).toBe('https://shop.example');
    const through = `http://127.0.0.1:${port}`;
    const begun = await begin({ url: through });
    const response = await comeBack(people.provider, begun, { through });
    const [cookie] = response.headers.getSetCookie().filter((header) => header.includes('postcard-shop'));
    expect(cookie).toMatch(/^__Host-postcard-shop=/);
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Secure', 'Path=/'])
      expect(cookie).toContain(attribute);
  });

  it('ends by Sign out, here and at the provider', async () => {
    await using shop = await openPeopledShop();
    const cookie = await sessionOf(shop);
    const out = await ask(`${shop.url}/auth/sign-out`, cookie, 'POST');
    const away = out.headers.get('location') ?? '';
    expect(away).toContain('id_token_hint=');
    const back = await ask(away);
    expect(back.headers.get('location')).toBe(`${shop.url}/`);
    expect(shop.provider.sessions.map(({ ended }) => ended)).toEqual([true]);
    expect((await ask(`${shop.url}/account`, cookie)).status).toBe(303);
  });

  it('ends by Sign out also while the provider cannot be reached', async () => {
    await using shop = await openPeopledShop();
    const cookie = await sessionOf(shop);
    await shop.restart({ OIDC_ISSUER: 'http://127.0.0.1:9' });
    const out = await ask(`${shop.url}/auth/sign-out`, cookie, 'POST');
    expect(out.headers.get('location')).toBe('/');
    expect((await ask(`${shop.url}/account`, cookie)).status).toBe(303);
  });

  it('does not end by a form of another site', async () => {
    await using shop = await openPeopledShop();
    const cookie = await sessionOf(shop);
    const headers = { cookie, origin: 'https://evil.test' };
    const forged = await fetch(`${shop.url}/auth/sign-out`, { method: 'POST', headers });
    expect(forged.status).toBe(403);
    expect((await ask(`${shop.url}/account`, cookie)).status).toBe(200);
  });

  it("ends by the provider's word, once for each word", async () => {
    await using shop = await openPeopledShop();
    const [ada, bob] = [await sessionOf(shop), await sessionOf(shop, 'bob')];
    const token = await shop.provider.logoutToken({ clientId, subject: 'ada' });
    const tell = async (logoutToken: string) => {
      const body = new URLSearchParams({ logout_token: logoutToken });
      return (await fetch(`${shop.url}/auth/back-channel`, { method: 'POST', body })).status;
    };
    expect(await tell(token)).toBe(200);
    expect((await ask(`${shop.url}/account`, ada)).status).toBe(303);
    expect((await ask(`${shop.url}/account`, bob)).status).toBe(200);
    const again = await sessionOf(shop);
    expect(await tell(token)).toBe(200);
    expect((await ask(`${shop.url}/account`, again)).status).toBe(200);
    expect(await tell(`${token}x`)).toBe(400);
    const [, , ofAgain] = shop.provider.sessions;
    expect(await tell(await shop.provider.logoutToken({ clientId, sessionId: ofAgain?.id ?? '' }))).toBe(200);
    expect((await ask(`${shop.url}/account`, again)).status).toBe(303);
  });
});

describe('an order', () => {
  it('is there for whom it belongs to, and for nobody else', async () => {
    await using shop = await openPeopledShop();
    await pay(shop, await buy(shop));
    const order = await newestOrder(shop);
    const bob = { ...shop, browser: createBrowser() };
    await signIn(bob, shop.url, /^Bob/);
    for (const path of ['', '/return', '/events'])
      expect((await bob.browser.open(`${order.url}${path}`)).status).toBe(404);
    for (const press of [/^Refund$/]) expect((await bob.browser.submit(order, { press })).status).toBe(404);
    expect((await bob.browser.open(`${shop.url}/orders`)).text).toContain('Nothing here yet');
    const stranger = createBrowser();
    for (const path of ['', '/return']) {
      const gate = await stranger.open(`${order.url}${path}`);
      expect(gate.url).toContain('/authorize');
    }
    expect((await newestOrder(shop)).text).toContain('Paid €3.50');
  });

  it('takes no id that somebody else has', async () => {
    await using shop = await openPeopledShop();
    const postcard = await postcardPage(shop);
    const purchase = { press: /^Buy$/, type: { email: 'ada@readers.example' } };
    await shop.browser.submit(postcard, purchase);
    const bob = { ...shop, browser: createBrowser() };
    await signIn(bob, shop.url, /^Bob/);
    const stolen = await bob.browser.submit(postcard, purchase);
    expect(stolen.status).toBe(400);
    expect(stolen.text).not.toContain('Pay');
  });
});
