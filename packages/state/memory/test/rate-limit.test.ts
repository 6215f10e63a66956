import { IntegrationError, type Interceptor } from '@patchbay/core';
import { MemoryStore, memoryState } from '@patchbay/state-memory';
import { virtualClock } from '@patchbay/testing';
import { describe, expect, it } from 'vitest';

/** Two processes whose calls share a limit; what they call is a store of its own. */
function processes(limit: { readonly most: number; readonly windowMs: number; readonly waitMs?: number }) {
  const clock = virtualClock();
  const store = new MemoryStore();
  const called = Array.from({ length: 2 }, () => {
    const shared = memoryState({ store }, { clock });
    return memoryState({}, { clock, interceptors: [shared.rateLimit('vendor', limit)] });
  });
  return { clock, called };
}

describe('a limit that facades share', () => {
  it('lets so many calls of all processes go out, and refuses the next with how long to wait', async () => {
    const { called } = processes({ most: 3, windowMs: 1000 });
    const ends = [];
    for (let call = 0; call < 4; call += 1)
      ends.push(
        await called[call % 2]?.get('a').then(
          () => 'went out',
          (error: unknown) => error,
        ),
      );
    expect(ends.slice(0, 3)).toEqual(['went out', 'went out', 'went out']);
    expect(IntegrationError.is(ends[3], 'rate_limited')).toBe(true);
    expect(ends[3]).toMatchObject({ outcome: 'not_applied', retryAfterMs: 1000, operation: 'state.get' });
  });

  it('has a call wait for the next window where that comes soon enough', async () => {
    const { clock, called } = processes({ most: 1, windowMs: 1000, waitMs: 1500 });
    const [one, other] = called;
    await one?.get('a');
    const { status, elapsedMs } = await clock.settle(other?.get('a') ?? Promise.reject(new Error('none')));
    expect([status, elapsedMs]).toEqual(['fulfilled', 1000]);
  });

  it('lets calls go on where the store is away', async () => {
    const away: Interceptor = {
      around: () =>
        Promise.reject(new IntegrationError({ code: 'network', message: 'Away.', outcome: 'not_applied' })),
    };
    const shared = memoryState({}, { interceptors: [away] });
    const limited = memoryState(
      {},
      { interceptors: [shared.rateLimit('vendor', { most: 1, windowMs: 1000 })] },
    );
    await limited.get('a');
    await expect(limited.get('a')).resolves.toBeUndefined();
  });
});

describe('a limit that makes no sense', () => {
  const senseless = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY];

  it('is refused before anything is counted, by field, value and what is expected', async () => {
    const state = memoryState();
    for (const most of senseless) {
      const taking = state.take('mails', { most, windowMs: 1000 });
      await expect(taking).rejects.toMatchObject({ code: 'invalid_request', operation: 'state.take' });
      await expect(taking).rejects.toThrow(`most: found ${most}; expected a whole number from 1`);
    }
    for (const windowMs of [...senseless, 10 ** 15]) {
      const taking = state.take('mails', { most: 1, windowMs });
      await expect(taking).rejects.toThrow(`windowMs: found ${windowMs}; expected a whole number from 1`);
    }
    expect(await state.get('limit:mails')).toBeUndefined();
  });

  it('is refused where the middleware is made, and not with each call', () => {
    const state = memoryState();
    expect(() => state.rateLimit('mails', { most: Number.NaN, windowMs: 0, waitMs: -1 })).toThrow(
      /most: found NaN.*windowMs: found 0.*waitMs: found -1/,
    );
    expect(() => state.rateLimit('m'.repeat(507), { most: 1, windowMs: 1 })).toThrow(/name: it is longer/);
    expect(() => state.rateLimit('m'.repeat(506), { most: 1, windowMs: 1 })).not.toThrow();
  });
});
