import { S3ServiceException } from '@aws-sdk/client-s3';
import { isErrorCode } from '@patchbay/core';
import { storageReasons } from '@patchbay/storage';
import type { S3FakeFault } from '@patchbay/storage-s3/fake';
import { describe, expect, it } from 'vitest';
import { toFailure } from '../src/errors/failure.ts';
import { meaningByCode, meaningByStatus } from '../src/errors/meanings.ts';
import { made } from './support/store.ts';

/** What the SDK throws for an answer: the SDK's own class. */
function thrown(httpStatusCode: number, Code?: string): S3ServiceException {
  const details = { name: Code ?? 'Unknown', $fault: 'client' as const, $metadata: { httpStatusCode } };
  return Object.assign(
    new S3ServiceException({ ...details, message: 'No.' }),
    Code !== undefined && { Code },
  );
}

describe('a refusal', () => {
  it.each([
    [404, 'NoSuchKey', 'not_found', 'object_missing'],
    [404, 'NoSuchBucket', 'not_found', 'bucket_missing'],
    [404, 'NoSuchUpload', 'not_found', 'upload_missing'],
    [412, 'PreconditionFailed', 'precondition_failed', 'etag_mismatch'],
    [409, 'ConditionalRequestConflict', 'conflict', 'concurrent_write'],
    [403, 'AccessDenied', 'provider_permission_denied', undefined],
    [403, 'SignatureDoesNotMatch', 'provider_auth_failed', undefined],
    [400, 'ExpiredToken', 'provider_auth_failed', undefined],
    [403, 'InvalidObjectState', 'precondition_failed', 'archived'],
    [503, 'SlowDown', 'rate_limited', undefined],
    [400, 'RequestTimeout', 'provider_unavailable', undefined],
    [400, 'BadDigest', 'invalid_request', 'checksum_mismatch'],
    [416, 'InvalidRange', 'invalid_request', 'range_invalid'],
    [301, 'PermanentRedirect', 'config_invalid', undefined],
    [400, 'BrandNew', 'invalid_request', 'parameter_invalid'],
    [418, 'BrandNew', 'unknown', undefined],
    [599, 'BrandNew', 'provider_unavailable', undefined],
  ] as const)('%d %s is %s, %s', (status, code, expected, reason) => {
    const failure = toFailure(thrown(status, code));
    expect([failure?.code, failure?.reason]).toEqual([expected, reason]);
    expect(failure?.vendor).toEqual({ status, code, message: 'No.' });
  });

  it('in other words than S3’s is left to its status', () => {
    expect(toFailure(thrown(503))).toBeUndefined();
    expect(toFailure(new Error('aborted'))).toBeUndefined();
    expect(toFailure(undefined)).toBeUndefined();
  });

  it('has a code and a reason of the closed lists', () => {
    const meanings = [...Object.values(meaningByCode), ...Object.values(meaningByStatus)];
    const reasonsOf = (code: string): readonly unknown[] => Object(storageReasons)[code] ?? [];
    const foreign = meanings.filter(
      ({ code, reason }) => !isErrorCode(code) || (reason !== undefined && !reasonsOf(code).includes(reason)),
    );
    expect(foreign).toEqual([]);
  });
});

describe('an error within an answer of success', () => {
  const inside: S3FakeFault = { kind: 'errorIn200', operation: 'CopyObject', times: 9 };

  it('is an error: the copy may have happened, and is made again', async () => {
    await using store = await made();
    await store.storage.put('a', 'text');
    store.fake.fault(inside);
    const copy = store.storage.copy({ from: 'a', to: 'b' });
    await expect(copy).rejects.toMatchObject({ code: 'provider_error', outcome: 'unknown' });
    expect(store.requests().filter((request) => request === 'PUT /bucket/b')).toHaveLength(3);
  });

  it('is told by its code', async () => {
    await using store = await made();
    const session = await store.storage.uploads.create({ key: 'a' });
    const part = await store.storage.uploads.put({ session, number: 1, body: new Uint8Array(3) });
    store.fake.fault({ ...inside, operation: 'CompleteMultipartUpload', code: 'AccessDenied' });
    const complete = store.storage.uploads.complete({ session, parts: [part] });
    await expect(complete).rejects.toMatchObject({ code: 'provider_permission_denied' });
  });
});

describe('SlowDown', () => {
  it('leaves no doubt behind: what stands in the way afterwards is not ours', async () => {
    await using store = await made();
    await store.storage.put('a', 'theirs');
    store.fake.fault({ kind: 'error', code: 'SlowDown', operation: 'PutObject' });
    const put = store.storage.put('a', 'mine', { ifAbsent: true });
    await expect(put).rejects.toMatchObject({ code: 'already_exists', outcome: 'not_applied' });
  });

  it('that does not end says that nothing was written', async () => {
    await using store = await made({}, {}, { policy: { retry: false } });
    store.fake.fault({ kind: 'error', code: 'SlowDown', operation: 'PutObject' });
    const put = store.storage.put('a', 'text');
    await expect(put).rejects.toMatchObject({
      code: 'rate_limited',
      outcome: 'not_applied',
      vendor: { status: 503 },
    });
  });
});

describe('an answer to HEAD', () => {
  it('tells by its status alone', async () => {
    await using store = await made();
    await expect(store.storage.head('a')).rejects.toMatchObject({
      code: 'not_found',
      reason: 'object_missing',
      vendor: { status: 404 },
    });
  });
});
