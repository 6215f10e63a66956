import type { CompletedPart, S3 } from '@aws-sdk/client-s3';
import type { S3Storage } from '@patchbay/storage-s3';
import type { Contest } from '../measure.ts';

const mebibyte = 1024 ** 2;
const partBytes = 8 * mebibyte;
const concurrency = 4;
const chunk = new Uint8Array(64 * 1024).fill(7);

const names = { raw: 'the SDK, its calls by hand', ours: 'patchbay' } as const;

/**
 * A round is one call, and how the bytes are cut on their way through the socket is up to the kernel: the margin is
 * wider. A part that is copied or digested once more costs about a third.
 */
const targets = [{ row: names.ours, beside: names.raw, atMost: 1.05, failsAbove: 1.5 }];

/** Large bodies, as a stream of 64 KiB chunks: up in parts of 8 MiB, four at a time; down in one request. */
export function transfers(
  sdk: S3,
  storage: S3Storage,
  { bucket, isLong }: { readonly bucket: string; readonly isLong: boolean },
): readonly Contest[] {
  const sizeBytes = (isLong ? 256 : 32) * mebibyte;
  const key = `large/${sizeBytes}`;
  const size = `${sizeBytes / mebibyte} MiB`;
  const common = { calls: 1, rounds: isLong ? 8 : 16, bytes: sizeBytes };
  return [
    {
      ...common,
      title: `S3: upload ${size}`,
      rows: [
        { name: names.raw, call: () => upload(sdk, bucket, key, chunks(sizeBytes)) },
        { name: names.ours, call: () => storage.put(key, chunks(sizeBytes), { partBytes, concurrency }) },
      ],
      targets,
    },
    {
      ...common,
      title: `S3: download ${size}`,
      rows: [
        {
          name: names.raw,
          call: async () => count((await sdk.getObject({ Bucket: bucket, Key: key })).Body, sizeBytes),
        },
        { name: names.ours, call: async () => count((await storage.get(key)).stream(), sizeBytes) },
      ],
      targets,
    },
  ];
}

async function* chunks(sizeBytes: number): AsyncGenerator<Uint8Array> {
  for (let sent = 0; sent < sizeBytes; sent += chunk.byteLength) yield chunk;
}

async function count(body: unknown, expected: number): Promise<void> {
  if (!isIterable(body)) throw new Error('There is no body to iterate over.');
  let bytes = 0;
  for await (const piece of body) bytes += piece.byteLength;
  if (bytes !== expected) throw new Error(`${bytes} of ${expected} bytes came.`);
}

function isIterable(body: unknown): body is AsyncIterable<Uint8Array> {
  return typeof body === 'object' && body !== null && Symbol.asyncIterator in body;
}

/** What an application writes that has the SDK alone. */
async function upload(sdk: S3, bucket: string, key: string, body: AsyncIterable<Uint8Array>): Promise<void> {
  const place = { Bucket: bucket, Key: key };
  const { UploadId: uploadId } = await sdk.createMultipartUpload(place);
  const parts: CompletedPart[] = [];
  const running = new Set<Promise<void>>();
  let number = 0;
  for await (const part of cut(body)) {
    const partNumber = (number += 1);
    const sent = sdk
      .uploadPart({ ...place, UploadId: uploadId, PartNumber: partNumber, Body: part })
      .then((answer) => {
        parts.push({ PartNumber: partNumber, ETag: answer.ETag, ChecksumCRC32: answer.ChecksumCRC32 });
        running.delete(sent);
      });
    running.add(sent);
    if (running.size >= concurrency) await Promise.race(running);
  }
  await Promise.all(running);
  const sorted = parts.toSorted((left, right) => (left.PartNumber ?? 0) - (right.PartNumber ?? 0));
  await sdk.completeMultipartUpload({ ...place, UploadId: uploadId, MultipartUpload: { Parts: sorted } });
}

async function* cut(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let part: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    part.push(piece);
    bytes += piece.byteLength;
    if (bytes < partBytes) continue;
    yield Buffer.concat(part);
    part = [];
    bytes = 0;
  }
  if (bytes > 0) yield Buffer.concat(part);
}
