import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { checksumOf } from '../src/request/checksum.ts';
import {
  fromChecksum,
  fromContentRange,
  fromDeleted,
  fromHead,
  fromList,
  fromWritten,
} from '../src/response/object.ts';
import { fromCreated, fromOpenUploads, fromParts } from '../src/response/upload.ts';
import { verified } from '../src/response/verified.ts';
import { thrownBy } from './support/thrown-by.ts';

const $metadata = {};
const at = new Date('2026-11-22T04:00:00Z');
const unreadable = { failure: { code: 'invalid_response' } };
const head = {
  $metadata,
  ETag: '"e"',
  ContentLength: 3,
  LastModified: at,
  ContentType: 'text/plain',
  Metadata: { a: '=?UTF-8?B?Wm/Dqw==?=' },
  ChecksumCRC32: 'AAAAAA==',
} satisfies HeadObjectCommandOutput;

describe('an object', () => {
  it('is what the headers say', () => {
    const info = fromHead('k', head);
    expect({ ...info }).toEqual({
      key: 'k',
      provider: 's3',
      sizeBytes: 3,
      etag: '"e"',
      modifiedAt: at,
      contentType: 'text/plain',
      metadata: { a: 'Zoë' },
      checksum: { algorithm: 'crc32', value: 'AAAAAA==' },
    });
    expect(info.raw).toBe(head);
  });

  it.each([{ ETag: undefined }, { ContentLength: undefined }, { LastModified: new Date(Number.NaN) }])(
    'without what it must have is no answer: %o',
    (lacking) => {
      expect(thrownBy(() => fromHead('k', { ...head, ...lacking }))).toMatchObject(unreadable);
      expect(thrownBy(() => fromWritten('k', 3, {}))).toMatchObject(unreadable);
    },
  );

  it('has no checksum where S3 has only one of its parts’ checksums', () => {
    expect(fromChecksum({ ChecksumCRC32: 'AAAAAA==-3' })).toBeUndefined();
    expect(fromChecksum({ ChecksumSHA256: 'x' })).toEqual({ algorithm: 'sha256', value: 'x' });
  });

  it('comes in part as Content-Range says', () => {
    expect(fromContentRange('bytes 2-4/10')).toEqual({ start: 2, end: 4, totalBytes: 10 });
    expect(fromContentRange('bytes */10')).toBeUndefined();
  });
});

describe('a list', () => {
  const listed = { Size: 1, ETag: '"e"', LastModified: at };

  it('has objects and prefixes in the order of their bytes, with names decoded', () => {
    const answer = {
      $metadata,
      KeyCount: 3,
      EncodingType: 'url' as const,
      IsTruncated: true,
      NextContinuationToken: 'next',
      Contents: [
        { ...listed, Key: 'a+b%2Bc' },
        { ...listed, Key: 'z' },
      ],
      CommonPrefixes: [{ Prefix: 'm%2F' }],
    };
    const { items, next } = fromList(answer);
    const names = items.map((entry) => (entry.kind === 'object' ? entry.key : entry.prefix));
    expect([names, next]).toEqual([['a b+c', 'm/', 'z'], 'next']);
  });

  it('has names as they are where the server does not say that it encodes them', () => {
    const { items } = fromList({ $metadata, KeyCount: 1, Contents: [{ ...listed, Key: '100%+' }] });
    expect(items).toMatchObject([{ key: '100%+' }]);
  });

  it('with a name that is not encoded, though the server says so, is unreadable', () => {
    const answer = {
      $metadata,
      KeyCount: 1,
      EncodingType: 'url' as const,
      Contents: [{ ...listed, Key: '100%' }],
    };
    expect(thrownBy(() => fromList(answer))).toMatchObject(unreadable);
  });

  it('that goes on without saying where is unreadable: it would end early, or never', () => {
    const cut = { $metadata, IsTruncated: true };
    expect(thrownBy(() => fromList({ ...cut, KeyCount: 0 }))).toMatchObject(unreadable);
    expect(thrownBy(() => fromParts({ ...cut, UploadId: 'u' }))).toMatchObject(unreadable);
    const uploads = { ...cut, Bucket: 'b', NextKeyMarker: '', NextUploadIdMarker: '' };
    expect(thrownBy(() => fromOpenUploads(uploads))).toMatchObject(unreadable);
  });

  it('that is none is no empty list', () => {
    expect(thrownBy(() => fromList({ $metadata }))).toMatchObject(unreadable);
    expect(thrownBy(() => fromParts({ $metadata }))).toMatchObject(unreadable);
    expect(thrownBy(() => fromOpenUploads({ $metadata }))).toMatchObject(unreadable);
    expect(thrownBy(() => fromCreated('k', { $metadata }))).toMatchObject(unreadable);
  });
});

describe('a deletion of many', () => {
  it('tells of each key in our words', () => {
    const answer = {
      $metadata,
      Deleted: [{ Key: 'a' }],
      Errors: [{ Key: 'b', Code: 'AccessDenied', Message: 'No.' }],
    };
    const failed = [{ key: 'b', code: 'provider_permission_denied', message: 'No.' }];
    expect(fromDeleted(['a', 'b'], answer)).toEqual({ deleted: 1, failed });
  });

  it('does not take silence for a success', () => {
    expect(thrownBy(() => fromDeleted(['a'], { $metadata }))).toMatchObject(unreadable);
  });
});

describe('a body', () => {
  const bytes = new TextEncoder().encode('text');
  const body = () =>
    Object.assign(
      (async function* () {
        yield bytes;
      })(),
      { destroy() {} },
    );

  it.each(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const)(
    'is held against its %s',
    async (algorithm) => {
      const right = verified(body(), checksumOf(bytes, algorithm));
      expect(await new Response(right.stream).text()).toBe('text');
      await right.end;
      const wrong = verified(body(), checksumOf(new Uint8Array(1), algorithm));
      const reason = { failure: { code: 'invalid_response', reason: 'body_corrupt' } };
      await expect(new Response(wrong.stream).text()).rejects.toMatchObject(reason);
    },
  );

  it('is let go of when nobody wants it any more', async () => {
    let isDestroyed = false;
    const { stream, end } = verified(
      Object.assign(body(), { destroy: () => void (isDestroyed = true) }),
      undefined,
    );
    await stream.cancel();
    await end;
    expect(isDestroyed).toBe(true);
  });
});
