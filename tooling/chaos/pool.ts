import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Job } from './job.ts';
import type { Drawn } from './lane.ts';

/** Each of them keeps a core busy. */
const workers = 2;

/** Works through jobs in processes of their own; ends early where `onDrawn` says that it is enough. */
export async function workThrough(
  jobs: readonly Job[],
  onDrawn: (job: Job, drawn: Drawn) => 'go on' | 'enough',
): Promise<void> {
  const waiting = [...jobs];
  const start = async (): Promise<void> => {
    const child = fork(fileURLToPath(new URL('./prove.ts', import.meta.url)), {
      execArgv: ['--conditions=@patchbay/source'],
    });
    try {
      for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
        if (onDrawn(job, await ask(child, job)) === 'enough') waiting.length = 0;
      }
    } finally {
      child.kill();
    }
  };
  await Promise.all(Array.from({ length: Math.min(workers, jobs.length) }, start));
}

async function ask(child: ChildProcess, job: Job): Promise<Drawn> {
  const stop = new AbortController();
  const { signal } = stop;
  const answered = once(child, 'message', { signal });
  const ended = once(child, 'exit', { signal }).then(() => [{ error: 'its process ended' }]);
  child.send(job);
  const [message] = (await Promise.race([answered, ended])) as readonly unknown[];
  stop.abort();
  await Promise.allSettled([answered, ended]);
  const { drawn, error } = message as { readonly drawn?: Drawn; readonly error?: string }; // our own worker's
  if (drawn === undefined) throw new Error(`A worker failed: ${error}`);
  return drawn;
}
