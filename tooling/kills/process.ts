import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Aim } from './draw.ts';
import type { ProgramName } from './phases.ts';
import type { Settings } from './settings.ts';

/** A program of the application, in a process of its own. */
export interface Running {
  readonly name: ProgramName;
  /** Counted from the first process of the run. */
  readonly life: number;
  /** Resolves when it has ended, however. */
  readonly gone: Promise<void>;
  /** What it ended with, where nobody has killed it. */
  failure(): string | undefined;
  /** It kills itself there. */
  aim(aim: Aim): void;
  /** SIGKILL: it finishes nothing and closes nothing. */
  kill(): Promise<void>;
  /** Lets it end by itself. */
  end(): Promise<void>;
}

/** How processes are started. */
export interface Starting {
  readonly settings: Settings;
  /** Where Node keeps what it has compiled. */
  readonly cache: string;
}

let lives = 0;

/** Starts a program; resolves when it works. */
export async function start(name: ProgramName, { settings, cache }: Starting): Promise<Running> {
  lives += 1;
  const life = lives;
  const file = fileURLToPath(new URL(`./${name}-program.ts`, import.meta.url));
  const child = fork(file, [JSON.stringify({ life, settings })], {
    execArgv: ['--conditions=@patchbay/source', '--disable-warning=ExperimentalWarning'],
    env: { ...process.env, NODE_COMPILE_CACHE: cache },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit').then(() => undefined);
  await Promise.race([once(child, 'message'), gone.then(() => failed(name, child))]);
  return {
    name,
    life,
    gone,
    failure: () => (child.exitCode === null ? undefined : `the ${name} ended with ${child.exitCode}`),
    aim: ({ phase, time }) => void (child.connected && child.send({ phase, time })),
    async kill() {
      child.kill('SIGKILL');
      await gone;
    },
    async end() {
      if (child.connected) child.disconnect();
      await gone;
    },
  };
}

function failed(name: ProgramName, { exitCode, signalCode }: ChildProcess): never {
  throw new Error(`The ${name} did not start: ${exitCode ?? signalCode}.`);
}
