import type { Failure } from '@patchbay/core';
import type { StorageReason } from '@patchbay/storage';

/** What a refusal means in the contract's words. */
export type Meaning = Pick<Failure, 'code'> & { readonly reason?: StorageReason };

const invalid = (reason: StorageReason): Meaning => ({ code: 'invalid_request', reason });
const missing = (reason: StorageReason): Meaning => ({ code: 'not_found', reason });
const unauthenticated: Meaning = { code: 'provider_auth_failed' };
const limited: Meaning = { code: 'rate_limited' };
const busy: Meaning = { code: 'provider_unavailable' };
const race: Meaning = { code: 'conflict', reason: 'concurrent_write' };

/** S3's codes: https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html (2026-11-22). */
export const meaningByCode: Readonly<Record<string, Meaning>> = {
  AccessDenied: { code: 'provider_permission_denied' },
  AccountProblem: { code: 'provider_permission_denied' },
  AllAccessDisabled: { code: 'provider_permission_denied' },
  AuthorizationHeaderMalformed: { code: 'config_invalid' },
  BadDigest: invalid('checksum_mismatch'),
  ConditionalRequestConflict: race,
  EntityTooLarge: { code: 'payload_too_large', reason: 'object_too_large' },
  EntityTooSmall: invalid('part_invalid'),
  ExpiredToken: unauthenticated,
  IncompleteBody: { code: 'network' },
  InternalError: { code: 'provider_error' },
  InvalidAccessKeyId: unauthenticated,
  InvalidDigest: invalid('checksum_invalid'),
  InvalidObjectState: { code: 'precondition_failed', reason: 'archived' },
  InvalidPart: invalid('part_invalid'),
  InvalidPartOrder: invalid('part_invalid'),
  InvalidRange: invalid('range_invalid'),
  InvalidToken: unauthenticated,
  InvalidURI: invalid('key_invalid'),
  KeyTooLongError: invalid('key_invalid'),
  MethodNotAllowed: { code: 'unsupported' },
  NoSuchBucket: missing('bucket_missing'),
  NoSuchKey: missing('object_missing'),
  NoSuchUpload: missing('upload_missing'),
  NoSuchVersion: missing('version_missing'),
  NotImplemented: { code: 'unsupported' },
  OperationAborted: race,
  PermanentRedirect: { code: 'config_invalid' },
  PreconditionFailed: { code: 'precondition_failed', reason: 'etag_mismatch' },
  QuotaExceeded: { code: 'quota_exceeded' },
  RequestTimeTooSkewed: unauthenticated,
  RequestTimeout: busy, // the body did not come in time: nothing was written
  ServiceUnavailable: busy,
  SignatureDoesNotMatch: unauthenticated,
  SlowDown: limited,
  TemporaryRedirect: { code: 'config_invalid' },
  Throttling: limited,
  TooManyRequests: limited,
  XAmzContentSHA256Mismatch: invalid('checksum_mismatch'),
};

/** For other codes, and for answers to HEAD, which have no body to hold one. */
export const meaningByStatus: Readonly<Record<number, Meaning>> = {
  301: { code: 'config_invalid' },
  307: { code: 'config_invalid' },
  400: invalid('parameter_invalid'),
  401: unauthenticated,
  403: { code: 'provider_permission_denied' },
  404: missing('object_missing'),
  405: { code: 'unsupported' },
  409: race,
  411: invalid('parameter_invalid'),
  412: { code: 'precondition_failed', reason: 'etag_mismatch' },
  413: { code: 'payload_too_large', reason: 'object_too_large' },
  416: invalid('range_invalid'),
  429: limited,
  500: { code: 'provider_error' },
  501: { code: 'unsupported' },
  502: busy,
  503: busy,
  504: busy,
};
