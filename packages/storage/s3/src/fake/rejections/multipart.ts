import { errorCodes, guide, type RejectionRow, reference } from './row.ts';

const documented = { source: errorCodes, basis: 'documented' } as const;
const completing = { source: `${reference}/API_CompleteMultipartUpload.html`, basis: 'documented' } as const;
const checksums = { source: `${guide}/checking-object-integrity-upload.html`, basis: 'documented' } as const;
const create = { method: 'POST', target: '/bucket/k?uploads' } as const;
const upload = '/bucket/k?uploadId={0.UploadId}';
const part = (partNumber: number) =>
  ({ method: 'PUT', target: `${upload}&partNumber=${partNumber}`, body: 'part' }) as const;
const listed = (partNumber: number, etag: string, more = '') =>
  `<Part><PartNumber>${partNumber}</PartNumber><ETag>${etag}</ETag>${more}</Part>`;
const complete = (...parts: readonly string[]) =>
  ({
    method: 'POST',
    target: upload,
    body: `<CompleteMultipartUpload>${parts.join('')}</CompleteMultipartUpload>`,
  }) as const;
const withCrc32 = { ...create, headers: { 'x-amz-checksum-algorithm': 'CRC32' } } as const;
const partCrc32 = { ...part(1), headers: { 'x-amz-checksum-crc32': 'SQ9wxg==' } } as const;

