import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '@patchbay/testing/node';
import { build } from 'esbuild';
import type { Serving } from './servers.ts';

const own = fileURLToPath(new URL('../../..', import.meta.url));

/** The routes of the app, as its users write them. */
const files = {
  'package.json': '{ "private": true, "type": "module" }',
  'app/webhooks/[service]/route.js': "export { GET, POST } from '../../../bridge.mjs';",
  'app/behind/route.js':
    "import { behindProxy } from '../../bridge.mjs'; export const { GET, POST } = behindProxy;",
  'app/parsed/route.js':
    "import { POST as own } from '../../bridge.mjs';" +
    'export async function POST(request) { await request.json(); return own(request); }',
  'pages/api/raw.js':
    "import { node } from '../../bridge.mjs'; export default node; export const config = { api: { bodyParser: false } };",
  'pages/api/parsed.js': "import { node } from '../../bridge.mjs'; export default node;",
} as const;

/** Builds a small Next.js app in a temporary folder and serves it on loopback, as in production. */
export async function serveNext(): Promise<Serving> {
  const folder = await mkdtemp(join(tmpdir(), 'patchbay-next-'));
  await symlink(join(own, 'node_modules'), join(folder, 'node_modules'));
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await build({
    entryPoints: [join(own, 'test/bridges/support/next-app.ts')],
    outfile: join(folder, 'bridge.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'neutral',
    conditions: ['@patchbay/source'],
  });
  // The other bundler refuses a node_modules that is a link.
  const [status] = await once(next(folder, ['build', '--webpack']), 'exit');
  if (status !== 0) throw new Error(`next build ended with ${status}`);
  const port = String(await freePort());
  const running = next(folder, ['start', '--port', port, '--hostname', '127.0.0.1']);
  await isReady(running);
  return {
    origin: `http://127.0.0.1:${port}`,
    async [Symbol.asyncDispose]() {
      const ended = once(running, 'exit');
      running.kill();
      await ended;
      await rm(folder, { recursive: true });
    },
  };
}

function next(folder: string, given: readonly string[]): ChildProcess {
  const program = join(folder, 'node_modules/next/dist/bin/next');
  const env = {
    PATH: process.env['PATH'],
    HOME: folder,
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    CI: '1',
  } as const;
  return spawn(process.execPath, [program, ...given], {
    cwd: folder,
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
}

async function isReady({ stdout }: ChildProcess): Promise<void> {
  for await (const text of stdout ?? []) if (String(text).includes('Ready')) return void stdout?.resume();
  throw new Error('next start ended before it was ready');
}
