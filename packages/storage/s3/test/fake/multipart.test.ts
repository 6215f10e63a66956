import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { connected, failure } from './sdk.ts';

const Bucket = 'bucket';
const mebibyte = 1024 * 1024;

describe('an upload in parts', () => {
  it('becomes one object with a composite ETag and checksum', async () => {
    await using s3 = await connected();
    const { client, fake } = s3;
    const Key = 'large';
    await client.send(new PutObjectCommand({ Bucket, Key: 'source', Body: Buffer.alloc(6 * mebibyte, 'z') }));
    const { UploadId } = await client.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ContentType: 'video/mp4', ChecksumAlgorithm: 'CRC32' }),
    );
    const named = { Bucket, Key, UploadId };
    const first = await client.send(
      new UploadPartCommand({ ...named, PartNumber: 1, Body: Buffer.alloc(5 * mebibyte, 'a') }),
    );
    const copied = await client.send(
      new UploadPartCopyCommand({
        ...named,
        PartNumber: 2,
        CopySource: `${Bucket}/source`,
        CopySourceRange: `bytes=0-${5 * mebibyte - 1}`,
      }),
    );
    const last = await client.send(new UploadPartCommand({ ...named, PartNumber: 9, Body: 'end' }));
    const listed = await client.send(new ListPartsCommand({ ...named, MaxParts: 2 }));
    expect(listed).toMatchObject({ IsTruncated: true, NextPartNumberMarker: '2' });
    expect((await client.send(new ListMultipartUploadsCommand({ Bucket }))).Uploads).toMatchObject([
      { Key, UploadId },
    ]);
    const parts = [first, copied.CopyPartResult, last].map((part, index) => ({
      PartNumber: [1, 2, 9][index],
      ETag: part?.ETag,
      ChecksumCRC32: part?.ChecksumCRC32,
    }));
    const complete = (Parts: object[]) =>
      client.send(new CompleteMultipartUploadCommand({ ...named, MultipartUpload: { Parts } }));
    expect(await failure(complete(parts.toReversed()))).toMatchObject({ name: 'InvalidPartOrder' });
    expect(
      await failure(complete(parts.map(({ PartNumber, ETag }) => ({ PartNumber, ETag })))),
    ).toMatchObject({ name: 'InvalidRequest' });

    const done = await complete(parts);

    expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/);
    expect(done).toMatchObject({ ChecksumCRC32: expect.stringMatching(/-3$/), ChecksumType: 'COMPOSITE' });
    expect(fake.uploads(Bucket)).toEqual([]);
    expect(fake.objects(Bucket)[0]).toMatchObject({
      size: 10 * mebibyte + 3,
      parts: [5 * mebibyte, 5 * mebibyte, 3],
    });
    const part = await client.send(new GetObjectCommand({ Bucket, Key, PartNumber: 3 }));
    expect(part).toMatchObject({ PartsCount: 3, ContentLength: 3 });
    expect(await part.Body?.transformToString()).toBe('end');
  });

  it('leaves nothing when it is aborted, and its parts can be sent again before', async () => {
    await using s3 = await connected();
    const { client, fake } = s3;
    const Key = 'k';
    const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const named = { Bucket, Key, UploadId, PartNumber: 1 };
    await client.send(new UploadPartCommand({ ...named, Body: 'first try' }));
    await client.send(new UploadPartCommand({ ...named, Body: 'again' }));
    expect(fake.uploads(Bucket)).toMatchObject([{ key: Key, parts: [{ partNumber: 1, size: 5 }] }]);

    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId }));

    expect(fake.uploads(Bucket)).toEqual([]);
    expect(await failure(client.send(new UploadPartCommand({ ...named, Body: 'late' })))).toEqual({
      name: 'NoSuchUpload',
      status: 404,
    });
  });

  it('is listed page by page', async () => {
    await using s3 = await connected();
    const { client } = s3;
    for (const Key of ['a', 'a', 'b']) await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
    const first = await client.send(new ListMultipartUploadsCommand({ Bucket, MaxUploads: 1 }));
    const rest = await client.send(
      new ListMultipartUploadsCommand({
        Bucket,
        KeyMarker: first.NextKeyMarker,
        UploadIdMarker: first.NextUploadIdMarker,
      }),
    );
    expect(first.Uploads?.map(({ Key }) => Key)).toEqual(['a']);
    expect(rest.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  });
});
