import type { CallOptions } from '@patchbay/core';
import { JobsStore, memoryJobs } from '@patchbay/jobs-memory';
import { observeQueues, prometheusInterceptor } from '@patchbay/prometheus';
import { Registry } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { counted } from './support/till.ts';

/** What a scrape says of queues, by queue and status. */
async function depths(register: Registry): Promise<readonly string[]> {
  const lines = (await register.metrics()).split('\n');
  return lines.flatMap((line) => /^integration_jobs\{(.*)\} (.+)$/.exec(line)?.slice(1).join(' ') ?? []);
}

describe('observeQueues', () => {
  it('tells where the jobs of each queue are at the scrape, and nothing once it is ended', async () => {
    const register = new Registry();
    const jobs = memoryJobs();
    for (const id of ['a', 'b', 'c', 'd']) await jobs.enqueue({ queue: 'mails', id, payload: null });
    await jobs.enqueue({ queue: 'mails', id: 'e', payload: null, runAt: new Date(Date.now() + 3_600_000) });
    const [first] = await jobs.claim({ queue: 'mails', limit: 1, leaseMs: 30_000 });
    await jobs.bury({ queue: 'mails', id: 'a', token: first?.token ?? '', error: 'No such mailbox.' });
    await jobs.claim({ queue: 'mails', limit: 1, leaseMs: 30_000 });
    const stop = observeQueues(jobs, ['mails', 'empty'], { register });
    const labels = (queue: string, status: string) =>
      `service="jobs",provider="memory",queue="${queue}",status="${status}"`;
    expect(await depths(register)).toEqual([
      `${labels('mails', 'ready')} 2`,
      `${labels('mails', 'delayed')} 1`,
      `${labels('mails', 'running')} 1`,
      `${labels('mails', 'dead')} 1`,
      ...['ready', 'delayed', 'running', 'dead'].map((status) => `${labels('empty', status)} 0`),
    ]);
    await jobs.dead.discard({ queue: 'mails', id: 'a' });
    expect(await depths(register)).toContain(`${labels('mails', 'dead')} 0`);
    stop();
    expect(await depths(register)).toEqual([]);
  });

  it('does not fail the scrape with a store that is away', async () => {
    const register = new Registry();
    const jobs = memoryJobs();
    observeQueues(jobs, ['mails'], { register });
    await jobs.close();
    expect(await depths(register)).toContain(
      'service="jobs",provider="memory",queue="mails",status="ready" Nan',
    );
  });

  it('gives a store less time than Prometheus gives a scrape', async () => {
    const register = new Registry();
    const given: unknown[] = [];
    const stats = async (_: unknown, options?: CallOptions): Promise<never> => {
      given.push(options?.deadlineMs);
      throw new Error('It took too long.');
    };
    observeQueues({ name: 'jobs', provider: 'own', stats }, ['mails'], { register });
    expect(await depths(register)).toHaveLength(4);
    expect(given).toEqual([3000]);
  });
});

describe('the age of the oldest job', () => {
  const ages = async (register: Registry): Promise<readonly string[]> => {
    const lines = (await register.metrics()).split('\n');
    return lines.flatMap(
      (line) =>
        /^integration_jobs_oldest_seconds\{.*queue="(.*)"\} (.+)$/.exec(line)?.slice(1).join(' ') ?? [],
    );
  };

  it('is told in seconds, 0 where none is ready, NaN where nobody knows, and costs no further question', async () => {
    const register = new Registry();
    let asked = 0;
    const none = { ready: 0, delayed: 0, running: 0, dead: 0 };
    const stats = async ({ queue }: { readonly queue: string }) => {
      asked += 1;
      if (queue === 'away') throw new Error('The store is away.');
      if (queue === 'empty') return none;
      const aheadMs = queue === 'ahead' ? 60_000 : -90_000;
      return { ...none, ready: 1, oldestReadyAt: new Date(Date.now() + aheadMs) };
    };
    observeQueues({ name: 'jobs', provider: 'own', stats }, ['mails', 'empty', 'away', 'ahead'], {
      register,
    });
    const [mails = '', ...others] = await ages(register);
    expect(Math.floor(Number(/^mails (.*)$/.exec(mails)?.[1]) / 60)).toBe(1);
    expect(others).toEqual(['empty 0', 'away Nan', 'ahead 0']);
    expect(asked).toBe(4);
  });

  it('is that of the facade’s own jobs', async () => {
    const register = new Registry();
    const jobs = memoryJobs();
    await jobs.enqueue({ queue: 'mails', payload: null });
    await new Promise((resolve) => setTimeout(resolve, 20));
    observeQueues(jobs, ['mails'], { register });
    const [mails = ''] = await ages(register);
    expect(Number(/^mails (.*)$/.exec(mails)?.[1])).toBeGreaterThanOrEqual(0.019);
  });
});

describe('prometheusInterceptor on jobs', () => {
  it('counts what the application and a worker ask the store for, and never the name of a queue or a job', async () => {
    const register = new Registry();
    const store = new JobsStore();
    const jobs = memoryJobs({ store }, { interceptors: [prometheusInterceptor({ register })] });
    await jobs.enqueue({ queue: 'mails', id: 'receipt:7', payload: null });
    await new Promise<void>((resolve) => {
      const worker = jobs.work('mails', async () => void worker.close().then(resolve));
    });
    const lines = await counted(register);
    const endpoints = lines.map((line) => /endpoint="([^"]+)"/.exec(line)?.[1]);
    expect(new Set(endpoints)).toEqual(new Set(['jobs.enqueue', 'jobs.claim', 'jobs.complete']));
    expect(lines.join()).not.toMatch(/mails|receipt/);
  });
});
