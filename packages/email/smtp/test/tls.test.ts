import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { loopback } from '@patchbay/tooling-presets/loopback';
import { describe, expect, it } from 'vitest';
import { mailServer } from './support/mail-server.ts';

const run = promisify(execFile);
const child = fileURLToPath(new URL('./support/tls-child.ts', import.meta.url));
const password = 'swordfish-42';

/** Sends one mail with a password; `trusting` a certificate that is not trusted otherwise. */
async function send(port: number, { secure = false, trusting = false } = {}): Promise<unknown> {
  const words = ['--conditions=@patchbay/source', child, String(port), secure ? 'secure' : 'plain'];
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const env = { PATH, NODE_COMPILE_CACHE, ...(trusting && { NODE_EXTRA_CA_CERTS: loopback.path }) };
  const { stdout } = await run(process.execPath, words, { env });
  return JSON.parse(stdout);
}

describe('a password', () => {
  it.each(['starttls', 'implicit'] as const)('goes out under TLS (%s)', async (tls) => {
    await using server = await mailServer({ password, tls });
    expect(await send(server.port, { secure: tls === 'implicit', trusting: true })).toEqual(['accepted']);
    expect([server.logins, server.mails.length]).toEqual([1, 1]);
  });

  it.each(['starttls', 'implicit'] as const)(
    'is not told to a server whose certificate nobody vouches for (%s)',
    async (tls) => {
      await using server = await mailServer({ password, tls });
      const end = await send(server.port, { secure: tls === 'implicit' });
      expect(end).toMatchObject({ outcome: 'not_applied' });
      expect(server.logins).toBe(0);
    },
  );

  it('is not told to a server that offers no TLS', async () => {
    await using server = await mailServer({ password });
    expect(await send(server.port)).toMatchObject({ outcome: 'not_applied' });
    expect(server.logins).toBe(0);
  });
});
