import { closedPort, leakCheck } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { bullmqJobs } from '../src/index.ts';

const mails = { queue: 'mails' };

describe('a server that is not there', () => {
  it('is `network`, after attempts that had no effect, and leaves nothing open', async () => {
    const leaks = leakCheck();
    const jobs = bullmqJobs({ url: (await closedPort()).replace('http:', 'redis:') });
    const unreached = {
      code: 'network',
      outcome: 'not_applied',
      vendor: { code: 'ECONNREFUSED' },
      attempts: { length: 3 },
    };
    await expect(jobs.enqueue({ ...mails, payload: 1 })).rejects.toMatchObject(unreached);
    await expect(jobs.claim({ ...mails, limit: 1, leaseMs: 1000 })).rejects.toMatchObject(unreached);
    await expect(jobs.check()).rejects.toMatchObject({ code: 'network', outcome: 'not_applied' });
    await jobs.close();
    await leaks.assertNone();
  });

  it('is asked by nobody before the first call, and not for a call that is aborted already', async () => {
    await using jobs = bullmqJobs({ url: (await closedPort()).replace('http:', 'redis:') });
    const { redis } = await jobs.native();
    expect(redis.status).toBe('wait');
    const aborted = jobs.stats(mails, { signal: AbortSignal.abort() });
    await expect(aborted).rejects.toMatchObject({ code: 'aborted' });
    expect(redis.status).toBe('wait');
  });
});
