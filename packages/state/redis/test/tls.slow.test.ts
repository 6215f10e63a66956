import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loopback } from '@patchbay/tooling-presets/loopback';
import { missingProgram } from '@patchbay/tooling-presets/system-program';
import { type RedisServer, redisProgram, startRedis } from '@patchbay/tooling-servers/redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const run = promisify(execFile);
const child = fileURLToPath(new URL('./support/tls-child.ts', import.meta.url));

describe.skipIf(missingProgram(redisProgram))('a Redis behind TLS', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis({
      requirepass: 'password-of-the-shop',
      'tls-cert-file': loopback.path,
      'tls-key-file': loopback.path.replace('certificate.pem', 'key.pem'),
      'tls-auth-clients': 'no',
    });
  });
  afterAll(() => server[Symbol.asyncDispose]());

  /** Counts once; `trusting` a certificate that is not trusted otherwise. */
  async function count(url: string, trusting: boolean): Promise<unknown> {
    const env = { PATH: process.env['PATH'], ...(trusting && { NODE_EXTRA_CA_CERTS: loopback.path }) };
    const { stdout } = await run(process.execPath, ['--conditions=@patchbay/source', child, url], { env });
    return JSON.parse(stdout);
  }

  it('is spoken to where its certificate is trusted', async () => {
    expect(await count(server.url, true)).toEqual({ value: 1 });
  });

  it('is told nothing where nobody vouches for its certificate', async () => {
    expect(await count(server.url, false)).toEqual({
      code: 'network',
      outcome: 'not_applied',
      vendor: { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
    });
  });

  it('is not reached without TLS', async () => {
    const end = await count(server.url.replace('rediss:', 'redis:'), true);
    expect(end).toMatchObject({ code: 'network', outcome: 'not_applied' });
  });
});
