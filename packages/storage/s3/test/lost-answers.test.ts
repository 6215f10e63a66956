import { describe, expect, it } from 'vitest';
import { made } from './support/store.ts';

describe('an answer that is lost', () => {
  it('does not make a create-only write fail on what it wrote itself', async () => {
    await using store = await made();
    store.server.fault({ kind: 'resetAfter' });
    const result = await store.storage.put('a', 'mine', { ifAbsent: true });
    expect(store.requests()).toEqual(['PUT /bucket/a', 'PUT /bucket/a', 'HEAD /bucket/a']);
    expect(result.etag).toBe(store.fake.objects('bucket')[0]?.etag);
  });

  it('says that it does not know where somebody else’s object stands in the way', async () => {
    await using store = await made();
    await store.storage.put('a', 'theirs');
    store.server.fault({ kind: 'resetBefore' });
    const put = store.storage.put('a', 'mine', { ifAbsent: true });
    await expect(put).rejects.toMatchObject({ code: 'already_exists', outcome: 'unknown' });
  });

  it('of a completion is found again in the object that it made', async () => {
    await using store = await made();
    const { uploads } = store.storage;
    const session = await uploads.create({ key: 'a' });
    const part = await uploads.put({ session, number: 1, body: new Uint8Array(10) });
    store.server.fault({ kind: 'resetAfter' });
    const result = await uploads.complete({ session, parts: [part] });
    expect(result.etag).toBe(store.fake.objects('bucket')[0]?.etag);
    expect(store.requests().slice(-3)).toEqual(['POST /bucket/a', 'POST /bucket/a', 'HEAD /bucket/a']);
  });

  it('of a completion is no success where another object is under the key', async () => {
    await using store = await made();
    const { uploads } = store.storage;
    const session = await uploads.create({ key: 'a' });
    const part = await uploads.put({ session, number: 1, body: new Uint8Array(10) });
    await uploads.abort({ session });
    await store.storage.put('a', new Uint8Array(10));
    store.server.fault({ kind: 'resetBefore' });
    const complete = uploads.complete({ session, parts: [part] });
    await expect(complete).rejects.toMatchObject({ code: 'not_found', reason: 'upload_missing' });
  });
});
