import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import type { S3StorageOptions } from '../options.ts';

/** Headers that no parameter sets without the SDK doing more than that. */
export function addHeaders(client: S3, { dialect = 'aws' }: S3StorageOptions): void {
  client.middlewareStack.add(
    (next, context) => (step) => {
      const { request } = step;
      if (!hasHeaders(request)) return next(step);
      // The parameter ChecksumMode would let the SDK verify, and fail in words of its own.
      if (context['commandName'] === 'GetObjectCommand' && dialect === 'aws')
        request.headers['x-amz-checksum-mode'] = 'ENABLED';
      if (context['commandName'] === 'DeleteObjectsCommand' && dialect === 'generic') {
        delete request.headers['x-amz-checksum-crc32'];
        delete request.headers['x-amz-sdk-checksum-algorithm'];
        request.headers['content-md5'] = createHash('md5').update(String(request.body)).digest('base64');
      }
      // TLS keeps the bytes, and the checksum in the headers is signed: a digest of them all would be a third of the
      // work.
      if (bodies.has(String(context['commandName'])) && request.protocol === 'https:')
        request.headers['x-amz-content-sha256'] = 'UNSIGNED-PAYLOAD';
      return next(step);
    },
    { step: 'build', priority: 'low', name: 'patchbayHeaders' },
  );
}

/** What sends the bytes of objects; each has a checksum of ours, or MD5. */
const bodies: ReadonlySet<string> = new Set(['PutObjectCommand', 'UploadPartCommand']);

interface WithHeaders {
  readonly protocol?: string;
  readonly headers: Record<string, string>;
  readonly body?: unknown;
}

function hasHeaders(request: unknown): request is WithHeaders {
  return typeof request === 'object' && request !== null && 'headers' in request;
}
