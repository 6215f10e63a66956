import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Makes one file of a program beside this one: it starts in a fraction of the time. */
export async function bundle(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@patchbay/source'],
    logLevel: 'error',
  });
  return outfile;
}

/** Runs a program in a process of its own to its end, and gives what it printed. */
export async function run(given: readonly string[]): Promise<string> {
  const running = spawn(process.execPath, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) said += String(text);
  const code = await ended;
  if (code !== 0) throw new Error(`${given.join(' ')} ended with ${String(code)}.`);
  return said;
}
