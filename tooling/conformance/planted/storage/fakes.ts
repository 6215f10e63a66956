import type { LenientFake } from '../lenient.ts';
import { lets, overlooks, pretends, trusts } from './lenient.ts';

const conditions = overlooks('if-none-match', 'if-match');
const checksums = overlooks(
  'content-md5',
  'x-amz-checksum-crc32',
  'x-amz-checksum-crc32c',
  'x-amz-checksum-crc64nvme',
  'x-amz-checksum-sha1',
  'x-amz-checksum-sha256',
);

/** Fakes of S3 that let through what S3 rejects. */
export const lenientFakes: readonly LenientFake[] = [
  lets('serves-anybody', 'serves without a signature', 'anonymous', trusts),
  lets('lets-anybody-write', 'takes writes without a signature', 'anonymous-write-to-public-bucket', trusts),
  lets('any-key', 'takes an unknown access key', 'key-unknown', trusts),
  lets('any-secret', 'takes a wrong secret', 'secret-wrong', trusts),
  lets('any-secret-of-head', 'takes a wrong secret for a look', 'head-secret-wrong-has-no-body', trusts),
  lets('headers-unsigned', 'takes headers that were changed', 'header-changed', trusts),
  lets('amz-headers-unsigned', 'takes headers that were not signed', 'header-x-amz-unsigned', trusts),
  lets('slow-clocks', 'takes clocks that are slow', 'clock-16-minutes-slow', trusts),
  lets('fast-clocks', 'takes clocks that are fast', 'clock-16-minutes-fast', trusts),
  lets('any-region', 'takes signatures for any region', 'region-wrong', trusts),
  lets('any-service', 'takes signatures for any service', 'service-wrong', trusts),
  lets('no-token', 'needs no session token', 'token-missing', trusts),
  lets('any-token', 'takes any session token', 'token-wrong', trusts),
  lets('tokens-for-ever', 'takes session tokens that are over', 'token-expired', trusts),
  lets('old-signatures', 'takes signatures of version 2', 'mechanism-old', trusts),
  lets('any-authorization', 'takes half an authorization', 'header-malformed', trusts),
  lets('body-unhashed', 'needs no hash of the body', 'payload-hash-missing', ({ headers, ...rest }) => {
    if (headers.has('x-amz-content-sha256')) return undefined;
    headers.set('x-amz-content-sha256', 'UNSIGNED-PAYLOAD');
    return { headers, ...rest };
  }),
  lets('any-body', 'takes another body than was signed', 'payload-hash-of-another-body', ({ headers, ...rest }) => {
    headers.set('x-amz-content-sha256', 'UNSIGNED-PAYLOAD');
    return { headers, ...rest };
  }),
  lets('md5-unread', 'does not verify Content-MD5', 'md5-wrong', checksums),
  lets('md5-unparsed', 'does not read Content-MD5', 'md5-malformed', checksums),
  lets('crc32-unread', 'does not verify CRC32', 'checksum-wrong-crc32', checksums),
  lets('crc32c-unread', 'does not verify CRC32C', 'checksum-wrong-crc32c', checksums),
  lets('crc64-unread', 'does not verify CRC64NVME', 'checksum-wrong-crc64nvme', checksums),
  lets('sha1-unread', 'does not verify SHA-1', 'checksum-wrong-sha1', checksums),
  lets('sha256-unread', 'does not verify SHA-256', 'checksum-wrong-sha256', checksums),
  lets('two-checksums', 'takes two checksums', 'checksums-two', checksums),
  lets('checksum-not-awaited', 'does not await the announced checksum', 'checksum-announced-not-sent', overlooks('x-amz-sdk-checksum-algorithm')),
  lets('metadata-without-end', 'keeps any amount of metadata', 'metadata-over-2-kilobytes', overlooks('x-amz-meta-a')),
  lets('any-storage-class', 'takes any storage class', 'storage-class-unknown', overlooks('x-amz-storage-class')),
  lets('acls-ignored', 'ignores access lists', 'acl-on-bucket-without-acls', overlooks('x-amz-acl')),
  lets('header-ignored', 'ignores headers that it does not speak', 'header-not-spoken', overlooks('x-amz-object-lock-mode')),
  lets('creates-over', 'ignores If-None-Match', 'create-over-existing', conditions),
  lets('creates-unless', 'ignores If-None-Match with an etag', 'create-unless-etag', conditions),
  lets('replaces-anything', 'ignores If-Match', 'replace-other-etag', conditions),
  lets('replaces-nothing', 'creates where there is nothing to replace', 'replace-nothing', conditions),
  lets('range-clipped', 'answers a range outside with the whole', 'read-range-outside', overlooks('range')),
  lets('reads-any-version', 'ignores If-Match of a read', 'read-other-etag', conditions),
  lets('always-modified', 'ignores If-None-Match of a read', 'read-same-etag', conditions),
  lets('deletes-anything', 'ignores If-Match of a deletion', 'delete-other-etag', conditions),
  lets('copies-anything', 'ignores conditions of a copy', 'copy-other-etag', overlooks('x-amz-copy-source-if-match')),
  lets('completes-over', 'ignores If-None-Match on completion', 'complete-over-existing', conditions),
  pretends('deletes-without-checksum', 'deletes many without a checksum', 'delete-many-without-checksum', 'InvalidRequest'),
  pretends('deletes-1001', 'deletes any number at a time', 'delete-many-1001', 'MalformedXML'),
  pretends('copies-onto-itself', 'copies an object onto itself', 'copy-onto-itself', 'InvalidRequest'),
  pretends('parts-of-any-size', 'takes parts of any size', 'complete-small-part', 'EntityTooSmall'),
  pretends('parts-in-any-order', 'takes parts in any order', 'complete-disordered', 'InvalidPartOrder'),
  pretends('missing-parts', 'completes without a part', 'complete-missing-part', 'InvalidPart'),
  pretends('any-upload', 'takes parts of an upload that is unknown', 'upload-unknown', 'NoSuchUpload'),
  pretends('any-part-number', 'takes part 10,001', 'part-number-10001', 'InvalidArgument'),
  pretends('any-key-length', 'takes keys of any length', 'key-of-1025-bytes', 'KeyTooLongError'),
  pretends('any-bucket', 'has every bucket', 'bucket-missing', 'NoSuchBucket'),
  pretends('sub-resources-ignored', 'ignores sub-resources that it does not speak', 'sub-resource-unknown', 'NotImplemented'),
];
