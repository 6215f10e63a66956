import type { Upload } from '../account.ts';
import { checksumElement } from '../content/checksums.ts';
import { slice } from '../content/store.ts';
import type { StoredPart } from '../history.ts';
import { copySource, hashed } from '../objects/copy.ts';
import { checksumHeaders } from '../objects/put.ts';
import { type Call, emptyAnswer, xmlAnswer } from '../protocol/call.ts';
import { rejection } from '../protocol/errors.ts';
import { announcedChecksum, type Payload, receivePayload } from '../protocol/payload.ts';
import type { Route } from '../protocol/router.ts';
import { xmlDocument } from '../protocol/xml.ts';
import { uploadOf } from './uploads.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_UploadPart.html and API_UploadPartCopy.html */
export const partRoutes: readonly Route[] = [
  {
    operation: 'UploadPart',
    method: 'PUT',
    on: 'object',
    marker: ['uploadId', 'partNumber'],
    async answer(call) {
      const { upload } = uploadOf(call);
      const partNumber = partNumberOf(call);
      checkAlgorithm(call, upload);
      const payload = await receivePayload(call, call.account.store);
      const part = keepPart(call, partNumber, payload);
      return emptyAnswer(200, {
        etag: `"${part.etag}"`,
        'x-amz-server-side-encryption': 'AES256',
        ...(part.checksum && omitType(checksumHeaders(part.checksum))),
      });
    },
  },
  {
    operation: 'UploadPartCopy',
    method: 'PUT',
    on: 'object',
    marker: ['uploadId', 'partNumber'],
    header: 'x-amz-copy-source',
    async answer(call) {
      const { upload } = uploadOf(call);
      const partNumber = partNumberOf(call);
      const { source, headers } = copySource(call);
      const { start, end } = sourceRange(call, source.content.size);
      const payload = await hashed(slice(source.content, start, end), upload.checksum?.algorithm);
      const part = keepPart(call, partNumber, payload);
      const document = xmlDocument('CopyPartResult', {
        LastModified: new Date(part.lastModified).toISOString(),
        ETag: `"${part.etag}"`,
        ...checksumElement(part.checksum),
      });
      return xmlAnswer(document, headers);
    },
  },
];

const maximumPartBytes = 5 * 1024 ** 3;

/** The upload may have ended while the part came in. */
function keepPart(call: Call, partNumber: number, { content, md5, checksum }: Payload): StoredPart {
  const { upload } = uploadOf(call);
  const part = {
    partNumber,
    size: content.size,
    etag: md5.toString('hex'),
    content,
    checksum,
    lastModified: call.now,
  };
  upload.parts.set(partNumber, part);
  return part;
}

function partNumberOf(call: Call): number {
  const text = call.query.get('partNumber') ?? '';
  const value = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 10_000) return value;
  throw rejection('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive', {
    ArgumentName: 'partNumber',
    ArgumentValue: text,
  });
}

/**
 * Parts have the checksum that the upload was created with. Where none was named any is taken, as the AWS SDKs send
 * one by default from January 2025 on: https://github.com/aws/aws-sdk-js-v3/issues/6810 (2026-11-22).
 */
function checkAlgorithm(call: Call, upload: Upload): void {
  const expected = upload.checksum?.algorithm;
  const actual = announcedChecksum(call).algorithm;
  if (expected === undefined || expected === actual) return;
  throw rejection(
    'InvalidRequest',
    `Checksum Type mismatch occurred, expected checksum Type: ${expected.toLowerCase()}, actual checksum Type: ${actual?.toLowerCase() ?? 'null'}`,
  );
}

/** Unlike a GET, a copy must name bytes that exist. */
function sourceRange(call: Call, size: number): { start: number; end: number } {
  const header = call.header('x-amz-copy-source-range');
  if (header === undefined && size > maximumPartBytes) {
    throw rejection(
      'InvalidRequest',
      `The specified copy source is larger than the maximum allowable size for a copy source: ${maximumPartBytes}`,
    );
  }
  if (header === undefined) return { start: 0, end: size };
  const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  const [start, end] = [Number(from ?? 1), Number(to ?? -1) + 1];
  if (from === undefined || start >= end) {
    throw rejection(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
      { ArgumentName: 'x-amz-copy-source-range', ArgumentValue: header },
    );
  }
  if (end > size) {
    throw rejection('InvalidArgument', `Range specified is not valid for source object of size: ${size}`, {
      ArgumentName: 'x-amz-copy-source-range',
      ArgumentValue: header,
    });
  }
  return { start, end };
}

/** The type belongs to the whole object. */
function omitType(headers: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name !== 'x-amz-checksum-type'));
}
