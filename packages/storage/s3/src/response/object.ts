import type {
  DeleteObjectsCommandOutput,
  GetObjectCommandOutput,
  HeadObjectCommandOutput,
  ListObjectsV2CommandOutput,
  PutObjectCommandOutput,
} from '@aws-sdk/client-s3';
import { invalidResponse, type Page, withRaw } from '@patchbay/core';
import type { Checksum, DeleteResult, ListEntry, ObjectInfo, PutResult } from '@patchbay/storage';
import { compareKeys } from '@patchbay/storage/embedded';
import { meaningByCode } from '../errors/meanings.ts';
import { fromMetadata } from '../request/metadata.ts';

const provider = 's3';

/** What a write answers, beside what we know ourselves. */
export function fromWritten(
  key: string,
  sizeBytes: number,
  answer: Partial<Pick<PutObjectCommandOutput, 'ETag' | 'VersionId'>> & WithChecksum,
  raw: unknown = answer,
): PutResult {
  const { ETag: etag, VersionId: versionId } = answer;
  if (!isText(etag)) throw invalidResponse('S3 answered a write without an ETag.');
  const checksum = fromChecksum(answer);
  return withRaw(
    {
      key,
      provider,
      sizeBytes,
      etag,
      ...(checksum !== undefined && { checksum }),
      ...(isText(versionId) && { versionId }),
    },
    raw,
  );
}

/** An object without its bytes. */
export function fromHead(
  key: string,
  answer: HeadObjectCommandOutput | GetObjectCommandOutput,
  sizeBytes = answer.ContentLength,
): ObjectInfo {
  const { ETag: etag, LastModified: modifiedAt, VersionId: versionId } = answer;
  if (!isText(etag) || !isSize(sizeBytes) || !isDate(modifiedAt))
    throw invalidResponse('S3 answered without ETag, size or date of the object.');
  const checksum = fromChecksum(answer);
  return withRaw(
    {
      key,
      provider,
      sizeBytes,
      etag,
      modifiedAt,
      contentType: answer.ContentType ?? 'application/octet-stream',
      ...(isText(answer.ContentEncoding) && { contentEncoding: answer.ContentEncoding }),
      ...(isText(answer.ContentDisposition) && { contentDisposition: answer.ContentDisposition }),
      ...(isText(answer.ContentLanguage) && { contentLanguage: answer.ContentLanguage }),
      ...(isText(answer.CacheControl) && { cacheControl: answer.CacheControl }),
      metadata: fromMetadata(answer.Metadata),
      ...(checksum !== undefined && { checksum }),
      ...(isText(versionId) && { versionId }),
    },
    answer,
  );
}

/** The bytes that come, and of how many: `bytes 0-9/100`. */
export function fromContentRange(
  text: string | undefined,
): { readonly start: number; readonly end: number; readonly totalBytes: number } | undefined {
  const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(text ?? '') ?? [];
  if (total === undefined) return undefined;
  return { start: Number(start), end: Number(end), totalBytes: Number(total) };
}

type WithChecksum = Pick<
  PutObjectCommandOutput,
  'ChecksumCRC32' | 'ChecksumCRC32C' | 'ChecksumCRC64NVME' | 'ChecksumSHA1' | 'ChecksumSHA256'
>;

/** The checksum of the whole content. One of parts' checksums, `…-3`, says nothing that could be compared. */
export function fromChecksum(answer: WithChecksum): Checksum | undefined {
  const found = [
    ['crc32', answer.ChecksumCRC32],
    ['crc32c', answer.ChecksumCRC32C],
    ['crc64nvme', answer.ChecksumCRC64NVME],
    ['sha256', answer.ChecksumSHA256],
    ['sha1', answer.ChecksumSHA1],
  ] as const;
  for (const [algorithm, value] of found)
    if (isText(value) && !value.includes('-')) return { algorithm, value };
  return undefined;
}

/** A page of a list, in the order of the keys' bytes. */
export function fromList(answer: ListObjectsV2CommandOutput): Page<ListEntry> {
  if (answer.KeyCount === undefined) throw invalidResponse('S3 answered with something else than a list.');
  const decoded = decoderOf(answer);
  const objects = (answer.Contents ?? []).map((object) => fromListed(object, decoded));
  const prefixes = (answer.CommonPrefixes ?? []).map(({ Prefix = '' }): ListEntry => {
    return { kind: 'prefix', prefix: decoded(Prefix) };
  });
  const items = [...objects, ...prefixes].toSorted((left, right) =>
    compareKeys(placeOf(left), placeOf(right)),
  );
  return { items, ...nextOf(answer, answer.NextContinuationToken) };
}

/** Where the next page begins. A list that goes on without saying where would end early, or never. */
export function nextOf(
  { IsTruncated: isTruncated }: { readonly IsTruncated?: boolean | undefined },
  next: string | undefined,
): { readonly next?: string } {
  if (isTruncated !== true) return {};
  if (!isText(next)) throw invalidResponse('S3 says that the list goes on, but not where.');
  return { next };
}

function fromListed(
  object: NonNullable<ListObjectsV2CommandOutput['Contents']>[number],
  decoded: Decoder,
): ListEntry {
  const { Key: key, Size: sizeBytes, ETag: etag, LastModified: modifiedAt } = object;
  if (!isText(key) || !isSize(sizeBytes) || !isText(etag) || !isDate(modifiedAt))
    throw invalidResponse('S3 listed an object without key, size, ETag or date.');
  return withRaw(
    { kind: 'object' as const, key: decoded(key), provider, sizeBytes, etag, modifiedAt },
    object,
  );
}

function placeOf(entry: ListEntry): string {
  return entry.kind === 'object' ? entry.key : entry.prefix;
}

/** What became of each key; one that S3 does not speak of is not known to be gone. */
export function fromDeleted(keys: readonly string[], answer: DeleteObjectsCommandOutput): DeleteResult {
  const { Deleted: gone = [], Errors: errors = [] } = answer;
  const named = new Set([...gone, ...errors].map(({ Key }) => Key));
  if (keys.some((key) => !named.has(key))) throw invalidResponse('S3 does not say what became of every key.');
  const failed = errors.map(({ Key: key = '', Code: code = '', Message: message = '' }) => {
    return { key, code: meaningByCode[code]?.code ?? 'unknown', message };
  });
  const failedKeys = new Set(failed.map(({ key }) => key));
  return { deleted: keys.filter((key) => !failedKeys.has(key)).length, failed };
}

/** Makes a name of what a list says. */
export type Decoder = (name: string) => string;

/** Names in lists come encoded as in a URL, spaces as `+`, from servers that say so. */
export function decoderOf({
  EncodingType: encoding,
}: {
  readonly EncodingType?: string | undefined;
}): Decoder {
  return encoding === 'url' ? decoded : (name) => name;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name.replaceAll('+', ' '));
  } catch {
    throw invalidResponse('S3 lists a name that is not encoded, though it says so.');
  }
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

function isSize(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isDate(value: unknown): value is Date {
  return value instanceof Date && !Number.isNaN(value.getTime());
}
