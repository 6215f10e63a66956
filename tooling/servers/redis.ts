import { type ChildProcess, spawn } from 'node:child_process';
import { freePort } from '@patchbay/testing/node';

/** What a test needs for it: https://packages.debian.org/redis-server */
export const redisProgram = { debianPackage: 'redis-server', path: '/usr/bin/redis-server' } as const;

/** A Redis of its own on loopback, without files. */
export interface RedisServer extends AsyncDisposable {
  readonly port: number;
  /** Its address, with the password where it has one. */
  readonly url: string;
  /** What it is, as a child process. */
  readonly process: ChildProcess;
  /** Ends it without a chance to say goodbye. */
  kill(): Promise<void>;
  /** Starts it again at the same address, empty. */
  start(): Promise<void>;
}

/**
 * Starts it, with settings such as `{ requirepass: 'secret' }`:
 * https://redis.io/docs/latest/operate/oss_and_stack/management/config/
 */
export async function startRedis(settings: Readonly<Record<string, string>> = {}): Promise<RedisServer> {
  const port = await freePort();
  const isEncrypted = 'tls-cert-file' in settings;
  const ports = isEncrypted ? { port: '0', 'tls-port': String(port) } : { port: String(port) };
  const given = { ...ports, bind: '127.0.0.1', save: '', daemonize: 'no', ...settings };
  const { requirepass } = settings;
  let running = await launch(given);
  const kill = async (): Promise<void> => {
    if (running.exitCode !== null || running.signalCode !== null) return;
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill('SIGKILL');
    await ended;
  };
  return {
    port,
    url: `redis${isEncrypted ? 's' : ''}://${requirepass === undefined ? '' : `:${requirepass}@`}127.0.0.1:${port}`,
    get process() {
      return running;
    },
    kill,
    async start() {
      running = await launch(given);
    },
    [Symbol.asyncDispose]: kill,
  };
}

async function launch(settings: Readonly<Record<string, string>>): Promise<ChildProcess> {
  const given = Object.entries(settings).flatMap(([name, value]) => [`--${name}`, value]);
  const running = spawn(redisProgram.path, given, { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  for await (const text of running.stdout.iterator({ destroyOnReturn: false })) {
    said += String(text);
    if (said.includes('Ready to accept connections')) {
      running.stdout.resume();
      return running;
    }
  }
  throw new Error(`Redis did not start: ${said}`);
}
