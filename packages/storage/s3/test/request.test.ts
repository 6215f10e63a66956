import { describe, expect, it } from 'vitest';
import { checksumOf } from '../src/request/checksum.ts';
import { fromMetadata, toMetadata } from '../src/request/metadata.ts';
import { toCopy, toDeleteMany, toGet, toHead, toList, toPut } from '../src/request/object.ts';
import { toComplete, toCopyPart, toCreate, toOpenUploads } from '../src/request/upload.ts';
import { thrownBy } from './support/thrown-by.ts';

const place = { bucket: 'b' };
const generic = { bucket: 'b', dialect: 'generic' } as const;
const bytes = new TextEncoder().encode('123456789');

describe('a write', () => {
  it('names type, size and a checksum of ours', () => {
    expect(toPut(place, 'k', bytes, {})).toEqual({
      Bucket: 'b',
      Key: 'k',
      Body: bytes,
      ContentLength: 9,
      ContentType: 'application/octet-stream',
      ChecksumAlgorithm: 'CRC32',
      ChecksumCRC32: 'y/Q5Jg==', // the check value of the catalogue: CBF43926
    });
  });

  it('takes the caller’s checksum instead, which must have the length of its algorithm', () => {
    const checksum = checksumOf(bytes, 'sha256');
    const request = toPut(place, 'k', bytes, { checksum });
    expect([request.ChecksumSHA256, request.ChecksumCRC32]).toEqual([checksum.value, undefined]);
    expect(
      thrownBy(() => toPut(place, 'k', bytes, { checksum: { ...checksum, value: 'AAAA' } })),
    ).toMatchObject({
      failure: { code: 'invalid_request', reason: 'checksum_invalid' },
    });
  });

  it('sends MD5 to a server that knows no other', () => {
    const { ContentMD5, ChecksumAlgorithm } = toPut(generic, 'k', bytes, {});
    expect([ContentMD5, ChecksumAlgorithm]).toEqual(['JfnnlDI7RTiF9RgfG2JNCw==', undefined]);
  });

  it.each([
    [{ ifAbsent: true }, { IfNoneMatch: '*' }],
    [{ ifMatch: '"e"' }, { IfMatch: '"e"' }],
    [
      { cacheControl: 'no-store', contentLanguage: 'fr' },
      { CacheControl: 'no-store', ContentLanguage: 'fr' },
    ],
    [
      { contentEncoding: 'gzip', contentDisposition: 'inline' },
      { ContentEncoding: 'gzip', ContentDisposition: 'inline' },
    ],
  ] as const)('%o becomes %o', (fields, expected) => {
    expect(toPut(place, 'k', bytes, fields)).toMatchObject(expected);
  });
});

describe('metadata', () => {
  it.each(['plain text', '', 'Zoë', ' spaces around ', '=?UTF-8?B?eA==?=', '日本', 'a=?b'])(
    '%o comes back',
    (value) => {
      const sent = toMetadata({ name: value });
      expect(sent['name']).toMatch(/^[\x20-\x7E]*$/);
      expect(fromMetadata(sent)).toEqual({ name: value });
    },
  );

  it('is read in both forms of RFC 2047, in words of any number', () => {
    expect(fromMetadata({ a: '=?UTF-8?Q?Zo=C3=AB_K?=', b: '=?utf-8?b?Wm8=?= =?utf-8?b?w6s=?=' })).toEqual({
      a: 'Zoë K',
      b: 'Zoë',
    });
  });
});

describe('a read', () => {
  it.each([
    [{ start: 0, end: 4 }, 'bytes=0-4'],
    [{ start: 5 }, 'bytes=5-'],
    [{ suffix: 3 }, 'bytes=-3'],
  ])('of %o asks for %s', (range, expected) => {
    expect(toGet(place, { key: 'k', range }).Range).toBe(expected);
  });

  it('asks for the checksum where the server knows it', () => {
    expect(toHead(place, { key: 'k' }).ChecksumMode).toBe('ENABLED');
    expect(toHead(generic, { key: 'k' }).ChecksumMode).toBeUndefined();
  });

  it('of a list asks for names that XML can carry, a thousand at most', () => {
    const request = toList(place, { prefix: 'a/', delimiter: '/', startAfter: 'a/b' }, 'next', 5000);
    expect(request).toMatchObject({
      EncodingType: 'url',
      MaxKeys: 1000,
      ContinuationToken: 'next',
      StartAfter: 'a/b',
    });
  });
});

describe('a copy', () => {
  const source = {
    ETag: '"e"',
    ContentType: 'text/plain',
    CacheControl: 'no-store',
    Metadata: { a: 'b' },
    $metadata: {},
  };

  it('is of the version that was looked at, by an encoded name', () => {
    expect(toCopy(place, { from: 'a/ü+b', to: 'c' }, source)).toEqual({
      Bucket: 'b',
      Key: 'c',
      CopySource: 'b/a/%C3%BC%2Bb',
      CopySourceIfMatch: '"e"',
    });
  });

  it('says all anew where it replaces something: S3 would drop the rest', () => {
    expect(toCopy(place, { from: 'a', to: 'c', contentType: 'text/html' }, source)).toMatchObject({
      MetadataDirective: 'REPLACE',
      ContentType: 'text/html',
      CacheControl: 'no-store',
      Metadata: { a: 'b' },
    });
  });
});

describe('an upload', () => {
  const session = { id: 'u', key: 'k' };

  it('will have one checksum of the whole', () => {
    expect(toCreate(place, { key: 'k' })).toMatchObject({
      ChecksumAlgorithm: 'CRC32',
      ChecksumType: 'FULL_OBJECT',
    });
    expect(toCreate(generic, { key: 'k' })).not.toHaveProperty('ChecksumAlgorithm');
  });

  it('is completed under its condition', () => {
    const parts = [{ number: 1, etag: '"e"', sizeBytes: 3 }];
    expect(toComplete(place, { session, parts, ifAbsent: true })).toEqual({
      Bucket: 'b',
      Key: 'k',
      UploadId: 'u',
      MultipartUpload: { Parts: [{ PartNumber: 1, ETag: '"e"' }] },
      IfNoneMatch: '*',
    });
  });

  it('copies parts by their bytes', () => {
    const source = { key: 'a', etag: '"e"', start: 0, end: 9 };
    expect(toCopyPart(place, session, 2, source)).toMatchObject({
      CopySourceRange: 'bytes=0-9',
      PartNumber: 2,
    });
  });

  it('is listed on from a place that has a key and an id', () => {
    const cursor = Buffer.from('u my key').toString('base64');
    expect(toOpenUploads(place, undefined, cursor, undefined)).toMatchObject({
      UploadIdMarker: 'u',
      KeyMarker: 'my key',
    });
  });

  it('names every key of a deletion, and wants to hear of each', () => {
    expect(toDeleteMany(place, ['a', 'b']).Delete).toEqual({
      Objects: [{ Key: 'a' }, { Key: 'b' }],
      Quiet: false,
    });
  });
});
