import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** The built shop in a process of its own, which can be shot and started again at the same place. */
export interface KillableShop extends AsyncDisposable {
  start(): Promise<void>;
  /** SIGKILL: it finishes nothing and closes nothing. */
  kill(): Promise<void>;
}

export function killableShop(main: string, environment: Readonly<Record<string, string>>): KillableShop {
  let child: ChildProcess | undefined;
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGKILL');
    await gone;
  };
  return {
    async start() {
      const fresh = spawn(process.execPath, ['--conditions=@patchbay/source', main], {
        env: environment,
        stdio: ['ignore', 'pipe', 'inherit'],
      });
      child = fresh;
      for await (const line of createInterface(fresh.stdout)) if (line.startsWith('Postcard Shop:')) return;
      throw new Error(`The shop ended with ${fresh.exitCode}.`);
    },
    kill,
    [Symbol.asyncDispose]: kill,
  };
}
