import { execFile } from 'node:child_process';
import { chmod, chown, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { freePort } from '@patchbay/testing/node';

const run = promisify(execFile);

/** What a test needs for it: https://packages.debian.org/postfix */
export const postfixProgram = {
  debianPackage: 'postfix',
  path: '/usr/sbin/postfix',
  needsRoot: true,
} as const;

/** A Postfix of its own, with a queue in a temporary folder. */
export interface Postfix extends AsyncDisposable {
  readonly port: number;
  /** What it wrote of its work so far. */
  log(): Promise<string>;
}

/** Starts it. Everything goes on to the mail server at `nextHop`, on loopback; a mail waits for ten seconds at most. */
export async function startPostfix(nextHop: number): Promise<Postfix> {
  const folder = await mkdtemp(join(tmpdir(), 'smtp-postfix-'));
  await chmod(folder, 0o755); // its programs are other users
  for (const name of ['config', 'queue', 'data']) await mkdir(join(folder, name));
  const { stdout } = await run('/usr/bin/id', ['--user', 'postfix']);
  await chown(join(folder, 'data'), Number(stdout), 0);
  const port = await freePort();
  await writeFile(join(folder, 'config/main.cf'), toMain(folder, nextHop));
  await writeFile(join(folder, 'config/master.cf'), toMaster(port));
  const postfix = (command: 'start' | 'stop') =>
    run(postfixProgram.path, ['-c', join(folder, 'config'), command]);
  const log = () => readFile(join(folder, 'log'), 'utf8').catch(() => 'It wrote no log.');
  const stop = async (): Promise<void> => {
    try {
      await postfix('stop');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  };
  try {
    await postfix('start');
    await untilItAnswers(port);
  } catch (error) {
    const found = await log();
    await stop().catch(() => {}); // it may not have started at all
    throw new Error(`Postfix did not start: ${found}`, { cause: error });
  }
  return { port, log, [Symbol.asyncDispose]: stop };
}

/** https://www.postfix.org/postconf.5.html (2026-11-22) */
function toMain(folder: string, nextHop: number): string {
  const settings = {
    compatibility_level: '3.6',
    queue_directory: `${folder}/queue`,
    data_directory: `${folder}/data`,
    maillog_file: `${folder}/log`,
    maillog_file_prefixes: folder,
    myhostname: 'mta.example',
    mydestination: '',
    inet_interfaces: '127.0.0.1',
    inet_protocols: 'ipv4',
    mynetworks: '127.0.0.0/8',
    smtpd_relay_restrictions: 'permit_mynetworks, reject',
    alias_maps: '',
    alias_database: '',
    default_transport: `smtp:[127.0.0.1]:${nextHop}`,
    smtp_dns_support_level: 'disabled',
    // The next server would have to report itself; this way Postfix says that it handed the mail on.
    smtp_discard_ehlo_keywords: 'dsn',
    delay_warning_time: '1s', // told only by a try between this and the end of the lifetime
    maximal_queue_lifetime: '10s',
    queue_run_delay: '1s',
    minimal_backoff_time: '1s',
    maximal_backoff_time: '1s',
  };
  return Object.entries(settings)
    .map(([name, value]) => `${name} = ${value}\n`)
    .join('');
}

/** https://www.postfix.org/master.5.html (2026-11-22) */
function toMaster(port: number): string {
  return `127.0.0.1:${port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 1 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
proxymap unix - - n - - proxymap
smtp unix - - n - - smtp
retry unix - - n - - error
error unix - - n - - error
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
`;
}

async function untilItAnswers(port: number): Promise<void> {
  for (let tries = 0; tries < 1600; tries += 1) {
    if (await answers(port)) return;
    await setTimeout(25);
  }
  throw new Error('It did not answer.');
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('data', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
