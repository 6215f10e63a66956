import type { StoredObject } from '../history.ts';
import { rejection } from '../protocol/errors.ts';

/** Bytes from `start` up to and without `end`. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** The bytes that a `Range` header asks for; undefined where S3 ignores it and answers with the whole object. */
export function rangeFrom(header: string | undefined, size: number): ByteRange | undefined {
  const [, from = '', to = ''] = /^bytes=(\d*)-(\d*)$/.exec(header ?? '') ?? [];
  if (from === '' && to === '') return undefined;
  if (from !== '' && to !== '' && Number(from) > Number(to)) return undefined;
  const start = from === '' ? Math.max(0, size - Number(to)) : Number(from);
  const end = from === '' || to === '' ? size : Math.min(size, Number(to) + 1);
  if (start >= end) {
    throw rejection(
      'InvalidRange',
      undefined,
      { RangeRequested: header ?? '', ActualObjectSize: size },
      { 'content-range': `bytes */${size}` },
    );
  }
  return { start, end };
}

/** The bytes of one part. An object that came in one piece has one part. */
export function partRange(object: StoredObject, partNumber: number): ByteRange {
  const parts = object.parts ?? [{ size: object.content.size }];
  const part = parts[partNumber - 1];
  if (part === undefined) {
    throw rejection('InvalidPartNumber', undefined, {
      PartNumberRequested: partNumber,
      ActualPartCount: parts.length,
    });
  }
  const start = parts.slice(0, partNumber - 1).reduce((sum, { size }) => sum + size, 0);
  return { start, end: start + part.size };
}
