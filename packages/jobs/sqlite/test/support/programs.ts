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

/** Runs so many at once: each says that it has begun, and goes on when all have. Gives what they printed then. */
export async function runTogether(given: readonly string[], count: number): Promise<readonly string[]> {
  const running = Array.from({ length: count }, () =>
    spawn(process.execPath, given, { stdio: ['pipe', 'pipe', 'inherit'] }),
  );
  const ended = running.map((each) => new Promise((resolve) => each.once('close', resolve)));
  const said = running.map(() => '');
  const begun = running.map(
    (each, index) =>
      new Promise<void>((resolve) => {
        each.once('close', resolve).stdout.on('data', (text) => {
          said[index] += String(text);
          if (said[index]?.includes('\n')) resolve();
        });
      }),
  );
  await Promise.all(begun);
  for (const { stdin } of running) stdin.end('go\n');
  const codes = await Promise.all(ended);
  if (codes.some((code) => code !== 0)) throw new Error(`${given.join(' ')} ended with ${String(codes)}.`);
  return said.map((text) => text.slice(text.indexOf('\n') + 1));
}
