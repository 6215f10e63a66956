import type { ClaimedJob } from '../../job.ts';
import type { JobHandler, Worker, WorkOptions } from '../../worker.ts';
import type { JobsScene } from '../scene.ts';

/** What it takes to write jobs down and to work at them. */
export const withWork = ['enqueue', 'claim', 'renew', 'complete', 'retry', 'bury'] as const;

/** Works at the queue of the cases while something is tried, and closes the worker whatever happens. */
export async function whileWorking(
  scene: JobsScene,
  handler: JobHandler,
  options: WorkOptions,
  run: (worker: Worker) => Promise<void>,
): Promise<void> {
  const worker = scene.jobs.work(scene.queue, handler, { ...usual(scene), ...options });
  try {
    await run(worker);
  } finally {
    await scene.value(worker.close(0));
  }
}

/** Settings that need no long waits. */
export function usual(scene: JobsScene): WorkOptions {
  return { pollMs: 100, leaseMs: scene.longMs, retry: () => 100 };
}

/** A handler that writes down what it was given. */
export function recorder(work: JobHandler = async () => undefined) {
  const jobs: ClaimedJob[] = [];
  const handler: JobHandler = async (job, working) => {
    jobs.push(job);
    await work(job, working);
  };
  return { jobs, handler, ids: () => jobs.map(({ id }) => id) };
}

/** So much time passes. */
export function wait(scene: JobsScene, ms: number): Promise<void> {
  return new Promise((resolve) => {
    scene.clock.after(ms, resolve);
  });
}

/** Ends when the signal aborts, as well-behaved work does. */
export function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
}

/** A promise that somebody else ends. */
export function latch() {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
