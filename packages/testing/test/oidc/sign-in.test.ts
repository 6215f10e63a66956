import { describe, expect, it } from 'vitest';
import { type Browser, type BrowserPage, testBrowser } from '../../src/oidc/index.ts';
import {
  authorizationUrl,
  claimsOf,
  issuer,
  jsonOf,
  newWorld,
  readTokens,
  redirectUri,
  refusal,
  type World,
} from './support/world.ts';

describe('the sign-in page', () => {
  it('lets a user be picked, without scripts, and sends the browser back with code, state and issuer', async () => {
    const { provider, redeem } = newWorld();
    const browser = browserOf(provider);
    const page = await openPage(browser);
    expect(page.html).not.toContain('<script');
    expect(page.html).toContain('Ada &#60;b&#62;');
    expect(page.buttons.map(([, value]) => value)).toEqual(['ada', 'bob', 'yes']);
    const callback = await arrive(browser.submit(page, { subject: 'bob' }));
    expect(callback.get('state')).toBe('state-1');
    expect(callback.get('iss')).toBe(issuer);
    const { id } = await readTokens(await redeem(callback.get('code') ?? ''));
    expect(claimsOf(id)).toMatchObject({ sub: 'bob', nonce: 'nonce-1' });
  });

  it('puts the hinted user first', async () => {
    const page = await openPage(browserOf(newWorld().provider), { login_hint: 'bob@example.com' });
    expect(page.buttons[0]).toEqual(['subject', 'bob']);
  });

  it('answers access_denied when the user refuses', async () => {
    const browser = browserOf(newWorld().provider);
    const callback = await arrive(browser.submit(await openPage(browser), { deny: 'yes' }));
    expect([callback.get('error'), callback.get('state')]).toEqual(['access_denied', 'state-1']);
  });

  it('sends a form when the client wants form_post', async () => {
    const browser = browserOf(newWorld().provider);
    const page = await openPage(browser, { response_mode: 'form_post' });
    const between = await browser.submit(page, { subject: 'ada' });
    if (between.kind !== 'page') throw new Error('The form was skipped.');
    const arrived = await browser.submit(between);
    if (arrived.kind !== 'arrived') throw new Error('The form went astray.');
    expect([arrived.request.method, arrived.request.url]).toEqual(['POST', redirectUri]);
    expect([...new URLSearchParams(await arrived.request.text()).keys()]).toEqual(['code', 'state', 'iss']);
  });

  it('works once', async () => {
    const browser = browserOf(newWorld().provider);
    const page = await openPage(browser);
    await browser.submit(page, { subject: 'ada' });
    expect(await browser.submit(page, { subject: 'bob' })).toMatchObject({ kind: 'page', status: 400 });
  });
});

describe('a session at the provider', () => {
  it('spares the user the page, unless the client wants to see them again', async () => {
    const { provider, clock } = newWorld();
    const browser = browserOf(provider);
    await browser.submit(await openPage(browser), { subject: 'ada' });
    await clock.advance(61_000);
    const silently = (extra: Record<string, string>) => browser.open(authorizationUrl(extra));
    expect(await silently({})).toMatchObject({ kind: 'arrived' });
    expect(await silently({ prompt: 'none' })).toMatchObject({ kind: 'arrived' });
    expect(await silently({ max_age: '61' })).toMatchObject({ kind: 'arrived' });
    for (const extra of [{ max_age: '60' }, { prompt: 'login' }, { prompt: 'select_account' }]) {
      expect(await silently(extra)).toMatchObject({ kind: 'page' });
    }
    const callback = await arrive(silently({ prompt: 'none', max_age: '0' }));
    expect(callback.get('error')).toBe('login_required');
  });

  it('ends by the id token of the session, and the browser goes only where the client registered', async () => {
    const { provider, redeem, get } = newWorld();
    const browser = browserOf(provider);
    const callback = await arrive(browser.submit(await openPage(browser), { subject: 'ada' }));
    const { id } = await readTokens(await redeem(callback.get('code') ?? ''));
    const end = (address: string) => {
      const query = new URLSearchParams({ id_token_hint: id, post_logout_redirect_uri: address, state: 's' });
      return get(`/end-session?${query.toString()}`);
    };
    expect(await refusal(end('https://evil.test/'))).toEqual([400, 'invalid_request']);
    expect(provider.sessions[0]).toMatchObject({ clientIds: ['web'], ended: false });
    expect((await end('https://app.test/bye')).headers.get('location')).toBe('https://app.test/bye?state=s');
    expect(provider.sessions[0]?.ended).toBe(true);
    const again = await arrive(browser.open(authorizationUrl({ prompt: 'none' })));
    expect(again.get('error')).toBe('login_required');
  });

  it('asks the user before it ends without proof', async () => {
    const { provider } = newWorld();
    const browser = browserOf(provider);
    await browser.submit(await openPage(browser), { subject: 'ada' });
    const page = await browser.open(`${issuer}/end-session`);
    expect(provider.sessions[0]?.ended).toBe(false);
    if (page.kind === 'page') await browser.submit(page, { confirm: 'yes' });
    expect(provider.sessions[0]?.ended).toBe(true);
  });

  it('is named by a logout token that has events and no nonce', async () => {
    const { provider, signIn } = newWorld();
    await signIn();
    const sessionId = provider.sessions[0]?.id ?? '';
    const claims = claimsOf(await provider.logoutToken({ clientId: 'web', subject: 'ada', sessionId }));
    const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
    expect(claims).toMatchObject({ iss: issuer, aud: 'web', sub: 'ada', sid: sessionId, events });
    expect(claims).not.toHaveProperty('nonce');
    expect(claims.jti).toMatch(/./);
  });
});

