import { type ChildProcess, spawn } from 'node:child_process';
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

/** How a life of the sender ends: so long after its first letter, by what is done with its process, or by itself. */
type Death = number | ((sender: ChildProcess) => void) | undefined;

/** One life of the sender, and the letters that it said it had sent. */
async function live(folder: string, address: string, death: Death): Promise<readonly string[]> {
  const program = fileURLToPath(new URL('sending-program.ts', import.meta.url));
  const words = ['--conditions=@patchbay/source', program, folder, address, String(letters)];
  const sender = spawn(process.execPath, words, { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(sender, 'close');
  let said = '';
  if (typeof death === 'function') death(sender);
  sender.stdout.on('data', (text: Buffer) => {
    if (said === '' && typeof death === 'number') setTimeout(() => sender.kill('SIGKILL'), death);
    said += text.toString();
  });
  const [code] = await ended;
  if (death === undefined && code !== 0) throw new Error(`The sender ended with ${String(code)}.`);
  return said.split('\n').filter((line) => line !== '');
}

/** An office that counts a letter and then, instead of its answer, does once what it was asked to. */
async function openOffice() {
  const office = new PostOffice();
  let instead: (() => void) | undefined;
  const server = await serve(async (request) => {
    const init = { method: 'POST', body: await request.text() };
    const answer = await office.fetch(request.url, init);
    if (instead === undefined || office.letters.length < 3) return answer;
    instead();
    instead = undefined;
    return new Promise<Response>(() => undefined);
  });
  const killAmidRequest = (sender: ChildProcess): void => {
    instead = () => void sender.kill('SIGKILL');
  };
  return { office, url: server.url, killAmidRequest, [Symbol.asyncDispose]: () => server.close() };
}

describe('a ledger in files whose process is killed', () => {
  it(`between request and answer, and at ${kills} random moments, sends no letter twice, and loses none that it does not list`, async () => {
    const folder = await mkdtemp(join(tmpdir(), 'patchbay-ledger-'));
    await using at = await openOffice();
    const { office, url } = at;
    try {
      const random = seededRandom(seed);
      const sent = new Set<string>();
      const deaths = [at.killAmidRequest, ...Array.from({ length: kills }, () => random() * 60), undefined];
      for (const death of deaths) for (const number of await live(folder, url, death)) sent.add(number);
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
      expect(listed.length).toBeGreaterThan(0); // the first life ended between request and answer
    } finally {
      await rm(folder, { recursive: true });
    }
  }, 300_000);
});
