import { randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { DriverFailure } from '@patchbay/core';
import type { BodyInput, PutObject } from '@patchbay/storage';
import { fileBody, saveToFile } from '@patchbay/storage/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Gate, ToyStore, toyStorage } from './support/toy.ts';
import { hash } from './support/toy-store.ts';

const bytes = new Uint8Array(randomBytes(200_000));
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'patchbay-bodies-'));
  await writeFile(join(folder, 'body'), bytes);
});
afterAll(() => rm(folder, { recursive: true }));

const kinds = ['parts', 'stream'] as const;

describe.each(kinds)('bodies of Node, sent as %s', (kind) => {
  it.each<[string, () => BodyInput | Promise<BodyInput>]>([
    [
      'a Readable',
      () => Readable.from([Buffer.from(bytes.subarray(0, 70_000)), Buffer.from(bytes.subarray(70_000))]),
    ],
    ['a stream of a file', () => createReadStream(join(folder, 'body'))],
    ['a file that can be opened again', () => fileBody(join(folder, 'body'))],
    ['a Buffer', () => Buffer.from(bytes)],
  ])('%s arrives byte for byte', async (_name, make) => {
    const store = new ToyStore();
    await toyStorage(kind, { store }).put('object', await make(), { partBytes: 4096 });
    expect(hash(store.find('object').bytes)).toBe(hash(bytes));
  });

  it('a stream is destroyed when the write fails, also while it stalls', async () => {
    const stalling = new Readable({ read() {} });
    stalling.push(Buffer.alloc(10));
    const controller = new AbortController();
    const failing = toyStorage(kind).put('object', stalling, { signal: controller.signal });
    setImmediate(() => controller.abort());
    await expect(failing).rejects.toMatchObject({ code: 'aborted', outcome: 'not_applied' });
    expect(stalling.destroyed).toBe(true);
  });

  it('a stream that was read before, or that somebody else reads, is refused', async () => {
    const read = Readable.from([Buffer.from('a')]);
    await read.toArray();
    const locked = new Blob(['a']).stream();
    locked.getReader();
    for (const body of [read, locked])
      await expect(toyStorage(kind).put('object', body)).rejects.toMatchObject({ reason: 'body_invalid' });
  });

  it('a progress callback that throws does not fail the write', async () => {
    const onProgress = () => {
      throw new Error('The bar is gone.');
    };
    const store = new ToyStore();
    await toyStorage(kind, { store }).put('object', new Blob([bytes]), { partBytes: 4096, onProgress });
    expect(hash(store.find('object').bytes)).toBe(hash(bytes));
  });
});

/** The first attempt fails after it has read so many chunks. */
function failsOnce(chunks: number): Gate {
  let isFirst = true;
  return async (operation, input) => {
    if (operation !== 'put' || !isFirst) return;
    isFirst = false;
    const { body } = input as PutObject; // the operation's own input
    if (body instanceof Uint8Array) return;
    const iterator = body[Symbol.asyncIterator]();
    for (let read = 0; read < chunks; read += 1) await iterator.next();
    await iterator.return?.();
    throw new DriverFailure({ code: 'provider_unavailable', message: 'Come again.' });
  };
}

const quick = { policy: { retry: { baseMs: 1 } } };

describe('a stream that has to be sent again', () => {
  it('is not: half of a body that can be read once is never written', async () => {
    const store = new ToyStore();
    const storage = toyStorage('stream', { store, gate: failsOnce(1) }, quick);
    await expect(storage.put('object', Readable.from([bytes, bytes]))).rejects.toMatchObject({
      code: 'provider_unavailable',
      operation: 'storage.put',
    });
    expect(store.objects.size).toBe(0);
  });

  it('is sent where nothing of it was read', async () => {
    const store = new ToyStore();
    await toyStorage('stream', { store, gate: failsOnce(0) }, quick).put('object', Readable.from([bytes]));
    expect(hash(store.find('object').bytes)).toBe(hash(bytes));
  });

  it.each<[string, () => Promise<BodyInput>]>([
    ['a file', () => fileBody(join(folder, 'body'))],
    ['a Blob', async () => new Blob([bytes])],
  ])('%s is opened again, and its progress does not go back', async (_name, make) => {
    const store = new ToyStore();
    const seen: number[] = [];
    const onProgress = ({ sentBytes }: { sentBytes: number }) => void seen.push(sentBytes);
    await toyStorage('stream', { store, gate: failsOnce(2) }, quick).put('object', await make(), {
      onProgress,
    });
    expect(hash(store.find('object').bytes)).toBe(hash(bytes));
    expect(seen).toEqual(seen.toSorted((left, right) => left - right));
    expect(seen.at(-1)).toBe(bytes.byteLength);
  });
});

describe('saveToFile', () => {
  it('writes a file that is whole', async () => {
    const storage = toyStorage('stream');
    await storage.put('object', bytes);
    await saveToFile(await storage.get('object'), join(folder, 'saved'));
    expect(hash(new Uint8Array(await readFile(join(folder, 'saved'))))).toBe(hash(bytes));
  });

  it('leaves nothing when the read fails', async () => {
    const storage = toyStorage('stream');
    await storage.put('object', bytes);
    const object = await storage.get('object');
    await object.bytes();
    await expect(saveToFile(object, join(folder, 'never'))).rejects.toMatchObject({
      reason: 'body_consumed',
    });
    expect((await readdir(folder)).filter((name) => name.startsWith('never'))).toEqual([]);
  });
});
