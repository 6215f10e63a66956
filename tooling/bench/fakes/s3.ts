import type { IncomingMessage, ServerResponse } from 'node:http';
import { crc32 } from 'node:zlib';
import { drain } from './drain.ts';

const pageSize = 1000;
const pages = 10;
const etag = '"0123456789abcdef0123456789abcdef"';
const modified = 'Sun, 22 Nov 2026 08:00:00 GMT';

/** A bucket in which every object is there: its size is the number in its key, `small/4096`. */
export async function s3(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://canned');
  await drain(request);
  if (request.method === 'GET' && searchParams.has('list-type'))
    return sendXml(response, toList(searchParams));
  if (request.method === 'POST') return sendXml(response, toUpload(searchParams));
  if (request.method === 'PUT') return taken(request, response);
  return sendObject(request, response, Number(pathname.split('/').at(-1)));
}

/** A write answers with the checksum that it came with. */
function taken({ headers }: IncomingMessage, response: ServerResponse): void {
  const checksum = headers['x-amz-checksum-crc32'];
  response.writeHead(200, {
    etag,
    'content-length': 0,
    'x-amz-request-id': 'CANNED0000000000',
    ...(checksum !== undefined && { 'x-amz-checksum-crc32': checksum, 'x-amz-checksum-type': 'FULL_OBJECT' }),
  });
  response.end();
}

const bodies = new Map<number, { readonly bytes: Uint8Array; readonly checksum: string }>();

function bodyOf(size: number) {
  const known = bodies.get(size);
  if (known !== undefined) return known;
  const bytes = new Uint8Array(size).fill(7);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(bytes));
  const made = { bytes, checksum: check.toString('base64') };
  bodies.set(size, made);
  return made;
}

function sendObject({ method }: IncomingMessage, response: ServerResponse, size: number): void {
  const { bytes, checksum } = bodyOf(size);
  response.writeHead(200, {
    etag,
    'content-length': size,
    'content-type': 'application/octet-stream',
    'last-modified': modified,
    'accept-ranges': 'bytes',
    'x-amz-request-id': 'CANNED0000000000',
    'x-amz-checksum-crc32': checksum,
    'x-amz-checksum-type': 'FULL_OBJECT',
  });
  response.end(method === 'HEAD' ? undefined : bytes);
}

function sendXml(response: ServerResponse, xml: string): void {
  const body = `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`;
  response.writeHead(200, { 'content-type': 'application/xml', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}

function toUpload(query: URLSearchParams): string {
  if (query.has('uploads'))
    return '<InitiateMultipartUploadResult><UploadId>canned</UploadId></InitiateMultipartUploadResult>';
  return `<CompleteMultipartUploadResult><ETag>${etag}</ETag></CompleteMultipartUploadResult>`;
}

/** One page of ten, of a thousand keys each. */
function toList(query: URLSearchParams): string {
  const page = Number(query.get('continuation-token') ?? 0);
  const isLast = page + 1 >= pages;
  const contents = Array.from({ length: pageSize }, (_, index) => toContent(page * pageSize + index));
  return [
    '<ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/"><Name>bench</Name><Prefix></Prefix>',
    `<KeyCount>${pageSize}</KeyCount><MaxKeys>${pageSize}</MaxKeys><IsTruncated>${!isLast}</IsTruncated>`,
    query.has('encoding-type') ? '<EncodingType>url</EncodingType>' : '',
    isLast ? '' : `<NextContinuationToken>${page + 1}</NextContinuationToken>`,
    ...contents,
    '</ListBucketResult>',
  ].join('');
}

function toContent(number: number): string {
  const key = `reports/2026/11/report-${String(number).padStart(6, '0')}.json`;
  return `<Contents><Key>${key}</Key><LastModified>2026-11-22T08:00:00.000Z</LastModified><ETag>&quot;${etag.slice(1, -1)}&quot;</ETag><Size>4096</Size><StorageClass>STANDARD</StorageClass></Contents>`;
}
