import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How a story ended that was told in a process of its own. */
export interface Retold {
  readonly status: number | null;
  readonly output: string;
  /** The title of the step at which it failed; empty where it did not. */
  readonly failedAt: string;
}

/** Tells the story with these options. */
export async function retell(options: readonly string[]): Promise<Retold> {
  const program = fileURLToPath(new URL('../run.ts', import.meta.url));
  const story = spawn(process.execPath, [...process.execArgv, program, ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const kill = (): void => void story.kill();
  process.once('exit', kill);
  const output = await text(story.stdout);
  const status = await new Promise<number | null>((resolve) => {
    if (story.exitCode === null) story.once('exit', resolve);
    else resolve(story.exitCode);
  });
  process.off('exit', kill);
  const [, failedAt = ''] = /The story failed at step \d+, "([^"]*)"/.exec(output) ?? [];
  return { status, output, failedAt };
}
