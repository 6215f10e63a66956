import type { CallOptions, Kit, MethodsBase } from '@patchbay/core';
import type { JobsApi } from './api.ts';
import type { Enqueued, EnqueueJob, JobInput } from './job.ts';
import { work } from './work/work.ts';
import type { JobHandler, Worker, WorkOptions } from './worker.ts';

/** What the contract’s methods work with. */
export type JobsBase = Pick<MethodsBase<JobsApi, object>, 'operations' | 'integration'> & {
  readonly kit: Pick<Kit, 'clock' | 'random'>;
};

/** What the category offers over its operations, the same for every provider. @sealed */
export interface JobsMethods {
  /**
   * Works at a queue until the worker is closed: takes no more jobs than it has free hands, holds each while its
   * handler runs, repeats what fails, and gives up what fails too often.
   *
   * A job runs at least once: a handler must bear to run twice. Its signal aborts when the job is not ours any more.
   * @throws `IntegrationError` `invalid_request` for options that make no sense.
   * @example
   * await using worker = jobs.work('mails', async ({ payload }, { signal }) => send(payload, signal));
   */
  work(queue: string, handler: JobHandler, options?: WorkOptions): Worker;
}

/** The methods over a provider’s operations. Those that make work wake the workers of the same facade. */
export function jobsMethods(base: JobsBase): JobsMethods {
  const { operations } = base;
  const wakers = new Map<string, Set<() => void>>();
  const wake = (queue: string): void => {
    for (const waker of wakers.get(queue) ?? []) waker();
  };
  const waking = {
    async enqueue(input: EnqueueJob, options?: CallOptions): Promise<Enqueued> {
      const enqueued = await operations.enqueue(input, options);
      wake(input.queue);
      return enqueued;
    },
    dead: {
      async redrive(input: JobInput, options?: CallOptions): Promise<boolean> {
        const isRedriven = await operations.dead.redrive(input, options);
        wake(input.queue);
        return isRedriven;
      },
    },
    work(queue: string, handler: JobHandler, options: WorkOptions = {}): Worker {
      const listen = (waker: () => void) => listening(wakers, queue, waker);
      return work(base, { queue, handler, options, listen, wake: () => wake(queue) });
    },
  };
  return waking;
}

/** Adds a waker of a queue; the function takes it away. */
function listening(wakers: Map<string, Set<() => void>>, queue: string, waker: () => void): () => void {
  const ofQueue = wakers.get(queue) ?? new Set();
  wakers.set(queue, ofQueue.add(waker));
  return () => {
    ofQueue.delete(waker);
    if (ofQueue.size === 0) wakers.delete(queue);
  };
}
