import { systemClock } from '@patchbay/core';
import type { MovableClock, StartOptions } from '@patchbay/core/conformance';
import type { AnyState, StateHarness, StateSubject } from '@patchbay/state/conformance';
import { Redis } from 'ioredis';
import { redisState, redisStateCapabilities } from '../../src/index.ts';

/** The machine’s clock: to move it is to wait. */
const clock: MovableClock = {
  ...systemClock,
  advance: (ms) =>
    new Promise((resolve) => {
      setTimeout(resolve, ms);
    }),
};

const lacks = { wire: 'its faults are those of a real server: test/faults.slow.test.ts' };

/** The state on a server as the conformance suite drives it: each subject has a prefix of its own there. */
export function toHarness(urlOf: () => string): StateHarness {
  return {
    provider: 'redis',
    capabilities: redisStateCapabilities,
    lacks,
    start: (options) => start(urlOf(), options),
  };
}

let subjects = 0;

async function start(
  right: string,
  { credential = 'right', policy, planted }: StartOptions<AnyState> = {},
): Promise<StateSubject> {
  subjects += 1;
  const prefix = `subject-${subjects}[*]:`;
  const url = credential === 'right' ? right : right.replace(/:[^:@]+@/, ':another-password@');
  const setup = policy === undefined ? {} : { policy };
  const facades: AnyState[] = [];
  const another = async (): Promise<AnyState> => {
    // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
    const made = planted?.factory?.({ url, prefix } as never, setup) ?? redisState({ url, prefix }, setup);
    facades.push(made);
    return made;
  };
  const far = new Redis(right);
  return {
    facade: await another(),
    clock,
    canAdvance: false,
    settle,
    secrets: [url, new URL(url).password],
    keys: async () => {
      const all = await far.keys('*');
      return all.filter((key) => key.startsWith(prefix)).map((key) => key.slice(prefix.length));
    },
    another,
    restart: () => Promise.reject(new Error('Redis is not durable in general.')),
    async [Symbol.asyncDispose]() {
      for (const made of facades) await made.close();
      await far.quit();
    },
  };
}

async function settle<T>(promise: Promise<T>) {
  const from = clock.monotonic();
  const [settled] = await Promise.allSettled([promise]);
  return { ...settled, elapsedMs: clock.monotonic() - from };
}
