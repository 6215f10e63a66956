import { testBrowser } from '@patchbay/testing/oidc';
import { describe, expect, it } from 'vitest';
import { openApp, publicUrl, redirectUri, signedOutUri } from './support/app.ts';

describe('signing out', () => {
  /** A browser that also loads pages of the application other than the callback. */
  const browserOf = ({ provider }: Awaited<ReturnType<typeof openApp>>) =>
    testBrowser({
      until: redirectUri,
      fetch: async (request) =>
        request.url.startsWith(publicUrl) ? provider.handle(request) : new Response('The shop.'),
    });

  it('ends at once, without a question, where the application says whose session it is', async () => {
    await using app = await openApp();
    const browser = browserOf(app);
    const { tokens } = await app.signIn({ person: app.adaId }, {}, browser);
    const { idToken = '' } = tokens;
    const begun = await app.auth.signOut.begin({ idToken, state: 'xyz' });
    const end = await browser.open(begun.kind === 'redirect' ? begun.url : '');
    expect(end).toMatchObject({ html: 'The shop.', url: `${signedOutUri}?state=xyz` });
    await expect(app.auth.tokens.identity(tokens)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await browser.open((await app.auth.signIn.begin()).url)).toMatchObject({ kind: 'page' });
    expect(await browser.open(begun.kind === 'redirect' ? begun.url : '')).toMatchObject({
      html: 'The shop.',
    });
  });

  it('asks otherwise, and then nobody is signed in any more', async () => {
    await using app = await openApp();
    const browser = browserOf(app);
    const { tokens } = await app.signIn({ person: app.adaId }, {}, browser);
    const begun = await app.auth.signOut.begin();
    const page = await browser.open(begun.kind === 'redirect' ? begun.url : '');
    if (page.kind === 'arrived') throw new Error('Nobody was asked.');
    expect(page.html).toContain('Sign out here too?');
    expect(page.html).not.toContain('<script');
    expect(await browser.submit(page, { logout: 'yes' })).toMatchObject({
      html: 'The shop.',
      url: signedOutUri,
    });
    await expect(app.auth.tokens.identity(tokens)).rejects.toMatchObject({ code: 'unauthenticated' });
    expect(await browser.open((await app.auth.signIn.begin()).url)).toMatchObject({ kind: 'page' });
  });

  it('asks when the id token is somebody else’s', async () => {
    await using app = await openApp();
    const browser = browserOf(app);
    const { tokens } = await app.signIn({ person: app.bobId });
    await app.signIn({ person: app.adaId }, {}, browser);
    const begun = await app.auth.signOut.begin({ idToken: tokens.idToken ?? '' });
    const page = await browser.open(begun.kind === 'redirect' ? begun.url : '');
    expect(page.kind === 'page' && page.html).toContain('Sign out here too?');
  });
});

describe('a device', () => {
  it('is led by its link to a page with the code filled in, which asks before it goes on', async () => {
    await using app = await openApp();
    const grant = await app.auth.device.begin();
    const { open, submit } = app.newBrowser();
    const first = await open(grant.verificationUrlComplete ?? '');
    if (first.kind === 'arrived') throw new Error('Nobody was asked.');
    expect(first.html).toContain(`value="${grant.userCode}"`);
    expect(first.html).not.toContain('<script');
    const second = await submit(first, { user_code: grant.userCode.toLowerCase() });
    if (second.kind === 'arrived') throw new Error('Nobody was asked.');
    expect(second.html).toContain(`<p class="code">${grant.userCode}</p>`);
    const third = await submit(second, { abort: 'yes' });
    expect(third.kind === 'page' && third.html).toContain('You said no.');
    expect(await app.auth.flow.pollDevice({ deviceCode: grant.deviceCode })).toEqual({ status: 'denied' });
  });

  it('is asked for its code again when there is none like it', async () => {
    await using app = await openApp();
    const { open, submit } = app.newBrowser();
    const page = await open(`${publicUrl}/device`);
    if (page.kind === 'arrived') throw new Error('Nobody was asked.');
    const again = await submit(page, { user_code: '"><script>' });
    expect(again.kind === 'page' && again.html).toContain('role="alert">There is no such code.');
    expect(again.kind === 'page' && again.html).not.toContain('<script');
  });
});
