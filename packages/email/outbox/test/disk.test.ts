import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { letter, openPost } from './support/post.ts';

const child = fileURLToPath(new URL('support/sending-child.ts', import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-outbox-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** Lets the child send until it has said so often enough, and kills it right then. Returns what it said. */
async function sendUntilKilled(root: string, mails: number, prefix = 'order'): Promise<readonly string[]> {
  const running = spawn(process.execPath, ['--conditions=@patchbay/source', child, root, prefix], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  running.stdout.setEncoding('utf8');
  for await (const text of running.stdout) {
    said += String(text);
    if (said.split('\n').length > mails) running.kill('SIGKILL');
  }
  return said.split('\n').slice(0, -1);
}

describe('an outbox with a folder', () => {
  it('has its mails, files, suppressions, events and keys after a restart', async () => {
    const root = join(folder, 'restart');
    const content = new Uint8Array([0, 1, 255]);
    const message = letter({ attachments: [{ filename: 'a.bin', content }] });
    const send = async (subject: string) => {
      await using post = await openPost({ root });
      return post.email.send({ ...message, subject }, { idempotencyKey: 'order-7' });
    };
    const first = await send('A word');
    {
      await using post = await openPost({ root });
      await post.email.suppressions.add({ email: 'eve@readers.example' });
    }
    expect((await send('A word')).id).toBe(first.id);
    await expect(send('Another')).rejects.toMatchObject({ code: 'idempotency_mismatch' });
    await using post = await openPost({ root });
    expect((await post.outbox.mails()).map(({ id }) => id)).toEqual([first.id]);
    expect(await post.outbox.attachment(first.id, 0)).toEqual(content);
    expect(await post.eventTypes()).toEqual(['accepted']);
    expect(await post.email.suppressions.get('eve@readers.example')).toMatchObject([
      { reason: 'unsubscribed' },
    ]);
  });

  it('sends a mail at its time even if it was closed then, unless it was taken back', async () => {
    const root = join(folder, 'schedule');
    const ids: string[] = [];
    {
      await using post = await openPost({ root });
      const sendAt = new Date(post.clock.now() + 60_000);
      for (const to of ['bounce@outbox.example', 'bounce+2@outbox.example'])
        ids.push((await post.email.send(letter({ to, sendAt }))).id);
      await post.email.schedule.cancel(ids[1] ?? '');
      expect(await post.eventTypes()).toEqual(['accepted', 'accepted']);
    }
    await using post = await openPost({ root });
    await post.clock.advance(61_000);
    expect((await post.outbox.events()).map(({ type, mailId }) => [type, mailId])).toEqual([
      ['accepted', ids[0]],
      ['accepted', ids[1]],
      ['bounced', ids[0]],
    ]);
  });

  it.each([1, 7, 23])(
    'that is killed after %d mails has them all, and makes none of them again',
    async (mails) => {
      const root = join(folder, `killed-${mails}`);
      const said = await sendUntilKilled(root, mails);
      expect(said.length).toBeGreaterThanOrEqual(mails);
      await using post = await openPost({ root });
      const kept = (await post.outbox.mails()).length;
      expect([said.length, said.length + 1]).toContain(kept); // the last answer may have been lost
      for (const [index, id] of said.entries()) {
        const message = { ...letter(), subject: `Mail ${index + 1}` };
        const again = await post.email.send(message, { idempotencyKey: `order-${index + 1}` });
        expect(again.id).toBe(id);
      }
      expect((await post.outbox.mails()).length).toBe(kept);
    },
  );

  it('is shared by two processes: each sees the other’s mails, and a key is one mail in both', async () => {
    const root = join(folder, 'shared');
    const [one, other] = await Promise.all([sendUntilKilled(root, 12), sendUntilKilled(root, 12)]);
    await using post = await openPost({ root });
    const ids = (await post.outbox.mails()).map(({ id }) => id);
    const both = Math.min(one.length, other.length);
    expect(one.slice(0, both)).toEqual(other.slice(0, both));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining([...one, ...other]));
    const late = await sendUntilKilled(root, 1, 'late');
    expect((await post.outbox.mails()).map(({ id }) => id)).toContain(late[0]);
  });

  it('keeps its mails from git and from other users', async () => {
    const root = join(folder, 'private');
    await using post = await openPost({ root });
    const { id } = await post.email.send(letter());
    expect(await readFile(join(root, '.gitignore'), 'utf8')).toBe('*\n');
    const files = await readdir(join(root, 'mails', id));
    expect(files.toSorted()).toEqual(['entry.json', 'source.eml']);
    for (const file of files) expect((await stat(join(root, 'mails', id, file))).mode & 0o077).toBe(0);
    expect(await readdir(join(root, '.new'))).toEqual([]);
  });

  it('that cannot be written says so, and nothing was sent', async () => {
    const root = join(folder, 'blocked');
    await using post = await openPost({ root }, { policy: { retry: false } });
    await writeFile(root, 'a file is in the way');
    const failure = { code: 'provider_error', outcome: 'not_applied' };
    await expect(post.email.send(letter())).rejects.toMatchObject(failure);
  });

  it('refuses what is no mail of it by name', async () => {
    const root = join(folder, 'unreadable');
    await mkdir(join(root, 'mails', 'mail_1'), { recursive: true });
    await writeFile(join(root, 'mails', 'mail_1', 'entry.json'), '{"id":');
    await expect(openPost({ root })).rejects.toThrow('mails/mail_1 is no entry of an outbox');
  });
});
