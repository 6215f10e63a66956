import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';

const etag = '"0123456789abcdef0123456789abcdef"';
const pattern = Buffer.from(Array.from({ length: 65_536 }, (_, index) => index % 251));

function* patternOf(sizeBytes: number): Generator<Uint8Array> {
  for (let left = sizeBytes; left > 0; left -= pattern.byteLength)
    yield pattern.subarray(0, Math.min(left, pattern.byteLength));
}

/** As S3 says it: big-endian, in base64. */
function checksumOf(bytes: Iterable<Uint8Array>): string {
  let value = 0;
  for (const piece of bytes) value = crc32(piece, value);
  return toText(value);
}

function toText(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes.toString('base64');
}

/** What came in, and what came in wrong. */
export interface StreamingServer extends AsyncDisposable {
  readonly url: string;
  readonly takenBytes: number;
  readonly problems: readonly string[];
}

/**
 * As much of S3 as one object in parts needs, of any size: nothing is kept. It verifies the length of each part, its
 * checksum, and that its bytes are those of the pattern. It verifies neither signatures nor the list of parts: the
 * fake does, which keeps what it takes.
 */
export async function streamingServer(totalBytes: number): Promise<StreamingServer> {
  const seen = { takenBytes: 0, problems: new Array<string>() };
  const server = createServer((request, response) => {
    answer(request, response, totalBytes, seen).catch((error: unknown) => {
      seen.problems.push(String(error));
      response.destroy();
    });
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return Object.assign(seen, {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

interface Seen {
  takenBytes: number;
  readonly problems: string[];
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  totalBytes: number,
  seen: Seen,
): Promise<void> {
  const { method, url = '' } = request;
  if (method === 'PUT') return take(request, response, seen);
  request.resume();
  if (method === 'GET') return give(response, totalBytes);
  await once(request, 'end');
  const [root, content] = url.includes('?uploads')
    ? ['InitiateMultipartUploadResult', '<UploadId>u</UploadId>']
    : ['CompleteMultipartUploadResult', '<ETag>"whole-2"</ETag>'];
  response.writeHead(200, { 'content-type': 'application/xml' }).end(`<${root}>${content}</${root}>`);
}

async function take(request: IncomingMessage, response: ServerResponse, seen: Seen): Promise<void> {
  const { headers, url = '' } = request;
  let length = 0;
  let value = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    length += bytes.byteLength;
    value = crc32(bytes, value);
  }
  seen.takenBytes += length;
  if (String(length) !== headers['content-length']) seen.problems.push(`${url}: its length`);
  if (toText(value) !== headers['x-amz-checksum-crc32']) seen.problems.push(`${url}: its checksum`);
  if (toText(value) !== checksumOf(patternOf(length))) seen.problems.push(`${url}: its bytes`);
  response.writeHead(200, { etag }).end();
}

function give(response: ServerResponse, totalBytes: number): void {
  response.writeHead(200, {
    etag,
    'content-length': totalBytes,
    'last-modified': new Date(0).toUTCString(),
    'x-amz-checksum-crc32': checksumOf(patternOf(totalBytes)),
    'x-amz-checksum-type': 'FULL_OBJECT',
  });
  Readable.from(patternOf(totalBytes), { objectMode: false }).pipe(response);
}
