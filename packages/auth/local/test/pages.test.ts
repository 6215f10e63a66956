import { describe, expect, it } from 'vitest';
import { localAuth } from '../src/index.ts';
import { openApp, publicUrl, redirectUri } from './support/app.ts';

describe('the sign-in page', () => {
  it('is one form that works without scripts, with a button for everybody who can sign in', async () => {
    await using app = await openApp();
    await app.auth.users.disable(app.bobId);
    const { url } = await app.auth.signIn.begin();
    const page = await app.newBrowser().open(url);
    if (page.kind === 'arrived') throw new Error('Nobody was asked.');
    expect(page.status).toBe(200);
    expect(page.buttons).toEqual([
      ['person', app.adaId],
      ['refuse', 'yes'],
    ]);
    expect(page.html).toContain('<b>Ada Lovelace</b><span class="quiet address">ada@example.com</span>');
    expect(page.html).toContain('>verified<');
    expect(page.html.match(/<main>/g)).toHaveLength(1);
    expect(page.html.match(/<h1 /g)).toHaveLength(1);
    expect(page.html).not.toMatch(/<script|javascript:|\son\w+=/i);
  });

  it('escapes what people are called', async () => {
    await using app = await openApp({
      people: [{ username: 'eve', name: '<img src=x onerror="alert(1)">' }],
    });
    const { url } = await app.auth.signIn.begin({ loginHint: '"><script>' });
    const page = await app.newBrowser().open(url);
    expect(page.kind === 'page' && page.html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;');
    expect(page.kind === 'page' && page.html).not.toMatch(/<img|<script/);
  });

  it('offers first whom the application hints at', async () => {
    await using app = await openApp();
    const { url } = await app.auth.signIn.begin({ loginHint: 'BOB@example.com' });
    const page = await app.newBrowser().open(url);
    expect(page.kind === 'page' && page.buttons[0]).toEqual(['person', app.bobId]);
  });

  it('allows nothing but its own style, its own form and the way back', async () => {
    await using app = await openApp({ redirectUri: 'https://app.example/callback' });
    const { url } = await app.auth.signIn.begin();
    const start = await app.provider.handle(new Request(url));
    const { pathname } = new URL(start.headers.get('location') ?? '');
    const cookies = start.headers.getSetCookie().map((cookie) => cookie.split(';')[0]);
    const headers = { cookie: cookies.join('; ') };
    const page = await app.visit(pathname.replace('/provider/auth', ''), { headers });
    expect(page.headers.get('content-security-policy')).toBe(
      "default-src 'none'; style-src 'unsafe-inline'; form-action 'self' https://app.example; base-uri 'none'; frame-ancestors 'none'",
    );
    expect(page.headers.get('cache-control')).toBe('no-store');
  });

  it('keeps its cookies to itself, and to https where the application has it', async () => {
    await using app = await openApp();
    const { url } = await app.auth.signIn.begin();
    const { headers } = await app.provider.handle(new Request(url));
    const cookies = headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(1);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/path=\/provider\/auth\/(auth|interaction)\/[\w-]+;/);
      expect(cookie).toMatch(/; samesite=lax; secure; httponly$/i);
    }
    await using plain = localAuth({ publicUrl: 'http://localhost:3000/provider/auth' });
    const begun = await plain.signIn.begin();
    const answer = await plain.pages(new Request(begun.url));
    expect(answer?.headers.getSetCookie()[0]).toMatch(/; samesite=lax; httponly$/i);
  });

  it('asks again when somebody is picked who is not on the list', async () => {
    await using app = await openApp();
    const { open, submit } = app.newBrowser();
    const page = await open((await app.auth.signIn.begin()).url);
    if (page.kind === 'arrived') throw new Error('Nobody was asked.');
    const again = await submit(page, { person: 'usr_000000000000000000000000' });
    expect(again).toMatchObject({ kind: 'page', status: 400 });
    expect(again.kind === 'page' && again.html).toContain('role="alert">Pick somebody of the list.');
    expect((await submit(page, { person: app.adaId })).kind).toBe('arrived');
  });

  it('is nobody else’s: in another browser its address shows nothing', async () => {
    await using app = await openApp();
    const page = await app.newBrowser().open((await app.auth.signIn.begin()).url);
    const other = await app.newBrowser().open(page.kind === 'page' ? page.url : '');
    expect(other).toMatchObject({ kind: 'page', status: 400, buttons: [] });
  });
});

describe('the pages', () => {
  it('leave alone what is not below their address', async () => {
    await using app = await openApp();
    for (const path of ['/', '/provider', '/provider/author', '/provider/auth', '/PROVIDER/AUTH/jwks']) {
      expect(await app.auth.pages(new Request(`https://shop.example${path}`))).toBeUndefined();
    }
  });

  it.each([
    '/',
    '/nothing',
    '/interaction/',
    '/interaction/../../etc/passwd',
    '/interaction/%2e%2e%2fjwks',
    '/jwks/..%2f..%2fetc%2fpasswd',
    '//jwks',
    '/%00',
    '/auth/never-begun',
  ])('answer %s with a page of their own, without an error of theirs', async (path) => {
    await using app = await openApp();
    const response = await app.auth.pages(
      new Request(`${publicUrl}${path}`, { headers: { accept: 'text/html' } }),
    );
    if (response === undefined) return; // led out of them
    expect([400, 404]).toContain(response.status);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('refuse other methods, and bodies larger than any form of theirs', async () => {
    await using app = await openApp();
    const wrong = await app.visit('/token', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, POST, OPTIONS']);
    const large = await app.visit('/token', { method: 'POST', body: 'x'.repeat(33 * 1024) });
    expect(large.status).toBe(413);
  });

  it('tell their addresses by the issuer, whatever host and protocol a request claims', async () => {
    await using app = await openApp();
    const headers = {
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
      forwarded: 'host=evil',
    };
    const request = new Request('http://evil.example/provider/auth/.well-known/openid-configuration', {
      headers,
    });
    const text = await (await app.auth.pages(request))?.text();
    expect(text).toContain(`"issuer":"${publicUrl}"`);
    expect(text).not.toContain('evil');
    expect(text).not.toContain('http:');
  });

  it.each(['https://shop.example/device', 'https://shop.example/auth', 'https://auth.example'])(
    'may be mounted anywhere: %s',
    async (mounted) => {
      await using app = await openApp({ publicUrl: mounted, redirectUri });
      const discovered = await app.auth.flow.discover();
      expect(discovered.device_authorization_endpoint).toBe(`${mounted}/device/auth`);
      const page = await app.newBrowser().open(`${mounted}/device`);
      expect(page.kind === 'page' && page.html).toContain(`action="${mounted}/device"`);
      expect((await app.signIn()).identity.key).toEqual({ issuer: mounted, subject: app.adaId });
    },
  );

  it('repeat nothing of a request as markup', async () => {
    await using app = await openApp();
    for (const name of ['client_id', 'redirect_uri', 'response_type', 'scope', 'prompt']) {
      const url = new URL((await app.auth.signIn.begin()).url);
      url.searchParams.set(name, '"><script>alert(1)</script>');
      const answer = await app.provider.handle(new Request(url, { headers: { accept: 'text/html' } }));
      expect(await answer.text()).not.toContain('<script');
    }
  });

  it('lead nowhere but to the callback that is configured', async () => {
    await using app = await openApp();
    const url = new URL((await app.auth.signIn.begin()).url);
    url.searchParams.set('redirect_uri', 'https://evil.example/');
    const page = await app.newBrowser().open(url);
    expect(page).toMatchObject({ kind: 'page', status: 400 });
  });
});
