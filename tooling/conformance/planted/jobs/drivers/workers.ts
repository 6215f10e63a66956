import type { ClaimedJob, Worker, WorkOptions } from '@patchbay/jobs';
import type { Method } from '../../broken.ts';
import { driver, instead, type JobsDefect, type JobsDriver, toFields } from '../broken.ts';

type Handler = (job: ClaimedJob, working: { readonly signal: AbortSignal }) => Promise<void>;
type Given = readonly [queue: unknown, handler: Handler, options?: WorkOptions];

/** Workers are made otherwise. */
export function workers(make: (original: Method, given: Given) => unknown): JobsDefect {
  // As its signature says.
  return instead('work', (_jobs, original) => (...given) => make(original, given as unknown as Given));
}

/** Workers have other settings. */
function settings(change: (options: WorkOptions) => object): JobsDefect {
  return workers((original, [queue, handler, options = {}]) => original(queue, handler, change(options)));
}

/** Handlers are called otherwise. */
function handlers(call: (handler: Handler, ...given: Parameters<Handler>) => Promise<void>): JobsDefect {
  return workers((original, [queue, handler, options]) =>
    original(queue, (...given: Parameters<Handler>) => call(handler, ...given), options),
  );
}

/** Workers are closed otherwise. */
function closing(close: (worker: Worker, graceMs?: number) => Promise<void>): JobsDefect {
  return workers((original, given) => {
    const worker = original(...given) as Worker; // as its signature says
    return { ...worker, close: (graceMs?: number) => close(worker, graceMs) };
  });
}

/** Defects of workers. */
export const workerDrivers: readonly JobsDriver[] = [
  driver('too-many-hands', 'works at as many jobs as there are', 'work.work.concurrency', settings((options) => ({ ...options, concurrency: 100 }))),
  driver('one-hand', 'works at one job at a time', 'work.work.concurrency', settings((options) => ({ ...options, concurrency: 1 }))),
  driver('never-looks', 'waits to be woken', 'work.work.looks_again', settings((options) => ({ ...options, pollMs: 3_600_000 }))),
  driver('not-woken', 'is not woken by jobs of its own facade', 'work.work.is_woken', instead('enqueue', (_jobs, _original, subject) => async (input, options) => {
    const other = await subject.another();
    return Reflect.apply(other.enqueue, other, [input, options]);
  })),
  driver('not-woken-by-redrives', 'is not woken by jobs that its own facade redrives', 'work.work.is_woken_by_a_redrive', instead('dead.redrive', (_jobs, _original, subject) => async (input) => {
    const other = await subject.another();
    return Reflect.apply(other.dead.redrive, other.dead, [input]);
  })),
  driver('failure-is-done', 'takes what failed for done', 'work.work.repeats', handlers(async (handler, ...given) => {
    await handler(...given).catch(() => undefined);
  })),
  driver('own-schedule', 'repeats by a schedule of its own', 'work.work.gives_up', settings(({ retry: _lost, ...options }) => options)),
  driver('dead-untold', 'does not tell that a job died', 'work.work.gives_up', settings(({ onDead: _lost, ...options }) => options)),
  driver('reason-lost', 'does not keep why a try failed', 'work.work.says_why', handlers(async (handler, ...given) => {
    try {
      await handler(...given);
    } catch {
      throw new Error('The job failed.');
    }
  })),
  driver('runs-twice', 'runs every job twice', 'work.work.does_jobs', handlers(async (handler, ...given) => {
    await handler(...given);
    await handler(...given);
  })),
  driver('never-aborts', 'does not tell that a job is lost', 'work.work.lost', handlers((handler, job) => handler(job, { signal: new AbortController().signal }))),
  driver('renews-too-late', 'holds jobs for less than was asked, and renews as if for more', 'work.work.renews', instead('work', (jobs) => (queue, given, options) => {
    const handler = given as Handler; // as its signature says
    const { leaseMs = 30_000 } = toFields(options) as WorkOptions; // likewise
    return unrenewed(handler, () => jobs.claim({ queue: String(queue), limit: 1, leaseMs }), (job) => jobs.complete(heldBy(job)));
  })),
  driver('close-does-not-wait', 'waits for no job when it is closed', 'work.work.close_waits', closing((worker) => worker.close(0))),
  driver('close-waits-for-ever', 'waits for every job when it is closed', 'work.work.close_leaves_who_ignores', closing((worker) => worker.close(3_600_000))),
  driver('takes-any-setting', 'takes settings that make no sense', 'work.work.refuses_nonsense', workers((original, [queue, handler, options]) => {
    try {
      return original(queue, handler, options);
    } catch {
      return original('cases', handler, {});
    }
  })),
];

/** A worker that takes one job, and does not hold it while it runs. */
function unrenewed(
  handler: Handler,
  claim: () => Promise<readonly ClaimedJob[]>,
  complete: (job: ClaimedJob) => Promise<boolean>,
): Worker {
  const { signal } = new AbortController();
  const run = async (): Promise<void> => {
    for (const job of await claim()) {
      await handler(job, { signal });
      await complete(job);
    }
  };
  void run();
  return { close: async () => undefined, [Symbol.asyncDispose]: async () => undefined };
}

function heldBy({ queue, id, token }: ClaimedJob) {
  return { queue, id, token };
}
