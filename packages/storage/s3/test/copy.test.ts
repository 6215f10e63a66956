import { s3Storage } from '@patchbay/storage-s3';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { bucket, credentials } from './support/store.ts';

const gibibyte = 1024 ** 3;
const etag = '"0123456789abcdef0123456789abcdef"';
const xml = (root: string, content: string): Response =>
  new Response(`<${root}>${content}</${root}>`, { headers: { 'content-type': 'application/xml' } });

/** A server with one object of 6 GiB, which no fake can hold. `refusal` answers the copy of the third part. */
function large(refusal?: () => Response): (request: Request) => Response {
  return ({ method, url }) => {
    const { searchParams: query } = new URL(url);
    if (method === 'HEAD') {
      const headers = {
        etag,
        'content-length': String(6 * gibibyte),
        'last-modified': new Date(0).toUTCString(),
      };
      return new Response(null, { headers });
    }
    if (method === 'DELETE') return new Response(null, { status: 204 });
    if (query.has('uploads')) return xml('InitiateMultipartUploadResult', '<UploadId>u</UploadId>');
    if (query.get('partNumber') === '3' && refusal !== undefined) return refusal();
    if (method === 'PUT') return xml('CopyPartResult', `<ETag>${etag}</ETag>`);
    return xml('CompleteMultipartUploadResult', '<ETag>"whole-12"</ETag>');
  };
}

describe('an object of more than 5 GiB', () => {
  it('is copied in parts, each of the version that was looked at', async () => {
    await using server = await serve(large());
    await using storage = s3Storage({ bucket, region: 'us-east-1', ...credentials, baseUrl: server.url });
    const copied = await storage.copy({ from: 'a', to: 'b', ifAbsent: true });
    expect(copied).toMatchObject({ key: 'b', sizeBytes: 6 * gibibyte, etag: '"whole-12"' });
    const parts = server.received.filter(({ method }) => method === 'PUT');
    const ranges = parts.map(({ headers }) => headers.get('x-amz-copy-source-range'));
    expect([ranges.length, ranges[0], ranges.at(-1)]).toEqual([
      12,
      `bytes=0-${gibibyte / 2 - 1}`,
      `bytes=${5.5 * gibibyte}-${6 * gibibyte - 1}`,
    ]);
    expect(parts.every(({ headers }) => headers.get('x-amz-copy-source-if-match') === etag)).toBe(true);
    expect(server.received.at(-1)?.headers.get('if-none-match')).toBe('*');
  });

  it('leaves no upload behind where a part is refused', async () => {
    const refusal = () =>
      new Response('<Error><Code>AccessDenied</Code><Message>No.</Message></Error>', { status: 403 });
    await using server = await serve(large(refusal));
    await using storage = s3Storage({ bucket, region: 'us-east-1', ...credentials, baseUrl: server.url });
    const copy = storage.copy({ from: 'a', to: 'b' });
    await expect(copy).rejects.toMatchObject({ code: 'provider_permission_denied' });
    expect(server.received.at(-1)).toMatchObject({
      method: 'DELETE',
      target: '/bucket/b?uploadId=u&x-id=AbortMultipartUpload',
    });
  });
});
