import type { Bucket } from '../account.ts';
import { type Content, slice } from '../content/store.ts';
import type { StoredObject } from '../history.ts';
import { bucketOf, type Call, numberFrom } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import type { Route } from '../protocol/router.ts';
import { checkRead, validators } from './conditions.ts';
import { checksumHeaders } from './put.ts';
import { type ByteRange, partRange, rangeFrom } from './ranges.ts';
import { findVersion, versionHeaders } from './versions.ts';

/** Parameters of a signed request that replace a header of the answer. */
const overrides = {
  'response-cache-control': 'cache-control',
  'response-content-disposition': 'content-disposition',
  'response-content-encoding': 'content-encoding',
  'response-content-language': 'content-language',
  'response-content-type': 'content-type',
  'response-expires': 'expires',
} as const;

const query = ['versionId', 'partNumber', ...Object.keys(overrides)];

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html and API_HeadObject.html */
export const getRoutes: readonly Route[] = [
  {
    operation: 'GetObject',
    method: 'GET',
    on: 'object',
    query,
    access: 'publicRead',
    answer(call) {
      const { status, headers, content } = reading(call);
      return new Response(streamOf(content), { status, headers });
    },
  },
  {
    operation: 'HeadObject',
    method: 'HEAD',
    on: 'object',
    query,
    access: 'publicRead',
    answer(call) {
      const { status, headers } = reading(call);
      return new Response(null, { status, headers });
    },
  },
];

/** The bytes of a content as the body of an answer. */
export function streamOf(content: Content): ReadableStream<Uint8Array> {
  const chunks = content.read(0, content.size)[Symbol.asyncIterator]();
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done === true) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return?.();
    },
  });
}

function reading(call: Call): { status: number; headers: Headers; content: Content } {
  const bucket = bucketOf(call);
  const object = findVersion(bucket, call.address.key, call.query.get('versionId'));
  checkRead(call, object);
  const partNumber = numberFrom(call, 'partNumber', [1, 10_000]);
  if (partNumber !== undefined && call.header('range') !== undefined) {
    throw rejection('InvalidRequest', 'Cannot specify both Range header and partNumber query parameter');
  }
  const { size } = object.content;
  const range =
    partNumber === undefined ? rangeFrom(call.header('range'), size) : partRange(object, partNumber);
  const content = range === undefined ? object.content : slice(object.content, range.start, range.end);
  const headers = new Headers({
    ...objectHeaders(bucket, object),
    ...(call.header('x-amz-checksum-mode')?.toUpperCase() === 'ENABLED' &&
      checksumHeaders(visibleChecksum(object, range, partNumber))),
    ...overridden(call),
    ...(range && { 'content-range': `bytes ${range.start}-${range.end - 1}/${size}` }),
    ...(partNumber !== undefined && object.parts && { 'x-amz-mp-parts-count': String(object.parts.length) }),
    'content-length': String(content.size),
  });
  return { status: range === undefined ? 200 : 206, headers, content };
}

function objectHeaders(bucket: Bucket, object: StoredObject): Readonly<Record<string, string>> {
  const tagCount = Object.keys(object.tags).length;
  const metadata = Object.entries(object.metadata).map(
    ([name, value]) => [`x-amz-meta-${name}`, value] as const,
  );
  return {
    'accept-ranges': 'bytes',
    ...validators(object),
    ...object.headers,
    ...Object.fromEntries(metadata),
    'x-amz-server-side-encryption': 'AES256',
    ...(object.storageClass !== 'STANDARD' && { 'x-amz-storage-class': object.storageClass }),
    ...(tagCount > 0 && { 'x-amz-tagging-count': String(tagCount) }),
    ...versionHeaders(bucket, object),
  };
}

/** A checksum is shown only for bytes that it covers: the whole object, or one part. */
function visibleChecksum(object: StoredObject, range: ByteRange | undefined, partNumber: number | undefined) {
  if (partNumber !== undefined && object.parts !== undefined) return object.parts[partNumber - 1]?.checksum;
  const whole = range === undefined || range.end - range.start === object.content.size;
  return whole ? object.checksum : undefined;
}

function overridden(call: Call): Readonly<Record<string, string>> {
  const found = Object.entries(overrides).flatMap(([parameter, header]) => {
    const value = call.query.get(parameter);
    return value === undefined ? [] : [[header, value] as const];
  });
  if (found.length > 0 && call.identity.kind === 'anonymous') {
    throw rejection(
      'InvalidRequest',
      'Request specific response headers cannot be used for anonymous GET requests.',
    );
  }
  return Object.fromEntries(found);
}
