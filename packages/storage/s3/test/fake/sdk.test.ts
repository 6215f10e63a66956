import { Readable } from 'node:stream';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListBucketsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { connected, failure } from './sdk.ts';

const Bucket = 'bucket';

describe('the AWS SDK against the fake', () => {
  it('an object comes back with its bytes, headers, metadata and tags counted', async () => {
    await using s3 = await connected();
    const Key = 'a folder/naïve+key %2e.txt';
    const written = await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key,
        Body: 'hello',
        ContentType: 'text/plain',
        CacheControl: 'max-age=60',
        ContentDisposition: 'attachment; filename="a.txt"',
        ContentLanguage: 'de',
        ContentEncoding: 'identity',
        Metadata: { owner: 'ada' },
        Tagging: 'kind=test&year=2026',
        StorageClass: 'STANDARD_IA',
      }),
    );
    expect(written).toMatchObject({ ETag: '"5d41402abc4b2a76b9719d911017c592"', ChecksumCRC32: 'NhCmhg==' });

    const found = await s3.client.send(new GetObjectCommand({ Bucket, Key }));

    expect(await found.Body?.transformToString()).toBe('hello');
    expect(found).toMatchObject({
      ContentType: 'text/plain',
      CacheControl: 'max-age=60',
      ContentDisposition: 'attachment; filename="a.txt"',
      ContentLanguage: 'de',
      ContentEncoding: 'identity',
      ContentLength: 5,
      Metadata: { owner: 'ada' },
      TagCount: 2,
      StorageClass: 'STANDARD_IA',
      ChecksumCRC32: 'NhCmhg==',
      ChecksumType: 'FULL_OBJECT',
    });
    expect(s3.fake.objects(Bucket)).toMatchObject([
      { key: Key, size: 5, metadata: { owner: 'ada' }, tags: { kind: 'test', year: '2026' } },
    ]);
  });

  it('a stream of known length arrives without its aws-chunked framing', async () => {
    await using s3 = await connected();
    const bytes = Buffer.alloc(300_000, 'abcdefg');

    await s3.client.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from([bytes.subarray(0, 100_000), bytes.subarray(100_000)]),
        ContentLength: bytes.length,
      }),
    );

    expect(s3.fake.log[0]?.headers['x-amz-content-sha256']).toBe('STREAMING-UNSIGNED-PAYLOAD-TRAILER');
    expect(s3.fake.objects(Bucket)[0]?.checksum).toMatchObject({ algorithm: 'CRC32' });
    expect(await s3.fake.bytes(Bucket, 'streamed')).toEqual(new Uint8Array(bytes));
  });

  it.each(['CRC32', 'CRC32C', 'CRC64NVME', 'SHA1', 'SHA256'] as const)(
    'the SDK and the fake agree on %s',
    async (ChecksumAlgorithm) => {
      await using s3 = await connected();
      await s3.client.send(
        new PutObjectCommand({ Bucket, Key: 'k', Body: 'checked content', ChecksumAlgorithm }),
      );
      const found = await s3.client.send(new GetObjectCommand({ Bucket, Key: 'k', ChecksumMode: 'ENABLED' }));
      expect(await found.Body?.transformToString()).toBe('checked content');
      expect(s3.fake.objects(Bucket)[0]?.checksum?.algorithm).toBe(ChecksumAlgorithm);
    },
  );

  it('heads, ranges and conditions are answered as S3 does', async () => {
    await using s3 = await connected();
    await s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: '0123456789' }));
    const get = async (input: object) => {
      const { Body, ContentRange } = await s3.client.send(
        new GetObjectCommand({ Bucket, Key: 'k', ...input }),
      );
      return [await Body?.transformToString(), ContentRange];
    };
    const head = await s3.client.send(new HeadObjectCommand({ Bucket, Key: 'k' }));

    expect(head).toMatchObject({ ContentLength: 10, ContentType: 'application/octet-stream' });
    expect(await get({ Range: 'bytes=2-4' })).toEqual(['234', 'bytes 2-4/10']);
    expect(await get({ Range: 'bytes=7-' })).toEqual(['789', 'bytes 7-9/10']);
    expect(await get({ Range: 'bytes=-2' })).toEqual(['89', 'bytes 8-9/10']);
    expect(await get({ Range: 'bytes=-50' })).toEqual(['0123456789', 'bytes 0-9/10']);
    expect(await failure(get({ Range: 'bytes=10-' }))).toEqual({ name: 'InvalidRange', status: 416 });
    expect(await failure(get({ IfNoneMatch: head.ETag }))).toMatchObject({ status: 304 });
    expect(await failure(get({ IfModifiedSince: new Date() }))).toMatchObject({ status: 304 });
    expect(await failure(get({ IfMatch: '"x"' }))).toEqual({ name: 'PreconditionFailed', status: 412 });
    expect(await failure(get({ IfUnmodifiedSince: new Date(0) }))).toMatchObject({ status: 412 });
    expect(await get({ IfMatch: head.ETag, IfUnmodifiedSince: new Date(0) })).toEqual([
      '0123456789',
      undefined,
    ]);
  });

  it('of eight racing creations exactly one wins', async () => {
    await using s3 = await connected();
    const race = Array.from({ length: 8 }, (_, index) =>
      s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body: `${index}`, IfNoneMatch: '*' })),
    );

    const results = await Promise.allSettled(race);

    const lost = results.flatMap((result) => (result.status === 'rejected' ? [result.reason.name] : []));
    expect(lost).toEqual(Array.from({ length: 7 }, () => 'PreconditionFailed'));
  });

  it('a replacement needs the right ETag, and an object', async () => {
    await using s3 = await connected();
    const put = (Body: string, IfMatch?: string) =>
      s3.client.send(new PutObjectCommand({ Bucket, Key: 'k', Body, IfMatch }));
    expect(await failure(put('a', '"x"'))).toEqual({ name: 'NoSuchKey', status: 404 });
    const { ETag } = await put('a');
    await put('b', ETag);
    expect(await failure(put('c', ETag))).toEqual({ name: 'PreconditionFailed', status: 412 });
  });

  it('lists in UTF-8 byte order, and no common prefix is on two pages', async () => {
    await using s3 = await connected();
    const keys = ['a/1', 'a/2', 'b', 'c/1', 'c/2', 'c/3', 'd', '\u{1f600}', '\uff5e', 'é'];
    for (const Key of keys) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    const names: string[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.client.send(
        new ListObjectsV2Command({ Bucket, Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      names.push(...(page.CommonPrefixes ?? []).map(({ Prefix = '' }) => Prefix));
      names.push(...(page.Contents ?? []).map(({ Key = '' }) => Key));
      expect(page.KeyCount).toBeLessThanOrEqual(2);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);

    expect(names).toEqual(['a/', 'b', 'c/', 'd', 'é', '\uff5e', '\u{1f600}']);
    const after = await s3.client.send(new ListObjectsV2Command({ Bucket, Prefix: 'c/', StartAfter: 'c/1' }));
    expect(after.Contents?.map(({ Key }) => Key)).toEqual(['c/2', 'c/3']);
  });

  it('deletes one and many, those that are not there too', async () => {
    await using s3 = await connected();
    for (const Key of ['a', 'b', 'c']) await s3.client.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    await s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'a' }));
    expect(
      await failure(s3.client.send(new DeleteObjectCommand({ Bucket, Key: 'b', IfMatch: '"x"' }))),
    ).toMatchObject({ status: 412 });
    const answer = await s3.client.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: { Objects: [{ Key: 'b' }, { Key: 'no' }, { Key: 'c', ETag: '"x"' }] },
      }),
    );
    expect(answer.Deleted).toEqual([{ Key: 'b' }, { Key: 'no' }]);
    expect(answer.Errors).toMatchObject([{ Key: 'c', Code: 'PreconditionFailed' }]);
    expect(s3.fake.objects(Bucket).map(({ key }) => key)).toEqual(['c']);
  });

  it('copies with and without new metadata, and refuses a copy onto itself that changes nothing', async () => {
    await using s3 = await connected();
    const CopySource = `${Bucket}/${encodeURIComponent('a b+c')}`;
    await s3.client.send(
      new PutObjectCommand({ Bucket, Key: 'a b+c', Body: 'x', Metadata: { a: '1' }, ContentType: 'text/a' }),
    );
    const copy = (Key: string, more: object = {}) =>
      s3.client.send(new CopyObjectCommand({ Bucket, Key, CopySource, ...more }));
    await copy('same');
    await copy('other', { MetadataDirective: 'REPLACE', Metadata: { b: '2' }, ContentType: 'text/b' });
    expect(s3.fake.objects(Bucket)).toMatchObject([
      { key: 'a b+c' },
      { key: 'other', metadata: { b: '2' }, headers: { 'content-type': 'text/b' } },
      { key: 'same', metadata: { a: '1' }, headers: { 'content-type': 'text/a' } },
    ]);
    expect(await failure(copy('a b+c'))).toEqual({ name: 'InvalidRequest', status: 400 });
    expect(await failure(copy('x', { CopySourceIfMatch: '"x"' }))).toMatchObject({ status: 412 });
    expect(await failure(copy('same', { IfNoneMatch: '*' }))).toMatchObject({ status: 412 });
  });

  it('names its buckets, and answers a missing one without a body on HEAD', async () => {
    await using s3 = await connected({ buckets: ['one', 'two'] });
    expect((await s3.client.send(new ListBucketsCommand())).Buckets?.map(({ Name }) => Name)).toEqual([
      'one',
      'two',
    ]);
    expect(await failure(s3.client.send(new HeadBucketCommand({ Bucket: 'three' })))).toEqual({
      name: 'NotFound',
      status: 404,
    });
  });
});
