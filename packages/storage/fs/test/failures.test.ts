import { open, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { IntegrationError } from '@patchbay/core';
import { describe, expect, it } from 'vitest';
import { toFailure } from '../src/errors.ts';
import { fsStorage } from '../src/index.ts';
import { leftoversOf } from './harness.ts';
import { all } from './support/all.ts';
import { temporaryFolder } from './support/programs.ts';

async function setUp() {
  const folder = await temporaryFolder();
  const storage = fsStorage({ root: folder.path });
  return {
    root: folder.path,
    storage,
    async [Symbol.asyncDispose]() {
      await storage.close();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** Chunks until somebody stops asking, or for ever none. */
async function* endless(onFirst: () => void, isStuck = false) {
  yield new Uint8Array(1000);
  onFirst();
  if (isStuck) await new Promise(() => {});
  for (;;) yield new Uint8Array(1000);
}

async function bodyOf(root: string): Promise<string> {
  const [name = ''] = (await readdir(join(root, 'objects'))).filter((file) => !file.endsWith('~index'));
  return join(root, 'objects', name);
}

describe('a write that fails', () => {
  it.each([
    ['streams', false],
    ['hangs', true],
  ])(
    'because it is aborted while its body %s leaves the old object and nothing else',
    async (_what, isStuck) => {
      await using shop = await setUp();
      const { storage, root } = shop;
      await storage.put('doc', 'old');
      const controller = new AbortController();
      const { signal } = controller;
      const body = endless(() => controller.abort(), isStuck);
      await expect(storage.put('doc', body, { signal })).rejects.toMatchObject({
        code: 'aborted',
        outcome: 'not_applied',
      });
      expect(await leftoversOf(root)).toEqual([]);
      expect(await (await storage.get('doc')).text()).toBe('old');
    },
  );

  it('because its body fails says so, and leaves nothing', async () => {
    await using shop = await setUp();
    async function* broken() {
      yield new Uint8Array(10);
      await open(join(shop.root, 'no such file')); // an error of the system, but not the store's
    }
    await expect(shop.storage.put('doc', broken())).rejects.toMatchObject({
      code: 'invalid_request',
      reason: 'body_invalid',
      outcome: 'not_applied',
    });
    expect(await leftoversOf(shop.root)).toEqual([]);
    expect(await all(shop.storage.list())).toEqual([]);
  });

  it('because it times out without a byte was not applied; with bytes it goes on', async () => {
    await using shop = await setUp();
    const stuck = endless(() => {}, true);
    const failing = shop.storage.put('doc', stuck, { timeoutMs: 150, deadlineMs: 200 });
    await expect(failing).rejects.toMatchObject({ code: 'timeout', outcome: 'not_applied' });
    expect(await leftoversOf(shop.root)).toEqual([]);
  });
});

describe('while a write is under way', () => {
  it('an instance that starts leaves it alone', async () => {
    await using shop = await setUp();
    let goOn = (): void => {};
    const waiting = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    async function* slow() {
      yield new Uint8Array(10);
      await waiting;
      yield new Uint8Array(10);
    }
    const put = shop.storage.put('doc', slow());
    while ((await leftoversOf(shop.root)).length === 0);
    await using other = fsStorage({ root: shop.root });
    await other.check();
    goOn();
    expect((await put).sizeBytes).toBe(20);
    expect((await other.head('doc')).sizeBytes).toBe(20);
  });

  it('a reader that has begun reads the old object to its end', async () => {
    await using shop = await setUp();
    await shop.storage.put('doc', new Uint8Array(500_000).fill(1));
    const reading = await shop.storage.get('doc');
    await shop.storage.put('doc', new Uint8Array(500_000).fill(2));
    expect(new Set(await reading.bytes())).toEqual(new Set([1]));
    await shop.storage.delete('doc');
    expect(await leftoversOf(shop.root)).toEqual([]);
  });
});

describe('damage on the disk', () => {
  it('of one byte is noticed before the last byte is handed out', async () => {
    await using shop = await setUp();
    await shop.storage.put('doc', new Uint8Array(300_000));
    const path = await bodyOf(shop.root);
    const bytes = await readFile(path);
    bytes[150_000] = 1;
    await writeFile(path, bytes);
    await expect((await shop.storage.get('doc')).bytes()).rejects.toMatchObject({
      code: 'invalid_response',
      reason: 'body_corrupt',
    });
  });

  it.each(['truncated', 'gone'])('that leaves a body %s is told as such', async (what) => {
    await using shop = await setUp();
    await shop.storage.put('doc', new Uint8Array(1000));
    const path = await bodyOf(shop.root);
    await (what === 'gone' ? rm(path) : truncate(path, 400));
    const read = async () => (await shop.storage.get('doc')).bytes();
    const reason = what === 'gone' ? 'body_corrupt' : 'body_truncated';
    await expect(read()).rejects.toMatchObject({ code: 'invalid_response', reason });
  });

  it('of a root that is gone is told as such', async () => {
    await using shop = await setUp();
    await shop.storage.put('doc', 'text');
    await rm(shop.root, { recursive: true });
    await expect(shop.storage.put('doc', 'text')).rejects.toMatchObject({
      code: 'not_found',
      reason: 'bucket_missing',
      outcome: 'not_applied',
    });
    const failed = await shop.storage.check().catch((error: unknown) => error);
    expect(IntegrationError.is(failed, 'not_found')).toBe(true);
  });
});

describe('errors of the system', () => {
  it.each([
    ['ENOSPC', 'quota_exceeded', 'disk_full'],
    ['EDQUOT', 'quota_exceeded', 'disk_full'],
    ['EACCES', 'provider_permission_denied', undefined],
    ['EPERM', 'provider_permission_denied', undefined],
    ['EROFS', 'provider_permission_denied', undefined],
    ['ELOOP', 'provider_permission_denied', undefined],
    ['EMFILE', 'rate_limited', undefined],
    ['EIO', 'provider_unavailable', undefined],
    ['EBUSY', 'conflict', 'concurrent_write'],
    ['EFBIG', 'payload_too_large', 'object_too_large'],
    ['ENAMETOOLONG', 'invalid_request', 'key_invalid'],
    ['EWEIRD', 'provider_error', undefined],
  ])('%s is %s', (code, ours, reason) => {
    const error = Object.assign(new Error(`${code}: open '/srv/private'`), { code, syscall: 'open' });
    const failure = toFailure(error);
    expect([failure?.code, failure?.reason, failure?.vendor]).toEqual([ours, reason, { code }]);
    expect(failure?.message).not.toContain('/srv');
  });

  it('are told from those of anybody else', () => {
    expect(toFailure(new Error('ENOSPC'))).toBeUndefined();
    expect(toFailure(Object.assign(new Error('x'), { code: 'ENOSPC' }))).toBeUndefined();
  });
});

describe('the secret that signs', () => {
  it('is made once, kept in the root, and shared by all instances', async () => {
    await using shop = await setUp();
    await shop.storage.put('doc', 'text');
    await using other = fsStorage({ root: shop.root });
    const [{ url }, signed] = await Promise.all([shop.storage.presign.get('doc'), other.presign.get('doc')]);
    expect(await (await other.pages(new Request(url)))?.text()).toBe('text');
    expect(await (await shop.storage.pages(new Request(signed.url)))?.text()).toBe('text');
    expect(await readFile(join(shop.root, 'signing-secret'), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
    expect((await readdir(shop.root)).filter((name) => name.startsWith('signing'))).toEqual([
      'signing-secret',
    ]);
  });
});
