import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, signIn } from './support/world.ts';

describe('a sign-in on a device', () => {
  it('waits for the person at the provider’s pace', async () => {
    await using world = await newWorld();
    const grant = await world.auth.device.begin();
    const done = world.auth.device.complete(grant);
    void world.clock.after(12_000, () => world.provider.answerDevice(grant.userCode, { subject: 'bob' }));
    const settled = await world.clock.settle(done);
    expect(settled.elapsedMs).toBe(15_000);
    expect((await done).identity).toMatchObject({ key: { subject: 'bob' }, name: 'Bob' });
    expect((await done).tokens.subject).toBe('bob');
  });

  it('slows down when it is told to', async () => {
    await using world = await newWorld();
    const { auth, clock, provider } = world;
    await signIn(world); // the keys are known: waiting begins at once
    const grant = await auth.device.begin();
    const done = auth.device.complete(grant);
    await clock.advance(1000);
    await auth.flow.pollDevice({ deviceCode: grant.deviceCode }); // so that the next one is too soon
    provider.answerDevice(grant.userCode, { subject: 'bob' });
    const settled = await clock.settle(done);
    expect(settled.elapsedMs).toBe(14_000); // 4 seconds, then 5 + 5
    expect((await done).identity.key.subject).toBe('bob');
  });

  it('ends when the person refuses, when nobody comes, and when the caller gives up', async () => {
    await using world = await newWorld();
    const refusedGrant = await world.auth.device.begin();
    world.provider.answerDevice(refusedGrant.userCode, 'deny');
    const refused = failureOf(world.auth.device.complete(refusedGrant));
    await world.clock.settle(refused);
    expect(await refused).toEqual(['access_denied', 'consent_denied']);
    const late = failureOf(world.auth.device.complete(await world.auth.device.begin()));
    await world.clock.settle(late);
    expect(await late).toEqual(['unauthenticated', 'grant_invalid']);
    const signal = AbortSignal.abort();
    const grant = await world.auth.device.begin();
    expect(await failureOf(world.auth.device.complete(grant, { signal }))).toEqual(['aborted', undefined]);
    expect(world.clock.timers).toBe(0);
  });
});

describe('a sign-out', () => {
  it('ends the provider’s session too, and leads back', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const start = await world.auth.signOut.begin({
      ...(tokens.idToken && { idToken: tokens.idToken }),
      state: 's',
    });
    if (start.kind !== 'redirect') throw new Error('The provider has a page for it.');
    const response = await fetch(start.url, { redirect: 'manual' });
    expect(response.headers.get('location')).toBe('https://app.test/bye?state=s');
    expect(world.provider.sessions[0]?.ended).toBe(true);
  });

  it('is local where the provider has no page for it', async () => {
    await using world = await newWorld();
    world.provider.alter({ metadata: (document) => ({ ...document, end_session_endpoint: undefined }) });
    expect(await world.auth.signOut.begin()).toEqual({ kind: 'local_only' });
  });

  it('is told by the provider, for a session or a person', async () => {
    await using world = await newWorld();
    const { auth, provider } = world;
    const tell = async (about: object): Promise<unknown> => {
      const body = new URLSearchParams({
        logout_token: await provider.logoutToken({ clientId: 'web', ...about }),
      });
      return auth.signOut.receive(new Request('https://app.test/logout', { method: 'POST', body }));
    };
    const tokenId = expect.any(String);
    const { issuer } = provider;
    expect(await tell({ sessionId: 's1' })).toEqual({ issuer, sessionId: 's1', tokenId });
    expect(await tell({ subject: 'ada' })).toEqual({ issuer, subject: 'ada', tokenId });
  });

  it.each([
    ['no form', { body: '{"logout_token":"x"}', headers: { 'content-type': 'application/json' } }],
    ['no token', { body: new URLSearchParams({ token: 'x' }) }],
    ['two tokens', { body: new URLSearchParams('logout_token=a&logout_token=b') }],
    ['nonsense', { body: new URLSearchParams({ logout_token: 'x' }) }],
  ])('is not told by a request with %s', async (_, init) => {
    await using world = await newWorld();
    const request = new Request('https://app.test/logout', { method: 'POST', ...init });
    expect(await failureOf(world.auth.signOut.receive(request))).toEqual([
      'webhook_rejected',
      'payload_malformed',
    ]);
  });
});
