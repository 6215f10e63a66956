import { errorCodes, existing, guide, type RejectionRow, reference } from './row.ts';

const put = { method: 'PUT', target: '/bucket/k', body: 'x' } as const;
const documented = { source: errorCodes, basis: 'documented' } as const;
const conditional = { source: `${guide}/conditional-writes.html`, basis: 'documented' } as const;
const integrity = { source: `${guide}/checking-object-integrity.html`, basis: 'documented' } as const;

/** Writes of one object. */
export const writesRejections: readonly RejectionRow[] = [
  {
    id: 'key-of-1025-bytes',
    request: { ...put, target: `/bucket/${'k'.repeat(1025)}` },
    status: 400,
    code: 'KeyTooLongError',
    source: `${guide}/object-keys.html`,
    basis: 'documented',
  },
  {
    id: 'length-missing',
    request: { ...put, headers: { 'content-length': '', 'transfer-encoding': 'chunked' } },
    status: 411,
    code: 'MissingContentLength',
    ...documented,
  },
  {
    id: 'length-too-long',
    request: { ...put, headers: { 'content-length': '5368709121' } },
    status: 400,
    code: 'EntityTooLarge',
    ...documented,
  },
  {
    id: 'body-too-short',
    request: { ...put, headers: { 'content-length': '9' } },
    status: 400,
    code: 'IncompleteBody',
    ...documented,
  },
  {
    id: 'md5-wrong',
    request: { ...put, headers: { 'content-md5': '1B2M2Y8AsgTpgAmY7PhCfg==' } },
    status: 400,
    code: 'BadDigest',
    ...documented,
  },
  {
    id: 'md5-malformed',
    request: { ...put, headers: { 'content-md5': 'x' } },
    status: 400,
    code: 'InvalidDigest',
    ...documented,
  },
  ...(['crc32', 'crc32c', 'crc64nvme', 'sha1', 'sha256'] as const).map(
    (name): RejectionRow => ({
      id: `checksum-wrong-${name}`,
      request: {
        ...put,
        headers: {
          [`x-amz-checksum-${name}`]: Buffer.alloc(
            { crc32: 4, crc32c: 4, crc64nvme: 8, sha1: 20, sha256: 32 }[name],
          ).toString('base64'),
        },
      },
      status: 400,
      code: 'BadDigest',
      ...integrity,
    }),
  ),
  {
    id: 'checksum-malformed',
    request: { ...put, headers: { 'x-amz-checksum-crc32': 'AA==' } },
    status: 400,
    code: 'InvalidRequest',
    ...integrity,
  },
  {
    id: 'checksums-two',
    request: { ...put, headers: { 'x-amz-checksum-crc32': 'jNxfkw==', 'x-amz-checksum-crc32c': 'AAAAAA==' } },
    status: 400,
    code: 'InvalidRequest',
    ...integrity,
  },
  {
    id: 'checksum-announced-not-sent',
    request: { ...put, headers: { 'x-amz-sdk-checksum-algorithm': 'CRC32' } },
    status: 400,
    code: 'InvalidRequest',
    source: `${reference}/API_PutObject.html`,
    basis: 'documented',
  },
  {
    id: 'checksum-of-empty-body-in-url',
    request: { ...put, target: '/bucket/k?x-amz-checksum-crc32=AAAAAA%3D%3D', sign: { by: 'query' } },
    status: 400,
    code: 'BadDigest',
    source: `${reference}/API_PutObject.html`,
    basis: 'inferred',
  },
  {
    id: 'metadata-over-2-kilobytes',
    request: { ...put, headers: { 'x-amz-meta-a': 'x'.repeat(2048) } },
    status: 400,
    code: 'MetadataTooLarge',
    source: `${guide}/UsingMetadata.html`,
    basis: 'documented',
  },
  {
    id: 'storage-class-unknown',
    request: { ...put, headers: { 'x-amz-storage-class': 'COLD' } },
    status: 400,
    code: 'InvalidStorageClass',
    ...documented,
  },
  {
    id: 'acl-on-bucket-without-acls',
    request: { ...put, headers: { 'x-amz-acl': 'public-read' } },
    status: 400,
    code: 'AccessControlListNotSupported',
    source: `${guide}/about-object-ownership.html`,
    basis: 'documented',
  },
  {
    id: 'header-not-spoken',
    request: { ...put, headers: { 'x-amz-object-lock-mode': 'GOVERNANCE' } },
    status: 501,
    code: 'NotImplemented',
    ...documented,
  },
  {
    id: 'create-over-existing',
    before: [existing],
    request: { ...put, headers: { 'if-none-match': '*' } },
    status: 412,
    code: 'PreconditionFailed',
    ...conditional,
  },
  {
    id: 'create-unless-etag',
    request: { ...put, headers: { 'if-none-match': '"x"' } },
    status: 501,
    code: 'NotImplemented',
    source: 'https://github.com/versity/versitygw/issues/2183',
    basis: 'inferred',
  },
  {
    id: 'replace-other-etag',
    before: [existing],
    request: { ...put, headers: { 'if-match': '"x"' } },
    status: 412,
    code: 'PreconditionFailed',
    ...conditional,
  },
  {
    id: 'replace-nothing',
    request: { ...put, headers: { 'if-match': '"x"' } },
    status: 404,
    code: 'NoSuchKey',
    ...conditional,
  },
  {
    id: 'tags-eleven',
    request: {
      ...put,
      headers: { 'x-amz-tagging': Array.from({ length: 11 }, (_, index) => `t${index}=x`).join('&') },
    },
    status: 400,
    code: 'BadRequest',
    source: `${guide}/object-tagging.html`,
    basis: 'inferred',
  },
  {
    id: 'tag-key-long',
    request: { ...put, headers: { 'x-amz-tagging': `${'t'.repeat(129)}=x` } },
    status: 400,
    code: 'InvalidTag',
    ...documented,
  },
];
