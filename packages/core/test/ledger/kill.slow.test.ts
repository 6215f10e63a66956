import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fileMemory } from '@patchbay/core/node';
import { seededRandom } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { makePost, PostOffice } from './post.ts';

const letters = 40;
const kills = 20;
const seed = 20_261_122;

/** One life of the sender: killed so long after its first letter, or until it has been through all of them. */
async function live(
  folder: string,
  address: string,
  killAfterMs: number | undefined,
): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('sending-program.ts', import.meta.url));
  const words = ['--conditions=@patchbay/source', program, folder, address, String(letters)];
  const sender = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(sender, 'close');
  let said = '';
  sender.stdout.on('data', (text: Buffer) => {
    if (said === '' && killAfterMs !== undefined) setTimeout(() => sender.kill('SIGKILL'), killAfterMs);
    said += text.toString();
  });
  const [code] = await ended;
  if (killAfterMs === undefined && code !== 0) throw new Error(`The sender ended with ${String(code)}.`);
  return said.split('\n').filter((line) => line !== '');
}

describe('a ledger in files whose process is killed', () => {
  it(`at ${kills} random moments sends no letter twice, and loses none that it does not list`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-ledger-'));
    const office = new PostOffice();
    await using server = await serve(async (request) => {
      const init = { method: 'POST', body: await request.text() };
      return office.fetch(request.url, init);
    });
    try {
      const random = seededRandom(seed);
      const sent = new Set<string>();
      for (let kill = 0; kill < kills; kill += 1)
        for (const number of await live(folder, server.url, random() * 60)) sent.add(number);
      for (const number of await live(folder, server.url, undefined)) sent.add(number);
      const texts = office.letters.map(({ text }) => text);
      expect(new Set(texts).size, `seed ${seed}`).toBe(texts.length);
      for (const number of sent) expect(texts).toContain(`letter ${number}`);
      const listed: string[] = [];
      const { mail } = makePost({ memory: fileMemory({ folder }) });
      for await (const { idempotencyKey } of mail.ledger.unresolved()) listed.push(idempotencyKey);
      const known = [...sent].map((number) => `key-${number}`);
      expect([...known, ...listed].sort()).toEqual(
        Array.from({ length: letters }, (_, index) => `key-${index + 1}`).sort(),
      );
      expect(listed.length).toBeGreaterThan(0); // some were killed between request and answer
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 120_000);
});