describe('an authorization request', () => {
  it.each([
    ['no challenge', { code_challenge: '' }, 'invalid_request'],
    ['a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['another response type', { response_type: 'token' }, 'unsupported_response_type'],
    ['another response mode', { response_mode: 'fragment' }, 'invalid_request'],
    ['a scope without openid', { scope: 'email' }, 'invalid_scope'],
    ['an unknown scope', { scope: 'openid admin' }, 'invalid_scope'],
    ['contradictory prompts', { prompt: 'none login' }, 'invalid_request'],
    ['a negative max_age', { max_age: '-1' }, 'invalid_request'],
    ['a request object', { request: 'a.b.c' }, 'request_not_supported'],
  ])('with %s is refused at the redirect address', async (_, parameters, error) => {
    const callback = await arrive(browserOf(newWorld().provider).open(authorizationUrl(parameters)));
    expect([callback.get('error'), callback.get('state'), callback.get('iss')]).toEqual([
      error,
      'state-1',
      issuer,
    ]);
  });

  it.each([
    ['an unknown client', { client_id: 'nobody' }],
    ['a redirect address that only begins alike', { redirect_uri: `${redirectUri}/evil` }],
    ['a redirect address in other letters', { redirect_uri: redirectUri.toUpperCase() }],
  ])('with %s is refused on the spot', async (_, parameters) => {
    const page = await browserOf(newWorld().provider).open(authorizationUrl(parameters));
    expect(page).toMatchObject({ kind: 'page', status: 400 });
  });

  it('with a repeated parameter is refused on the spot', async () => {
    const page = await browserOf(newWorld().provider).open(`${authorizationUrl()}&state=2`);
    expect(page).toMatchObject({ kind: 'page', status: 400 });
  });
});

describe('a device', () => {
  const grant = 'urn:ietf:params:oauth:grant-type:device_code';
  const begin = async ({ post, asWeb }: World) => {
    const begun = await jsonOf(await post('/device-authorization', { ...asWeb, scope: 'openid' }));
    const poll = () =>
      post('/token', { ...asWeb, grant_type: grant, device_code: String(begun['device_code']) });
    return { userCode: String(begun['user_code']), page: String(begun['verification_uri']), poll };
  };

  it('waits, slows down, and gets its tokens once after the user typed the code', async () => {
    const world = newWorld();
    const { userCode, page: address, poll } = await begin(world);
    expect(await refusal(poll())).toEqual([400, 'authorization_pending']);
    expect(await refusal(poll())).toEqual([400, 'slow_down']);
    const browser = browserOf(world.provider);
    const page = await browser.open(address);
    if (page.kind === 'page') await browser.submit(page, { user_code: userCode, subject: 'bob' });
    await world.clock.advance(10_000);
    expect(claimsOf((await readTokens(await poll())).id).sub).toBe('bob');
    await world.clock.advance(10_000);
    expect(await refusal(poll())).toEqual([400, 'invalid_grant']);
  });

  it('learns that the user refused, or that nobody came', async () => {
    const world = newWorld();
    const refused = await begin(world);
    const forgotten = await begin(world);
    world.provider.answerDevice(refused.userCode, 'deny');
    expect(await refusal(refused.poll())).toEqual([400, 'access_denied']);
    await world.clock.advance(600_000);
    expect(await refusal(forgotten.poll())).toEqual([400, 'expired_token']);
    const answer = { subject: 'ada' };
    expect(() => world.provider.answerDevice(forgotten.userCode, answer)).toThrow('No device waits');
  });
});

it('answers 405 and 404 where nothing else fits, and keeps the parameters of each request', async () => {
  const { provider, get } = newWorld();
  const wrongMethod = await get('/token?a=1');
  expect([wrongMethod.status, wrongMethod.headers.get('allow')]).toEqual([405, 'POST']);
  expect((await get('/nothing')).status).toBe(404);
  expect((await provider.handle(new Request('https://id.test/token', { method: 'POST' }))).status).toBe(404);
  expect(provider.requests[0]).toMatchObject({ endpoint: 'token', parameters: { a: '1' } });
});

it('serves an issuer with a slash at its end without doubling it', async () => {
  const { get } = newWorld({ issuer: 'https://id.test/' });
  const document = await jsonOf(await get('/.well-known/openid-configuration'));
  expect([document['issuer'], document['token_endpoint']]).toEqual([
    'https://id.test/',
    'https://id.test/token',
  ]);
});

function browserOf(provider: World['provider']): Browser {
  return testBrowser({ fetch: (request) => provider.handle(request), until: redirectUri });
}

async function openPage(browser: Browser, parameters: Record<string, string> = {}): Promise<BrowserPage> {
  const page = await browser.open(authorizationUrl(parameters));
  if (page.kind !== 'page') throw new Error('The sign-in page was skipped.');
  return page;
}

async function arrive(visit: ReturnType<Browser['open']>): Promise<URLSearchParams> {
  const arrived = await visit;
  if (arrived.kind !== 'arrived') throw new Error(`The browser stopped at ${arrived.url}: ${arrived.html}`);
  return new URL(arrived.request.url).searchParams;
}
