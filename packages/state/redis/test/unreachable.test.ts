import { closedPort, leakCheck } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { redisState } from '../src/index.ts';

describe('a server that is not there', () => {
  it('is `network`, after attempts that had no effect, and leaves nothing open', async () => {
    const leaks = leakCheck();
    const url = (await closedPort()).replace('http:', 'redis:');
    const state = redisState({ url });
    const failing = state.cas({ key: 'a', expected: undefined, value: 'b' });
    await expect(failing).rejects.toMatchObject({
      code: 'network',
      outcome: 'not_applied',
      vendor: { code: 'ECONNREFUSED' },
      attempts: { length: 3 },
    });
    await expect(state.check()).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
    await state.close();
    await leaks.assertNone();
  });

  it('is asked by nobody before the first call, and not for a call that is aborted already', async () => {
    await using state = redisState({ url: (await closedPort()).replace('http:', 'redis:') });
    expect((await state.native()).status).toBe('wait');
    await expect(state.get('a', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' });
    expect((await state.native()).status).toBe('wait');
  });
});