/** Uploads in parts. */
export const multipartRejections: readonly RejectionRow[] = [
  {
    id: 'upload-unknown',
    request: { method: 'PUT', target: '/bucket/k?uploadId=x&partNumber=1', body: 'x' },
    status: 404,
    code: 'NoSuchUpload',
    ...documented,
  },
  {
    id: 'upload-abort-unknown',
    request: { method: 'DELETE', target: '/bucket/k?uploadId=x' },
    status: 404,
    code: 'NoSuchUpload',
    ...documented,
  },
  {
    id: 'upload-of-another-key',
    before: [create],
    request: { ...part(1), target: '/bucket/other?uploadId={0.UploadId}&partNumber=1' },
    status: 404,
    code: 'NoSuchUpload',
    ...documented,
  },
  {
    id: 'upload-completed-twice',
    before: [create, part(1), complete(listed(1, '{1.etag}'))],
    request: complete(listed(1, '{1.etag}')),
    status: 404,
    code: 'NoSuchUpload',
    ...completing,
  },
  {
    id: 'part-number-zero',
    before: [create],
    request: part(0),
    status: 400,
    code: 'InvalidArgument',
    source: `${reference}/API_UploadPart.html`,
    basis: 'documented',
  },
  {
    id: 'part-number-10001',
    before: [create],
    request: part(10_001),
    status: 400,
    code: 'InvalidArgument',
    source: `${reference}/API_UploadPart.html`,
    basis: 'documented',
  },
  {
    id: 'complete-nothing',
    before: [create],
    request: complete(),
    status: 400,
    code: 'MalformedXML',
    ...completing,
  },
  {
    id: 'complete-missing-part',
    before: [create],
    request: complete(listed(1, '"x"')),
    status: 400,
    code: 'InvalidPart',
    ...completing,
  },
  {
    id: 'complete-other-etag',
    before: [create, part(1)],
    request: complete(listed(1, '"x"')),
    status: 400,
    code: 'InvalidPart',
    ...completing,
  },
  {
    id: 'complete-disordered',
    before: [create, part(1), part(2)],
    request: complete(listed(2, '{2.etag}'), listed(1, '{1.etag}')),
    status: 400,
    code: 'InvalidPartOrder',
    ...completing,
  },
  {
    id: 'complete-small-part',
    before: [create, part(1), part(2)],
    request: complete(listed(1, '{1.etag}'), listed(2, '{2.etag}')),
    status: 400,
    code: 'EntityTooSmall',
    ...completing,
  },
  {
    id: 'complete-over-existing',
    before: [create, part(1), { method: 'PUT', target: '/bucket/k', body: 'mine' }],
    request: { ...complete(listed(1, '{1.etag}')), headers: { 'if-none-match': '*' } },
    status: 412,
    code: 'PreconditionFailed',
    ...completing,
  },
  {
    id: 'complete-after-deletion',
    before: [
      create,
      part(1),
      { method: 'PUT', target: '/bucket/k', body: 'mine' },
      { method: 'DELETE', target: '/bucket/k' },
    ],
    request: { ...complete(listed(1, '{1.etag}')), headers: { 'if-none-match': '*' } },
    status: 409,
    code: 'ConditionalRequestConflict',
    ...completing,
  },
  {
    id: 'complete-other-size',
    before: [create, part(1)],
    request: { ...complete(listed(1, '{1.etag}')), headers: { 'x-amz-mp-object-size': '5' } },
    status: 400,
    code: 'InvalidRequest',
    ...completing,
  },
  {
    id: 'complete-other-checksum',
    before: [
      { ...create, headers: { 'x-amz-checksum-algorithm': 'CRC32', 'x-amz-checksum-type': 'FULL_OBJECT' } },
      partCrc32,
    ],
    request: {
      ...complete(listed(1, '{1.etag}')),
      headers: { 'x-amz-checksum-crc32': 'AAAAAA==', 'x-amz-checksum-type': 'FULL_OBJECT' },
    },
    status: 400,
    code: 'BadDigest',
    ...checksums,
  },
  {
    id: 'complete-without-part-checksums',
    before: [withCrc32, partCrc32],
    request: complete(listed(1, '{1.etag}')),
    status: 400,
    code: 'InvalidRequest',
    source: 'https://github.com/apache/opendal/pull/4580',
    basis: 'observed',
  },
  {
    id: 'complete-other-part-checksum',
    before: [withCrc32, partCrc32],
    request: complete(listed(1, '{1.etag}', '<ChecksumCRC32>AAAAAA==</ChecksumCRC32>')),
    status: 400,
    code: 'InvalidPart',
    ...completing,
  },
  {
    id: 'part-without-checksum',
    before: [withCrc32],
    request: part(1),
    status: 400,
    code: 'InvalidRequest',
    source: 'https://github.com/boto/botocore/issues/3216',
    basis: 'inferred',
  },
  {
    id: 'upload-sha-of-whole',
    request: {
      ...create,
      headers: { 'x-amz-checksum-algorithm': 'SHA256', 'x-amz-checksum-type': 'FULL_OBJECT' },
    },
    status: 400,
    code: 'InvalidRequest',
    ...checksums,
  },
  {
    id: 'upload-crc64-of-parts',
    request: {
      ...create,
      headers: { 'x-amz-checksum-algorithm': 'CRC64NVME', 'x-amz-checksum-type': 'COMPOSITE' },
    },
    status: 400,
    code: 'InvalidRequest',
    ...checksums,
  },
  {
    id: 'part-copy-outside',
    before: [create, { method: 'PUT', target: '/bucket/source', body: 'hello' }],
    request: {
      method: 'PUT',
      target: `${upload}&partNumber=1`,
      headers: { 'x-amz-copy-source': '/bucket/source', 'x-amz-copy-source-range': 'bytes=0-5' },
    },
    status: 400,
    code: 'InvalidArgument',
    source: `${reference}/API_UploadPartCopy.html`,
    basis: 'inferred',
  },
  {
    id: 'part-copy-range-open',
    before: [create, { method: 'PUT', target: '/bucket/source', body: 'hello' }],
    request: {
      method: 'PUT',
      target: `${upload}&partNumber=1`,
      headers: { 'x-amz-copy-source': '/bucket/source', 'x-amz-copy-source-range': 'bytes=2-' },
    },
    status: 400,
    code: 'InvalidArgument',
    source: `${reference}/API_UploadPartCopy.html`,
    basis: 'documented',
  },
];
