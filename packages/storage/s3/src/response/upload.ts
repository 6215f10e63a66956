import type {
  CreateMultipartUploadCommandOutput,
  ListMultipartUploadsCommandOutput,
  ListPartsCommandOutput,
  UploadPartCommandOutput,
} from '@aws-sdk/client-s3';
import { invalidResponse, type Page } from '@patchbay/core';
import type { OpenUpload, PartInfo, UploadSession } from '@patchbay/storage';
import { decoderOf, fromChecksum, nextOf } from './object.ts';

/** An upload that was opened. */
export function fromCreated(
  key: string,
  { UploadId: id }: CreateMultipartUploadCommandOutput,
): UploadSession {
  if (id === undefined || id === '') throw invalidResponse('S3 opened an upload without an id.');
  return { id, key };
}

/** A part that was sent. */
export function fromPart(number: number, sizeBytes: number, answer: UploadPartCommandOutput): PartInfo {
  const { ETag: etag } = answer;
  if (etag === undefined || etag === '') throw invalidResponse('S3 answered a part without an ETag.');
  const checksum = fromChecksum(answer);
  return { number, etag, sizeBytes, ...(checksum !== undefined && { checksum }) };
}

/** Parts that were sent. */
export function fromParts(answer: ListPartsCommandOutput): Page<PartInfo> {
  if (answer.UploadId === undefined) throw invalidResponse('S3 answered with something else than parts.');
  const items = (answer.Parts ?? []).map((part): PartInfo => {
    const { PartNumber: number, ETag: etag, Size: sizeBytes } = part;
    if (number === undefined || etag === undefined || sizeBytes === undefined)
      throw invalidResponse('S3 listed a part without number, ETag or size.');
    const checksum = fromChecksum(part);
    return { number, etag, sizeBytes, ...(checksum !== undefined && { checksum }) };
  });
  return { items, ...nextOf(answer, answer.NextPartNumberMarker) };
}

/** Uploads that nobody ended. */
export function fromOpenUploads(answer: ListMultipartUploadsCommandOutput): Page<OpenUpload> {
  if (answer.Bucket === undefined) throw invalidResponse('S3 answered with something else than uploads.');
  const decoded = decoderOf(answer);
  const items = (answer.Uploads ?? []).map((upload): OpenUpload => {
    const { UploadId: id, Key: key, Initiated: startedAt } = upload;
    if (id === undefined || key === undefined || startedAt === undefined)
      throw invalidResponse('S3 listed an upload without id, key or date.');
    return { id, key: decoded(key), startedAt };
  });
  const { NextKeyMarker: key = '', NextUploadIdMarker: id = '' } = answer;
  const { next = '' } = nextOf(answer, key);
  return { items, ...(next !== '' && { next: toCursor(`${id} ${decoded(next)}`) }) };
}

function toCursor(place: string): string {
  return Buffer.from(place).toString('base64').replace(/=+$/, '');
}
