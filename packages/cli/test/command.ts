import { execFile, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** What a run of the command line left behind. */
export interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  /** One line for every reach for the network. */
  readonly traffic: string;
}

const local = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const program = [
  '--conditions=@patchbay/source',
  '--import',
  local('no-network.mjs'),
  local('../src/main.ts'),
];

/** Where Node keeps what it has compiled; it tells the program nothing. */
const compiled = { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'] };

/** Runs `patchbay` as a process of its own, with nothing but the given environment and with the network trapped. */
export async function patchbay(
  directory: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  return runTrapped(directory, [...program, ...words], env);
}

/** Runs `patchbay` with nobody who reads what it prints. */
export async function patchbayWithoutReader(
  directory: string,
  words: readonly string[],
): Promise<Pick<Ran, 'status' | 'stderr'>> {
  const child = spawn(process.execPath, [...program, ...words], { cwd: directory, env: compiled });
  child.stdout.destroy();
  let stderr = '';
  child.stderr.on('data', (chunk) => (stderr += String(chunk)));
  const status = await new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
  return { status, stderr };
}

/** Runs Node with the network trapped. */
export async function runTrapped(
  directory: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<Ran> {
  const record = join(directory, 'traffic.txt');
  const ran = await new Promise<Omit<Ran, 'traffic'>>((resolve) => {
    const options = { cwd: directory, env: { ...compiled, ...env, NETWORK_RECORD: record } };
    const child = execFile(process.execPath, words, options, (_error, stdout, stderr) => {
      resolve({ status: child.exitCode ?? -1, stdout: stdout.replaceAll(directory, '<directory>'), stderr });
    });
  });
  return { ...ran, traffic: await readFile(record, 'utf8').catch(() => '') };
}
