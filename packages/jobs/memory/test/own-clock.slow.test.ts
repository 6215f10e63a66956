import { systemClock } from '@patchbay/core';
import type { MovableClock } from '@patchbay/core/conformance';
import {
  type AnyJobs,
  type JobsHarness,
  type JobsSubject,
  runJobsConformance,
} from '@patchbay/jobs/conformance';
import { virtualClock } from '@patchbay/testing';
import { describe, it } from 'vitest';
import { capabilities } from '../src/capabilities.ts';
import { JobsStore, memoryJobs } from '../src/index.ts';
import { keptIn } from './harness.ts';

/** The machine’s clock: to move it is to wait. */
const clock: MovableClock = {
  ...systemClock,
  advance: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

const keepDoneMs = 4000; // a busy machine must not come to its end where nobody waits for it

/** How a store with a clock of its own is driven: the suite waits for short leases, and looks beside their end. */
const harness: JobsHarness = { provider: 'memory by its own clock', capabilities, start };

async function start(): Promise<JobsSubject> {
  const store = new JobsStore();
  const facades: AnyJobs[] = [];
  const make = (): AnyJobs => {
    const made = memoryJobs({ store, keepDoneMs });
    facades.push(made);
    return made;
  };
  const policyClock = virtualClock();
  return {
    facade: memoryJobs({ store, keepDoneMs }, { clock: policyClock }),
    clock: policyClock,
    settle: (promise) => policyClock.settle(promise),
    canAdvance: false,
    onOwnClock: { facade: make(), clock, settle },
    keepDoneMs,
    secrets: [],
    jobs: async () => keptIn(store, clock.now()),
    another: async () => make(),
    restart: () => Promise.reject(new Error('Memory does not survive a restart.')),
    async [Symbol.asyncDispose]() {
      for (const made of facades) await made.close();
    },
  };
}

async function settle<T>(promise: Promise<T>) {
  const from = clock.monotonic();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: clock.monotonic() - from };
}

runJobsConformance(harness, { describe, it });
