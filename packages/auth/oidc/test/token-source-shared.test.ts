import type { TokenSource, TokenSourceOptions } from '@patchbay/auth';
import type { OidcAuth } from '@patchbay/auth-oidc';
import { type MemoryState, MemoryStore, memoryState } from '@patchbay/state-memory';
import { describe, expect, it } from 'vitest';
import { failureOf, newWorld, type World } from './support/world.ts';

const hour = 3600_000;
const minute = 60_000;
const sealingKey = 'a sealing key of 32 characters or more';

/** Processes of one application that share a store. */
interface Machines {
  readonly store: MemoryStore;
  /** One more, with a facade and a state of its own. */
  newSource(options?: Partial<TokenSourceOptions>, more?: MachineOptions): TokenSource;
  settled<T>(work: Promise<T>): Promise<T>;
}

interface MachineOptions {
  readonly auth?: OidcAuth;
  readonly sealingKey?: string | readonly string[];
  readonly state?: (state: MemoryState) => MemoryState;
}

function machinesIn(world: World): Machines {
  const store = new MemoryStore();
  return {
    store,
    newSource(
      options,
      { auth = world.newAuth(), sealingKey: key = sealingKey, state = (own: MemoryState) => own } = {},
    ) {
      const own = memoryState({ store }, { clock: world.clock });
      return auth.tokens.source({ ...options, shared: { state: state(own), sealingKey: key } });
    },
    async settled(work) {
      const result = await world.clock.settle(work);
      if (result.status === 'rejected') throw result.reason;
      return result.value;
    },
  };
}

describe('processes that share a token', () => {
  it('make one request, all at once', async () => {
    await using world = await newWorld();
    const { newSource, settled } = machinesIn(world);
    const sources = [newSource(), newSource(), newSource()];
    const calls = sources.flatMap(({ token }) => Array.from({ length: 20 }, () => token()));
    expect(new Set(await settled(Promise.all(calls))).size).toBe(1);
    expect(world.provider.count('token')).toBe(1);
  });

  it('renew it once, a minute before it ends', async () => {
    await using world = await newWorld();
    const { newSource, settled } = machinesIn(world);
    const sources = [newSource(), newSource()];
    const both = () => settled(Promise.all(sources.map(({ token }) => token())));
    const [first] = await both();
    await world.clock.advance(hour - minute);
    const renewed = await both();
    expect(renewed[0]).toBe(renewed[1]);
    expect(renewed[0]).not.toBe(first);
    expect(world.provider.count('token')).toBe(2);
  });

  it('renew it once when an API refuses it to all of them', async () => {
    await using world = await newWorld();
    const { newSource, settled } = machinesIn(world);
    const sources = [newSource(), newSource(), newSource()];
    const [first = ''] = await settled(Promise.all(sources.map(({ token }) => token())));
    const again = async ({ invalidate, token }: TokenSource) => {
      await invalidate(first);
      return token();
    };
    const renewed = new Set(await settled(Promise.all(sources.map(again))));
    expect([renewed.size, renewed.has(first)]).toEqual([1, false]);
    expect(world.provider.count('token')).toBe(2);
  });

  it('have one for each audience and set of scopes, and for each client', async () => {
    await using world = await newWorld();
    const { newSource, store } = machinesIn(world);
    await newSource({ scopes: ['orders', 'email'] }).token();
    await newSource({ scopes: ['email', 'orders'] }).token();
    expect(world.provider.count('token')).toBe(1);
    await newSource({ scopes: ['orders'] }).token();
    await newSource({ scopes: ['orders'], audience: 'https://a.test' }).token();
    const kept = store.records.size;
    const other = world.newAuth({ clientId: 'another' });
    expect(await failureOf(newSource({ scopes: ['orders'] }, { auth: other }).token())).not.toBe('accepted');
    expect([world.provider.count('token'), store.records.size]).toEqual([4, kept]);
  });

  it('take over from one that failed', async () => {
    await using world = await newWorld();
    const { newSource, settled } = machinesIn(world);
    await world.auth.flow.discover();
    world.server.fault({ kind: 'status', status: 503, match: ({ method }) => method === 'POST' });
    const calls = [newSource(), newSource()].map(({ token }) => failureOf(token()));
    const ends = await settled(Promise.all(calls));
    expect(ends).toContainEqual(['provider_unavailable', undefined]);
    expect(ends).toContain('accepted');
  });

  it('give no token beyond its life, although another’s clock was hours ahead', async () => {
    await using world = await newWorld();
    const { newSource } = machinesIn(world);
    const early = await newSource().token();
    world.clock.jump(-5 * hour);
    const source = newSource();
    expect(await source.token()).toBe(early);
    await world.clock.advance(hour);
    expect(await source.token()).not.toBe(early);
  });
});

describe('a token that is kept for others', () => {
  it('is sealed', async () => {
    await using world = await newWorld();
    const { newSource, store } = machinesIn(world);
    const token = await newSource().token();
    const text = JSON.stringify([...store.records]);
    expect(text).toContain('once:token:');
    for (const part of [token, ...token.split('.')]) expect(text).not.toContain(part);
  });

  it('is absent for whoever has another key', async () => {
    await using world = await newWorld();
    const { newSource } = machinesIn(world);
    const first = await newSource().token();
    const other = await newSource({}, { sealingKey: 'another sealing key of 32 characters' }).token();
    expect(other).not.toBe(first);
    expect(world.provider.count('token')).toBe(2);
  });

  it('is found by whoever knows both keys while one is replaced', async () => {
    await using world = await newWorld();
    const { newSource } = machinesIn(world);
    const first = await newSource().token();
    const keys = ['another sealing key of 32 characters', sealingKey];
    expect(await newSource({}, { sealingKey: keys }).token()).toBe(first);
  });

  it('does not open where somebody moved it to', async () => {
    await using world = await newWorld();
    const { newSource, store } = machinesIn(world);
    const orders = await newSource({ scopes: ['orders'] }).token();
    await newSource({ scopes: ['email'] }).token();
    const [from, to] = [...store.records].filter(([key]) => key.startsWith('once:'));
    if (from === undefined || to === undefined) throw new Error('Two tokens are kept.');
    store.set(to[0], from[1]);
    expect(await newSource({ scopes: ['email'] }).token()).not.toBe(orders);
    expect(world.provider.count('token')).toBe(3);
  });
});

describe('a state that fails', () => {
  it('costs each process a request, and nobody a token', async () => {
    await using world = await newWorld();
    const { newSource } = machinesIn(world);
    const failing = (own: MemoryState): MemoryState => {
      void own.close();
      return own;
    };
    const sources = [newSource({}, { state: failing }), newSource({}, { state: failing })];
    for (const source of sources) {
      const first = await source.token();
      await source.invalidate(first);
      expect(await source.token()).not.toBe(first);
    }
    expect(world.provider.count('token')).toBe(4);
  });

  it('whose answer is lost after it kept the token costs no second request', async () => {
    await using world = await newWorld();
    const { newSource } = machinesIn(world);
    const losing = (own: MemoryState): MemoryState => ({
      ...own,
      once: async (...given) => {
        await own.once(...given);
        throw new Error('The connection is gone.');
      },
    });
    const first = await newSource({}, { state: losing }).token();
    expect(await newSource().token()).toBe(first);
    expect(world.provider.count('token')).toBe(1);
  });
});
