import { testBrowser } from '@patchbay/testing/oidc';
import { describe, expect, it } from 'vitest';
import { redirectUri, transactionSecret } from './support/provider.ts';
import { comeBack, failureOf, newWorld, signIn } from './support/world.ts';

describe('a sign-in', () => {
  it('leads from the link to an identity, its tokens and where the person wanted to go', async () => {
    await using world = await newWorld();
    const result = await signIn(world, 'ada', { returnTo: '/orders?open=1' });
    expect(result.identity).toMatchObject({
      key: { issuer: world.provider.issuer, subject: 'ada' },
      provider: 'oidc',
      name: 'Ada',
      email: { address: 'ada@example.com', verified: true },
    });
    expect(result).toMatchObject({ returnTo: '/orders?open=1', purpose: 'sign_in' });
    expect(result.tokens.subject).toBe('ada');
    expect(result.clearCookie).toMatch(
      /^__Host-sign-in-.*=; Max-Age=0; Path=\/; HttpOnly; SameSite=Lax; Secure$/,
    );
    expect(JSON.stringify(result.tokens)).not.toContain(result.tokens.accessToken.reveal());
  });

  it('always has PKCE, a state and a nonce, another one each time', async () => {
    await using world = await newWorld({
      authorizationParameters: { state: 'mine', code_challenge_method: 'plain' },
    });
    const starts = await Promise.all([world.auth.signIn.begin(), world.auth.signIn.begin()]);
    const [one, other] = starts.map(({ url }) => new URL(url).searchParams);
    for (const name of ['state', 'nonce', 'code_challenge']) {
      expect(one?.get(name)).toMatch(/^[\w-]{43}$/);
      expect(one?.get(name)).not.toBe(other?.get(name));
    }
    expect(one?.get('code_challenge_method')).toBe('S256');
  });

  it('comes back by form_post too, with a cookie that crosses sites', async () => {
    await using world = await newWorld({ responseMode: 'form_post' });
    const start = await world.auth.signIn.begin();
    expect(start.cookie).toMatchObject({ sameSite: 'none', secure: true });
    const request = await comeBack(world, start);
    expect(request.method).toBe('POST');
    expect((await world.auth.signIn.complete({ request })).identity.key.subject).toBe('ada');
  });

  it('comes back by the form of the provider’s own page', async () => {
    await using world = await newWorld({ responseMode: 'form_post' });
    const start = await world.auth.signIn.begin();
    const browser = testBrowser({ until: redirectUri });
    const picker = await browser.open(start.url);
    if (picker.kind !== 'page') throw new Error('The provider asks who signs in.');
    const signedIn = await browser.submit(picker, { subject: 'bob' });
    if (signedIn.kind !== 'page') throw new Error('The provider sends the browser back by a form.');
    const back = await browser.submit(signedIn);
    if (back.kind !== 'arrived') throw new Error('The form leads elsewhere.');
    const { request } = back;
    request.headers.set('cookie', `${start.cookie.name}=${start.cookie.value}`);
    expect((await world.auth.signIn.complete({ request })).identity.key.subject).toBe('bob');
  });

  it('does not disturb another one in a second tab', async () => {
    await using world = await newWorld();
    const [first, second] = [await world.auth.signIn.begin(), await world.auth.signIn.begin()];
    const jar = [first, second].map(({ cookie }) => `${cookie.name}=${cookie.value}`).join('; ');
    const later = await world.auth.signIn.complete({ request: await comeBack(world, second, 'bob', jar) });
    const earlier = await world.auth.signIn.complete({ request: await comeBack(world, first, 'ada', jar) });
    expect([earlier.identity.key.subject, later.identity.key.subject]).toEqual(['ada', 'bob']);
  });

  it('carries the account to link to through the provider, out of the person’s reach', async () => {
    await using world = await newWorld();
    const result = await signIn(world, 'ada', { purpose: 'link', linkTo: 'account-7' });
    expect(result).toMatchObject({ purpose: 'link', linkTo: 'account-7' });
    expect(await failureOf(world.auth.signIn.begin({ linkTo: 'account-7' }))).toEqual([
      'invalid_request',
      'parameter_invalid',
    ]);
  });

  it.each([
    ['access_denied', ['access_denied', 'consent_denied']],
    ['login_required', ['access_denied', 'login_required']],
    ['temporarily_unavailable', ['provider_unavailable', undefined]],
    ['anything else', ['invalid_request', 'parameter_invalid']],
  ])('that the provider answers with %s fails for that', async (error, expected) => {
    await using world = await newWorld();
    const start = await world.auth.signIn.begin();
    const honest = new URL((await comeBack(world, start)).url);
    honest.searchParams.delete('code');
    honest.searchParams.set('error', error);
    const request = new Request(honest, {
      headers: { cookie: `${start.cookie.name}=${start.cookie.value}` },
    });
    expect(await failureOf(world.auth.signIn.complete({ request }))).toEqual(expected);
  });
});

