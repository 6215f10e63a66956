import type { StartOptions } from '@patchbay/core/conformance';
import { defaultKeepDoneMs, type JobInput } from '@patchbay/jobs';
import type { AnyJobs, JobsHarness, JobsSubject } from '@patchbay/jobs/conformance';
import { virtualClock } from '@patchbay/testing';
import { capabilities } from '../src/capabilities.ts';
import { JobsStore, memoryJobs } from '../src/index.ts';

/** The jobs in memory as the conformance suite drives them. */
export const harness: JobsHarness = { provider: 'memory', capabilities, start };

async function start({ policy, planted }: StartOptions<AnyJobs> = {}): Promise<JobsSubject> {
  const clock = virtualClock();
  const store = new JobsStore();
  const options = { store };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter’s own takes; the suite cannot know the type.
  const make = (): AnyJobs => planted?.factory?.(options as never, setup) ?? memoryJobs(options, setup);
  const facade = make();
  const facades = [facade];
  const another = async (): Promise<AnyJobs> => {
    const made = make();
    facades.push(made);
    return made;
  };
  return {
    facade,
    clock,
    canAdvance: true,
    keepDoneMs: defaultKeepDoneMs,
    settle: (promise) => clock.settle(promise),
    secrets: [],
    jobs: async () => keptIn(store, clock.now()),
    another,
    restart: () => Promise.reject(new Error('Memory does not survive a restart.')),
    async [Symbol.asyncDispose]() {
      for (const made of facades) await made.close();
    },
  };
}

/** The jobs of a store that are not forgotten. */
export function keptIn(store: JobsStore, now: number): readonly JobInput[] {
  return [...store.queues.values()].flatMap(({ open, done, dead }) => {
    const remembered = [...done.values()].filter(({ until }) => until > now);
    return [...open.values(), ...dead.values(), ...remembered];
  });
}
