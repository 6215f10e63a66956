import { describe, expect, it } from 'vitest';
import { bucket, made } from './support/store.ts';

describe('what the SDK does by default, and we do not', () => {
  it('a body goes up as it is, with one checksum that is ours, and no trailer around it', async () => {
    await using store = await made();
    await store.storage.put('a', 'text');
    const [{ headers } = { headers: {} }] = store.fake.log;
    expect(headers).toMatchObject({ 'x-amz-checksum-crc32': expect.any(String), 'content-length': '4' });
    expect(Object.keys(headers)).not.toContain('x-amz-trailer');
    expect(Object.keys(headers)).not.toContain('expect');
  });

  it('a large body is not announced with Expect: 100-continue', async () => {
    await using store = await made();
    await store.storage.put('a', new Uint8Array(3 * 1024 ** 2));
    expect(Object.keys(store.fake.log[0]?.headers ?? {})).not.toContain('expect');
  });

  it('a stream of unknown length goes up, where PutObject fails with a TypeError', async () => {
    await using store = await made();
    await store.storage.put('a', new Blob(['text']).stream());
    expect(await store.storage.get('a').then((object) => object.text())).toBe('text');
  });

  it('a request follows core’s clock, and no header binds it on the wire', async () => {
    await using store = await made();
    await store.storage.put('a', 'text');
    expect(Object.keys(store.fake.log[0]?.headers ?? {}).filter((name) => /patchbay/.test(name))).toEqual([]);
  });
});

describe('a server that does not know S3’s checksums', () => {
  it('is spoken to with MD5, and asked for nothing more', async () => {
    await using store = await made({ dialect: 'generic' });
    const { storage } = store;
    await storage.put('a', 'text');
    await storage.put('b', 'text');
    await (await storage.get('a')).text();
    await storage.head('a');
    const session = await storage.uploads.create({ key: 'c' });
    const part = await storage.uploads.put({ session, number: 1, body: new Uint8Array(3) });
    await storage.uploads.complete({ session, parts: [part] });
    await storage.deleteMany({ keys: ['a', 'b'] });
    const names = store.fake.log.flatMap(({ headers }) => Object.keys(headers));
    expect(names.filter((name) => /checksum/.test(name))).toEqual([]);
    expect(store.fake.log.at(-1)?.headers).toHaveProperty('content-md5');
    expect(store.fake.objects(bucket).map(({ key }) => key)).toEqual(['c']);
  });

  it('still refuses a body that is not what its checksum says', async () => {
    await using store = await made({ dialect: 'generic' });
    const checksum = { algorithm: 'crc32', value: 'AAAAAA==' } as const;
    await expect(store.storage.put('a', 'text', { checksum })).rejects.toMatchObject({
      code: 'invalid_request',
      reason: 'checksum_mismatch',
    });
    expect(store.requests()).toEqual([]);
  });
});

describe('versions', () => {
  it('are read and deleted by their id', async () => {
    await using store = await made({}, { buckets: [{ name: bucket, versioning: 'Enabled' }] });
    const { versionId = '' } = await store.storage.put('a', 'one');
    await store.storage.put('a', 'two');
    expect(await (await store.storage.get({ key: 'a', versionId })).text()).toBe('one');
    expect((await store.storage.head({ key: 'a', versionId })).sizeBytes).toBe(3);
    await store.storage.delete({ key: 'a', versionId });
    await expect(store.storage.head({ key: 'a', versionId })).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('vendor parameters', () => {
  it('come last', async () => {
    await using store = await made();
    await store.storage.put('a', 'text', {
      contentType: 'text/plain',
      vendor: { StorageClass: 'STANDARD_IA', ContentType: 'text/html' },
    });
    const [object] = store.fake.objects(bucket);
    expect([object?.storageClass, object?.headers['content-type']]).toEqual(['STANDARD_IA', 'text/html']);
  });
});