describe('the transaction of a sign-in', () => {
  it('counts once, also for two requests at the same time', async () => {
    await using world = await newWorld();
    const start = await world.auth.signIn.begin();
    const request = await comeBack(world, start);
    const both = [request.clone(), request].map((copy) =>
      failureOf(world.auth.signIn.complete({ request: copy })),
    );
    const results = await Promise.all(both);
    expect(results).toContain('accepted');
    expect(results).toContainEqual(['unauthenticated', 'transaction_replayed']);
    expect(world.provider.count('token')).toBe(1);
  });

  it('is claimed where the application says, for many machines', async () => {
    await using world = await newWorld();
    const claimed = new Set<string>();
    const claim = async (id: string): Promise<boolean> => !claimed.has(id) && Boolean(claimed.add(id));
    const start = await world.auth.signIn.begin();
    const request = await comeBack(world, start);
    await world.newAuth().signIn.complete({ request: request.clone() }, { claim });
    expect(await failureOf(world.newAuth().signIn.complete({ request }, { claim }))).toEqual([
      'unauthenticated',
      'transaction_replayed',
    ]);
  });

  it('ends after ten minutes', async () => {
    await using world = await newWorld();
    const start = await world.auth.signIn.begin();
    const request = await comeBack(world, start);
    await world.clock.advance(10 * 60_000);
    expect(await failureOf(world.auth.signIn.complete({ request }))).toEqual([
      'unauthenticated',
      'transaction_expired',
    ]);
  });

  it('cannot be changed', async () => {
    await using world = await newWorld();
    const start = await world.auth.signIn.begin();
    const { name, value } = start.cookie;
    for (const forged of [
      '',
      'x',
      `${value}A`,
      `A${value.slice(1)}`,
      `${value.slice(0, 40)}AAAA${value.slice(44)}`,
    ]) {
      const request = await comeBack(world, start, 'ada', `${name}=${forged}`);
      expect(await failureOf(world.auth.signIn.complete({ request }))).toEqual([
        'unauthenticated',
        'transaction_invalid',
      ]);
    }
  });

  it('is of one browser: without its cookie nobody signs in, nor with that of another sign-in', async () => {
    await using world = await newWorld();
    const [start, other] = [await world.auth.signIn.begin(), await world.auth.signIn.begin()];
    const without = await comeBack(world, start, 'ada', 'theme=dark');
    expect(await failureOf(world.auth.signIn.complete({ request: without }))).toEqual([
      'unauthenticated',
      'transaction_missing',
    ]);
    const foreign = await comeBack(world, start, 'ada', `${other.cookie.name}=${other.cookie.value}`);
    expect(await failureOf(world.auth.signIn.complete({ request: foreign }))).toEqual([
      'unauthenticated',
      'state_mismatch',
    ]);
    const renamed = await comeBack(world, start, 'ada', `${start.cookie.name}=${other.cookie.value}`);
    expect(await failureOf(world.auth.signIn.complete({ request: renamed }))).toEqual([
      'unauthenticated',
      'state_mismatch',
    ]);
  });

  it('is of one instance and one redirect URI', async () => {
    await using world = await newWorld();
    const start = await world.auth.signIn.begin();
    for (const other of [
      world.newAuth({}, 'staff'),
      world.newAuth({ redirectUri: 'https://app.test/other' }),
    ]) {
      const request = await comeBack(world, start);
      expect(await failureOf(other.signIn.complete({ request }))).toEqual([
        'unauthenticated',
        'transaction_invalid',
      ]);
    }
  });

  it('outlives the rotation of its secret, and not its removal', async () => {
    await using world = await newWorld();
    const next = 'the next transaction secret, long enough too';
    const start = await world.auth.signIn.begin();
    const removed = world.newAuth({ transactionSecret: [next] });
    const request = await comeBack(world, start);
    expect(await failureOf(removed.signIn.complete({ request: request.clone() }))).toEqual([
      'unauthenticated',
      'transaction_invalid',
    ]);
    const rotated = world.newAuth({ transactionSecret: [next, transactionSecret] });
    expect((await rotated.signIn.complete({ request })).identity.key.subject).toBe('ada');
  });
});
