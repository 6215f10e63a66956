import { systemClock } from '@patchbay/core';
import type { MovableClock, StartOptions } from '@patchbay/core/conformance';
import type { JobInput } from '@patchbay/jobs';
import type { AnyJobs, JobsHarness, JobsSubject } from '@patchbay/jobs/conformance';
import { Redis } from 'ioredis';
import { bullmqJobs, bullmqJobsCapabilities } from '../../src/index.ts';

/** The machine’s clock: to move it is to wait. */
const clock: MovableClock = {
  ...systemClock,
  advance: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

const keepDoneMs = 4000; // a busy machine must not come to its end where nobody waits for it
const lacks = { wire: 'its faults are those of a real server: test/faults.slow.test.ts' };

/** The jobs on a server as the conformance suite drives them: each subject has a prefix of its own there. */
export function toHarness(urlOf: () => string): JobsHarness {
  return {
    provider: 'bullmq',
    capabilities: bullmqJobsCapabilities,
    lacks,
    start: (options) => start(urlOf(), options),
  };
}

let subjects = 0;

async function start(
  right: string,
  { credential = 'right', policy, planted }: StartOptions<AnyJobs> = {},
): Promise<JobsSubject> {
  subjects += 1;
  const prefix = `subject-${subjects}`;
  const url = credential === 'right' ? right : right.replace(/:[^:@]+@/, ':another-password@');
  const setup = policy === undefined ? {} : { policy };
  const facades: AnyJobs[] = [];
  const another = async (): Promise<AnyJobs> => {
    const given = { url, prefix, keepDoneMs };
    // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
    const made = planted?.factory?.(given as never, setup) ?? bullmqJobs(given, setup);
    facades.push(made);
    return made;
  };
  const far = new Redis(right);
  return {
    facade: await another(),
    clock,
    canAdvance: false,
    keepDoneMs,
    settle,
    secrets: [url, new URL(url).password],
    jobs: () => jobsOf(far, prefix),
    another,
    restart: () => Promise.reject(new Error('Redis is not durable in general.')),
    async [Symbol.asyncDispose]() {
      for (const made of facades) await made.close();
      await far.quit();
    },
  };
}

/** The hashes of jobs, without those that were done long ago. */
async function jobsOf(far: Redis, prefix: string): Promise<readonly JobInput[]> {
  const found: JobInput[] = [];
  for (const key of await far.keys(`${prefix}:*:j.*`)) {
    const [, queue = '', id = '', further] = key.split(':');
    if (further !== undefined) continue;
    const doneAt = await far.zscore(`${prefix}:${queue}:completed`, id);
    if (doneAt !== null && Number(doneAt) <= Date.now() - keepDoneMs) continue;
    found.push({ queue, id: decodeURIComponent(id.slice(2)) });
  }
  return found;
}

async function settle<T>(promise: Promise<T>) {
  const from = clock.monotonic();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: clock.monotonic() - from };
}
