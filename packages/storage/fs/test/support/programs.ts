import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** How often a test tries: 100 times, or what a long run asks for. */
export const runs = Number(process.env['PROPERTY_RUNS'] ?? 100);

/** An empty folder, removed at the end. */
export async function temporaryFolder(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'patchbay-fs-'));
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

/** Makes one file of a program of `test/support`: it starts in a fraction of the time. */
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

/** Starts a program in a process of its own. */
export function start(
  program: string,
  ...given: readonly string[]
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, [program, ...given], { stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Runs a program to its end, and gives what it printed. */
export async function run(program: string, ...given: readonly string[]): Promise<string> {
  const running = start(program, ...given);
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) said += String(text);
  const code = await ended;
  if (code !== 0) throw new Error(`${program} ended with ${String(code)}.`);
  return said;
}
