import { type Upload } from '../account.ts';
import { checksumElement } from '../content/checksums.ts';
import { sortedKeys } from '../history.ts';
import { listPage, nameEncoder, pageSize } from '../objects/listing.ts';
import { bucketOf, type Call, numberFrom, xmlAnswer } from '../protocol/call.ts';
import type { Route } from '../protocol/router.ts';
import { xmlDocument } from '../protocol/xml.ts';
import { uploadOf } from './uploads.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListParts.html and API_ListMultipartUploads.html */
export const uploadListRoutes: readonly Route[] = [
  {
    operation: 'ListParts',
    method: 'GET',
    on: 'object',
    marker: ['uploadId'],
    query: ['max-parts', 'part-number-marker'],
    answer: listParts,
  },
  {
    operation: 'ListMultipartUploads',
    method: 'GET',
    on: 'bucket',
    marker: ['uploads'],
    query: ['prefix', 'delimiter', 'max-uploads', 'key-marker', 'upload-id-marker', 'encoding-type'],
    answer: listUploads,
  },
];

function listParts(call: Call): Response {
  const { bucket, upload } = uploadOf(call);
  const marker = numberFrom(call, 'part-number-marker', [0, 10_000]) ?? 0;
  const maximum = pageSize(call, 'max-parts');
  const later = [...upload.parts.values()]
    .filter(({ partNumber }) => partNumber > marker)
    .sort((a, b) => a.partNumber - b.partNumber);
  const page = later.slice(0, maximum);
  return xmlAnswer(
    xmlDocument('ListPartsResult', {
      Bucket: bucket.name,
      Key: upload.key,
      UploadId: upload.uploadId,
      StorageClass: upload.properties.storageClass,
      PartNumberMarker: marker,
      NextPartNumberMarker: page.at(-1)?.partNumber ?? 0,
      MaxParts: maximum,
      IsTruncated: later.length > page.length,
      ChecksumAlgorithm: upload.checksum?.algorithm,
      ChecksumType: upload.checksum?.type,
      Part: page.map((part) => ({
        PartNumber: part.partNumber,
        LastModified: new Date(part.lastModified).toISOString(),
        ETag: `"${part.etag}"`,
        Size: part.size,
        ...checksumElement(part.checksum),
      })),
    }),
  );
}

function listUploads(call: Call): Response {
  const bucket = bucketOf(call);
  const { query } = call;
  const encode = nameEncoder(call);
  const [prefix, delimiter] = [query.get('prefix') ?? '', query.get('delimiter') ?? ''];
  const [keyMarker, uploadMarker] = [query.get('key-marker') ?? '', query.get('upload-id-marker') ?? ''];
  const maximum = pageSize(call, 'max-uploads');
  const byKey = grouped(bucket.uploads.values());
  const keys = sortedKeys(byKey.keys());
  const every = listPage(keys, { prefix, delimiter, after: keyMarker, maximum: Number.MAX_SAFE_INTEGER });
  const sameKey = uploadMarker === '' ? [] : (byKey.get(keyMarker) ?? []);
  const rest = sameKey.slice(sameKey.findIndex(({ uploadId }) => uploadId === uploadMarker) + 1);
  const all = [...rest, ...every.keys.flatMap((key) => byKey.get(key) ?? [])];
  const page = all.slice(0, maximum);
  const last = page.at(-1);
  const truncated = all.length > page.length;
  return xmlAnswer(
    xmlDocument('ListMultipartUploadsResult', {
      Bucket: bucket.name,
      KeyMarker: encode(keyMarker),
      UploadIdMarker: uploadMarker,
      NextKeyMarker: truncated && last ? encode(last.key) : undefined,
      NextUploadIdMarker: truncated ? last?.uploadId : undefined,
      Delimiter: delimiter === '' ? undefined : encode(delimiter),
      Prefix: encode(prefix),
      EncodingType: query.get('encoding-type'),
      MaxUploads: maximum,
      IsTruncated: truncated,
      Upload: page.map(({ key, uploadId, initiated, properties, checksum }) => ({
        Key: encode(key),
        UploadId: uploadId,
        StorageClass: properties.storageClass,
        Initiated: new Date(initiated).toISOString(),
        ChecksumAlgorithm: checksum?.algorithm,
        ChecksumType: checksum?.type,
      })),
      CommonPrefixes: every.commonPrefixes.map((name) => ({ Prefix: encode(name) })),
    }),
  );
}

/** Uploads of each key in the order in which they began. */
function grouped(uploads: Iterable<Upload>): Map<string, Upload[]> {
  const groups = new Map<string, Upload[]>();
  for (const upload of uploads) groups.set(upload.key, [...(groups.get(upload.key) ?? []), upload]);
  return groups;
}
