import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** A program of this repository in a process of its own. */
export interface Child extends AsyncDisposable {
  readonly process: ChildProcess;
  /** What it has printed so far. */
  readonly output: () => string;
  /** Asks it to end and waits for that; returns its exit code. */
  stop(): Promise<number | null>;
}

export interface StartOptions {
  readonly environment: Readonly<Record<string, string>>;
  readonly arguments?: readonly string[];
  readonly ipc?: true;
  readonly onOutput?: ((text: string) => void) | undefined;
}

const repository = fileURLToPath(new URL('../../..', import.meta.url));

/** Starts a file of the repository with the Node that runs this, and with this environment only. */
export function startChild(file: string, options: StartOptions): Child {
  const { environment, arguments: flags = [], ipc, onOutput } = options;
  const child = spawn(process.execPath, [...flags, file], {
    cwd: repository,
    env: { PATH: process.env['PATH'] ?? '', ...environment },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      onOutput?.(text);
    });
  }
  const kill = (): void => void child.kill();
  process.once('exit', kill); // however this ends, nothing is left running
  const ended = once(child, 'close').finally(() => process.off('exit', kill));
  const stop = async (): Promise<number | null> => {
    if (child.exitCode === null) child.kill('SIGTERM');
    const cutOff = setTimeout(() => child.kill('SIGKILL'), 10_000);
    await ended;
    clearTimeout(cutOff);
    return child.exitCode;
  };
  return {
    process: child,
    output: () => output,
    stop,
    [Symbol.asyncDispose]: async () => void (await stop()),
  };
}

/** Waits until the program has printed this. */
export async function awaitOutput(
  { process: child, output }: Child,
  wanted: RegExp,
  withinMs = 60_000,
): Promise<string> {
  const deadline = Date.now() + withinMs;
  for (;;) {
    const found = wanted.exec(output());
    if (found !== null) return found[1] ?? found[0];
    if (child.exitCode !== null) throw new Error(`It ended with ${child.exitCode}:\n${output()}`);
    if (Date.now() > deadline) throw new Error(`It did not print ${wanted} in ${withinMs} ms:\n${output()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
