import { mkdir, readdir, rename, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrationError } from '@patchbay/core';
import { whyNotKey } from '@patchbay/storage';
import { describe, expect, it } from 'vitest';
import { fsStorage } from '../src/index.ts';
import { readObjects } from './harness.ts';
import { all } from './support/all.ts';
import { runs, temporaryFolder } from './support/programs.ts';
import { randomKeys } from './support/random-keys.ts';

describe('keys', () => {
  it(
    'are refused, or stored and listed byte for byte in the order of their octets',
    async () => {
      await using folder = await temporaryFolder();
      await using storage = fsStorage({ root: folder.path, durability: 'rename' });
      const stored = new Map<string, string>();
      const refusals: unknown[] = [];
      for (const [index, key] of [...new Set(randomKeys(runs > 100 ? 10_000 : 1500, 2))].entries()) {
        const written = await storage.put(key, String(index)).catch((error: unknown) => error);
        if (whyNotKey(key) === undefined) stored.set(key, String(index));
        else refusals.push(written);
      }
      expect(refusals.filter((error) => !IntegrationError.is(error, 'invalid_request'))).toEqual([]);
      const listed = await all(storage.list({}, { limit: 97 }));
      const inOrder = [...stored.keys()].sort((left, right) =>
        Buffer.compare(Buffer.from(left), Buffer.from(right)),
      );
      expect(listed.map((entry) => (entry.kind === 'object' ? entry.key : entry))).toEqual(inOrder);
      for (const [key, text] of [...stored].slice(0, 200))
        expect(await (await storage.get(key)).text()).toBe(text);
      expect(await readObjects(folder.path)).toHaveLength(stored.size);
    },
    300 * Math.max(100, runs),
  );

  const escapes = [
    '..',
    '../x',
    'a/../../x',
    'a/..',
    './x',
    '/etc/passwd',
    'a//b',
    '..\\x',
    'C:\\x',
    '\0',
    'a\0b',
    '',
    '/',
    'a/',
  ];
  it.each(escapes)('%j is refused before anything is touched', async (key) => {
    await using folder = await temporaryFolder();
    await using storage = fsStorage({ root: join(folder.path, 'root') });
    const reason = { code: 'invalid_request', outcome: 'not_applied' };
    await expect(storage.put(key, 'x')).rejects.toMatchObject(reason);
    await expect(storage.get(key)).rejects.toMatchObject(reason);
    await expect(storage.delete(key)).rejects.toMatchObject(reason);
    await expect(storage.copy({ from: 'a', to: key })).rejects.toMatchObject(reason);
    expect(await readdir(folder.path)).toEqual([]);
  });

  it.each([
    '%2e%2e/x',
    '..%2fx',
    '%00',
    'a:b',
    'aux',
    'lpt1/x',
    '...',
    ' ',
    '~',
    '~index',
    'x~index',
    'x~more',
  ])('%j stays within the root and is an object like any other', async (key) => {
    await using folder = await temporaryFolder();
    await using storage = fsStorage({ root: join(folder.path, 'root') });
    await storage.put(key, 'text');
    expect((await all(storage.list())).map((entry) => Reflect.get(entry, 'key'))).toEqual([key]);
    expect(await readdir(folder.path)).toEqual(['root']);
    await storage.delete(key);
    expect(await readdir(join(folder.path, 'root', 'objects'))).toEqual([]);
  });
});

describe('symbolic links', () => {
  async function withLink() {
    const folder = await temporaryFolder();
    const outside = join(folder.path, 'outside');
    const root = join(folder.path, 'root');
    await mkdir(outside);
    const storage = fsStorage({ root });
    await storage.put('secrets/key', 'of somebody else');
    await storage.put('inside/file', 'mine');
    await rename(join(root, 'objects', 'secrets'), join(outside, 'secrets'));
    await symlink(join(outside, 'secrets'), join(root, 'objects', 'secrets'));
    return {
      outside,
      root,
      storage,
      async [Symbol.asyncDispose]() {
        await storage.close();
        await folder[Symbol.asyncDispose]();
      },
    };
  }
  const refused = { code: 'provider_permission_denied', outcome: 'not_applied' };

  it('to a folder outside are not followed, neither to read nor to write', async () => {
    await using linked = await withLink();
    const { outside, storage } = linked;
    const before = await readdir(outside, { recursive: true });
    await expect(storage.get('secrets/key')).rejects.toMatchObject(refused);
    await expect(storage.put('secrets/key', 'x')).rejects.toMatchObject(refused);
    await expect(storage.put('secrets/deep/er', 'x')).rejects.toMatchObject(refused);
    await expect(storage.delete('secrets/key')).rejects.toMatchObject(refused);
    await expect(storage.copy({ from: 'inside/file', to: 'secrets/copy' })).rejects.toMatchObject(refused);
    expect((await all(storage.list())).map((entry) => Reflect.get(entry, 'key'))).toEqual(['inside/file']);
    expect(await readdir(outside, { recursive: true })).toEqual(before);
  });

  it('in the place of a file are not read through', async () => {
    await using linked = await withLink();
    const { outside, root, storage } = linked;
    const target = join(outside, 'passwords');
    await writeFile(target, 'secret');
    const inside = join(root, 'objects', 'inside');
    const [body = ''] = (await readdir(inside)).filter((name) => !name.endsWith('~index'));
    await rename(join(inside, body), join(outside, 'body'));
    await symlink(target, join(inside, body));
    await expect(storage.get('inside/file')).rejects.toMatchObject(refused);
    await storage.put('inside/file', 'anew');
    expect(await (await storage.get('inside/file')).text()).toBe('anew');
  });
});
