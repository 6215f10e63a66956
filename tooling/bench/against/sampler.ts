import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A process that measures one build of core. */
export interface Sampler extends AsyncDisposable {
  /** Makes so many calls, one after the other, and tells the CPU time of one in microseconds. */
  takeRound(calls: number): Promise<number>;
}

/** Starts a process for the build with this main entry. */
export function startSampler(entry: URL): Sampler {
  // Without the conditions of this process, which lead to sources: what is measured is the build.
  const child = fork(fileURLToPath(new URL('sample.ts', import.meta.url)), [entry.href], { execArgv: [] });
  const gone = once(child, 'exit');
  const died = gone.then((): never => {
    throw new Error(`The process that measures ${entry.href} ended.`);
  });
  died.catch(() => undefined); // it is expected to, in the end
  return {
    async takeRound(calls) {
      const answered: Promise<readonly unknown[]> = once(child, 'message');
      child.send(calls, () => undefined); // where it cannot be sent, the process has ended
      const [cpu] = await Promise.race([answered, died]);
      if (typeof cpu !== 'number')
        throw new TypeError(`The process that measures ${entry.href} told no time.`);
      return cpu;
    },
    async [Symbol.asyncDispose]() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}
