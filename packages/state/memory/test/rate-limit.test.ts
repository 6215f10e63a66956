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
