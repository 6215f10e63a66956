import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { afterAll, beforeAll, describe } from 'vitest';
import { type PeerServer, peerHarness } from './harness.ts';
import { runPeer } from './record.ts';
import { swift } from './swift.ts';

const debian = { debianPackage: 'python3-swift', path: '/usr/lib/python3/dist-packages/swift' };
const program = fileURLToPath(new URL('swift-server.py', import.meta.url));

async function startSwift(): Promise<PeerServer> {
  const folder = await mkdtemp(join(tmpdir(), 's3-swift-'));
  const [accessKeyId, secretAccessKey] = ['peer:tester', 'peer-secret-access-key'];
  const running = spawn('/usr/bin/python3', [program, folder, accessKeyId, secretAccessKey], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = new Promise<void>((resolve) => void running.once('close', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    running.stdout.once('data', (line) => resolve(Number(line)));
    void ended.then(() => reject(new Error('Swift ended before it served.')));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    accessKeyId,
    secretAccessKey,
    async [Symbol.asyncDispose]() {
      running.stdin.end();
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** OpenStack's Swift with its S3 API, which verifies every signature: https://docs.openstack.org/swift/latest/s3_compat.html */
describe.skipIf(missingProgram(debian))('Swift', () => {
  let server: PeerServer;
  beforeAll(async () => {
    server = await startSwift();
  }, 60_000);
  afterAll(() => server[Symbol.asyncDispose]());

  runPeer(
    peerHarness('swift', () => server, 'generic'),
    swift,
  );
});
