import { inspect } from 'node:util';
import { IntegrationError } from '@patchbay/core';
import { secretScan } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, type World } from './support/world.ts';

const hour = 3600_000;
const minute = 60_000;

/** The provider gives tokens of this life, or does not say which. */
function giveTokensFor({ provider }: World, expiresIn: number | undefined): void {
  provider.alter({ tokens: (body) => ({ ...body, expires_in: expiresIn }) });
}

describe('a token source', () => {
  it('makes one request for 100 callers at once, and none for those who come later', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source({ scopes: ['orders'] });
    const tokens = await Promise.all(Array.from({ length: 100 }, () => source.token()));
    tokens.push(await source.token());
    expect(world.provider.count('token')).toBe(1);
    expect(new Set(tokens).size).toBe(1);
    const { scopes } = await world.auth.tokens.verify(tokens[0] ?? '', {
      audience: `${world.server.url}/api`,
    });
    expect(scopes).toEqual(['orders']);
  });

  it('keeps a token until a minute before it ends', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const first = await source.token();
    await world.clock.advance(hour - minute - 1);
    expect(await source.token()).toBe(first);
    await world.clock.advance(1);
    expect(await source.token()).not.toBe(first);
    expect(world.provider.count('token')).toBe(2);
  });

  it('keeps a token that lives less than the skew for half its life', async () => {
    await using world = await newWorld();
    giveTokensFor(world, 30);
    const source = world.auth.tokens.source({ skewMs: 10 * minute });
    await source.token();
    await world.clock.advance(14_999);
    await source.token();
    expect(world.provider.count('token')).toBe(1);
    await world.clock.advance(1);
    await source.token();
    expect(world.provider.count('token')).toBe(2);
  });

  it('keeps a token for half a minute where the provider does not say how long it lives', async () => {
    await using world = await newWorld();
    giveTokensFor(world, undefined);
    const source = world.auth.tokens.source();
    await source.token();
    await world.clock.advance(29_999);
    await source.token();
    expect(world.provider.count('token')).toBe(1);
    await world.clock.advance(1);
    await source.token();
    expect(world.provider.count('token')).toBe(2);
  });

  it('keeps no token that is over when it arrives, and gives it to those who wait for it', async () => {
    await using world = await newWorld();
    giveTokensFor(world, 0);
    const source = world.auth.tokens.source();
    await Promise.all([source.token(), source.token()]);
    await source.token();
    expect(world.provider.count('token')).toBe(2);
  });

  it.each([
    ['back', -5 * hour],
    ['forth', 5 * hour],
  ])('gives no token beyond its life when somebody sets the clock %s', async (_, jumpMs) => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const first = await source.token();
    world.clock.jump(jumpMs);
    await world.clock.advance(hour);
    const next = await source.token();
    expect(next).not.toBe(first);
    expect(await source.token()).toBe(next);
  });

  it('counts the life from before a slow request', async () => {
    await using world = await newWorld();
    await world.auth.flow.discover();
    const source = world.auth.tokens.source();
    world.server.fault({ kind: 'delay', delayMs: 9000 });
    const first = await world.clock.settle(source.token(), { busy: () => world.server.held === 0 });
    expect(first).toMatchObject({ status: 'fulfilled', elapsedMs: 9000 });
    await world.clock.advance(hour - minute - 9001);
    await source.token();
    expect(world.provider.count('token')).toBe(1);
    await world.clock.advance(1);
    await source.token();
    expect(world.provider.count('token')).toBe(2);
  });
});

describe('a token source whose provider fails', () => {
  it('gives the old token while it is valid, asks again after 5 seconds, and then says what is wrong', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const first = await source.token();
    await world.clock.advance(hour - minute);
    world.server.fault({ kind: 'status', status: 503, times: Number.POSITIVE_INFINITY });
    const before = world.server.received.length;
    expect([await source.token(), await source.token()]).toEqual([first, first]);
    expect(world.server.received.length - before).toBe(1);
    await world.clock.advance(5000);
    expect(await source.token()).toBe(first);
    expect(world.server.received.length - before).toBe(2);
    await world.clock.advance(minute - 5000);
    expect(await failureOf(source.token())).toEqual(['provider_unavailable', undefined]);
    world.server.reset();
    expect(await source.token()).not.toBe(first);
  });

  it('says so to all who wait, by the error of the operation', async () => {
    await using world = await newWorld();
    await using mistaken = world.newAuth({ clientSecret: 'another-secret' });
    const source = mistaken.tokens.source();
    const errors = await Promise.all([1, 2].map(() => source.token().catch((error: unknown) => error)));
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'provider_auth_failed', operation: 'auth.flow.clientCredentials' });
    }
    expect(world.provider.count('token')).toBe(1);
  });

  it('does not end anybody’s wait when one caller gives up', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const controller = new AbortController();
    const hasty = source.token({ signal: controller.signal });
    const patient = source.token();
    controller.abort();
    expect(await failureOf(hasty)).toEqual(['aborted', undefined]);
    expect(await patient).toBe(await source.token());
    expect(world.provider.count('token')).toBe(1);
  });
});

describe('a token that is no good any more', () => {
  it('is given to nobody, and another one is left alone', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const first = await source.token();
    await source.invalidate(first);
    const second = await source.token();
    expect(second).not.toBe(first);
    await source.invalidate(first);
    expect(await source.token()).toBe(second);
  });

  it('is not given either when no other can be had', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    await source.invalidate(await source.token());
    world.server.fault({ kind: 'status', status: 503 });
    expect(await failureOf(source.token())).toEqual(['provider_unavailable', undefined]);
  });
});

describe('what prints', () => {
  it('holds no token, however many users’ tokens came after it', async () => {
    await using world = await newWorld();
    const source = world.auth.tokens.source();
    const token = await source.token();
    for (let count = 0; count < 300; count += 1) {
      await world.auth.tokens.clientCredentials();
      if (count % 100 === 0) await source.token();
    }
    const error = new IntegrationError({
      code: 'internal',
      outcome: 'unknown',
      message: `Refused: ${token}`,
    });
    expect(secretScan(error, [token])).toEqual([]);
    expect(inspect(source, { depth: 9, showHidden: true })).not.toContain(token);
  });
});

describe('options that would not hold', () => {
  it('are refused when the source is made, all at once and without the key', async () => {
    await using world = await newWorld();
    const make = () =>
      world.auth.tokens.source({
        skewMs: -1,
        origins: ['https://api.test/v1'],
        shared: { state: {} as never, sealingKey: 'too short' },
      });
    expect(make).toThrow(/skewMs.*sealingKey.*origins/);
    expect(make).toThrow(expect.objectContaining({ code: 'config_invalid' }));
    expect(make).not.toThrow(/too short\b/);
  });
});
