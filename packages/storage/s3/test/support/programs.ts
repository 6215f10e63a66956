import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/** Whether the long forms run: `npm run verify:long`. */
export const isLong = Number(process.env['PROPERTY_RUNS'] ?? 100) > 100;

/** Makes one file of a program of `test/support`, in a folder: it starts in a fraction of the time. */
export async function bundle(name: string, folder: string): Promise<string> {
  const outfile = join(folder, `${name}.mjs`);
  await build({
    entryPoints: [fileURLToPath(new URL(`${name}.ts`, import.meta.url))],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['@patchbay/source'],
    // What is not in modules asks for parts of Node in its own way.
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
    logLevel: 'error',
  });
  return outfile;
}

/** Starts a program in a process of its own. */
export function start(
  program: string,
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcessByStdio<null, Readable, null> {
  return spawn(process.execPath, ['--conditions=@patchbay/source', program, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
}

/** Runs a program of `test/support` to its end, and gives what it printed. */
export async function run(
  name: string,
  given: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<unknown> {
  const running = start(fileURLToPath(new URL(`${name}.ts`, import.meta.url)), given, environment);
  const ended = new Promise((resolve) => running.once('close', resolve));
  let said = '';
  for await (const text of running.stdout) said += String(text);
  const code = await ended;
  if (code !== 0) throw new Error(`${name} ended with ${String(code)}.`);
  return JSON.parse(said);
}
