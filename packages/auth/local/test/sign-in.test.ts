import { describe, expect, it } from 'vitest';
import { longScopes, openApp } from './support/app.ts';

describe('a sign-in', () => {
  it('asks once per browser, and again when the application wants it so', async () => {
    await using app = await openApp();
    const browser = app.newBrowser();
    const again = async (prompt?: 'none' | 'login' | 'select_account' | 'consent') => {
      const { url } = await app.auth.signIn.begin({ ...(prompt !== undefined && { prompt }) });
      return (await browser.open(url)).kind;
    };
    expect(await again()).toBe('page');
    await app.signIn({ person: app.adaId }, {}, browser);
    expect(await again()).toBe('arrived');
    expect(await again('none')).toBe('arrived');
    expect(await again('consent')).toBe('arrived');
    expect(await again('login')).toBe('page');
    expect(await again('select_account')).toBe('page');
  });

  it('lets somebody else take over the browser, and ends what the first one had', async () => {
    await using app = await openApp();
    const browser = app.newBrowser();
    const ada = await app.signIn({ person: app.adaId }, {}, browser);
    const bob = await app.signIn({ person: app.bobId }, { prompt: 'select_account' }, browser);
    expect([ada, bob].map(({ identity }) => identity.key.subject)).toEqual([app.adaId, app.bobId]);
    await expect(app.auth.tokens.identity(ada.tokens)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect((await app.auth.tokens.identity(bob.tokens)).name).toBe('Bob Martin');
  });

  it('that says no is refused', async () => {
    await using app = await openApp();
    await expect(app.signIn({ refuse: 'yes' })).rejects.toMatchObject({
      code: 'access_denied',
      reason: 'consent_denied',
    });
  });

  it('without a question is refused where nobody is signed in', async () => {
    await using app = await openApp();
    await expect(app.signIn({}, { prompt: 'none' })).rejects.toMatchObject({
      code: 'access_denied',
      reason: 'login_required',
    });
  });

  it('brings tokens for the API of the application, and refreshes only where it was asked to', async () => {
    await using app = await openApp();
    const short = await app.signIn({ person: app.adaId }, { scopes: ['openid', 'orders:read'] });
    expect(short.tokens.refreshToken).toBeUndefined();
    const audience = `${app.provider.issuer}/api`;
    const token = await app.auth.tokens.verify(short.tokens.accessToken, { audience });
    expect(token.scopes).toEqual(['openid', 'orders:read']);
    const long = await app.signIn({ person: app.adaId }, { scopes: longScopes });
    const { subject } = await app.auth.tokens.refresh(long.tokens);
    expect(subject).toBe(app.adaId);
  });

  it('whose refresh token is used twice is over: one of the two was stolen', async () => {
    await using app = await openApp();
    const { tokens } = await app.signIn({ person: app.adaId }, { scopes: longScopes });
    const fresh = await app.auth.tokens.refresh(tokens);
    await expect(app.auth.tokens.refresh(tokens)).rejects.toMatchObject({ reason: 'grant_invalid' });
    await expect(app.auth.tokens.refresh(fresh)).rejects.toMatchObject({ reason: 'grant_invalid' });
  });

  it('of somebody whose sessions end is over: no refresh, no profile, and the page asks again', async () => {
    await using app = await openApp();
    const browser = app.newBrowser();
    const { tokens } = await app.signIn({ person: app.adaId }, { scopes: longScopes }, browser);
    await app.auth.users.endSessions(app.adaId);
    await expect(app.auth.tokens.refresh(tokens)).rejects.toMatchObject({ reason: 'grant_invalid' });
    await expect(app.auth.tokens.identity(tokens)).rejects.toMatchObject({ reason: 'token_revoked' });
    expect((await browser.open((await app.auth.signIn.begin()).url)).kind).toBe('page');
  });

  it('prints nothing on the console', async () => {
    const printed: unknown[] = [];
    const methods = ['info', 'warn', 'log', 'error'] as const;
    const originals = methods.map((name) => [name, console[name]] as const);
    for (const name of methods) console[name] = (...text: readonly unknown[]) => void printed.push(text);
    try {
      await using app = await openApp();
      const { tokens } = await app.signIn({ person: app.adaId }, { scopes: longScopes });
      await app.auth.tokens.refresh(tokens);
      await app.auth.tokens.identity(tokens);
      await app.auth.tokens.revoke(tokens);
      await app.auth.tokens.clientCredentials({ scopes: ['orders'] });
      await app.auth.device.begin();
      await app.visit('/session/end', { headers: { accept: 'text/html' } });
      await app.visit('/nothing');
    } finally {
      for (const [name, original] of originals) console[name] = original;
    }
    expect(printed).toEqual([]);
  });
});

describe('keys', () => {
  it('that are rotated leave tokens of the old one right', async () => {
    await using app = await openApp();
    const audience = `${app.provider.issuer}/api`;
    const before = await app.signIn();
    await app.provider.rotateKeys();
    const { keys } = await app.auth.flow.keys();
    expect(keys).toHaveLength(2);
    expect(keys.every((key) => !Object.hasOwn(key, 'd'))).toBe(true);
    const { subject } = (await app.auth.tokens.verify(before.tokens.accessToken, { audience })).key;
    expect(subject).toBe(app.adaId);
    await app.clock.advance(31_000); // an application asks for unknown keys every 30 s at most
    expect((await app.signIn()).identity.key.subject).toBe(app.adaId);
  });
});
