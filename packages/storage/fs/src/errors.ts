import type { ErrorCode, Failure } from '@patchbay/core';
import type { StorageReason } from '@patchbay/storage';

interface Row {
  readonly code: ErrorCode;
  readonly reason?: StorageReason;
  readonly message: string;
}

const denied = 'The process may not read or write there; check the owner and the mode of the root.';
const full = { code: 'quota_exceeded', reason: 'disk_full', message: 'The disk is full.' } as const;
const descriptors = { code: 'rate_limited', message: 'The process has too many files open.' } as const;

/** Error numbers of the system. https://man7.org/linux/man-pages/man3/errno.3.html */
export const failureTable: Readonly<Record<string, Row>> = {
  EACCES: { code: 'provider_permission_denied', message: denied },
  EBUSY: { code: 'conflict', reason: 'concurrent_write', message: 'The file is in use.' },
  EDQUOT: full,
  EFBIG: {
    code: 'payload_too_large',
    reason: 'object_too_large',
    message: 'The file system takes no file so large.',
  },
  EIO: { code: 'provider_unavailable', message: 'The disk failed.' },
  ELOOP: {
    code: 'provider_permission_denied',
    message: 'A symbolic link stands in the way; it is not followed.',
  },
  EMFILE: descriptors,
  ENAMETOOLONG: {
    code: 'invalid_request',
    reason: 'key_invalid',
    message: 'The path of this key is too long here.',
  },
  ENFILE: descriptors,
  ENOENT: { code: 'not_found', reason: 'bucket_missing', message: 'The root of the store is gone.' },
  ENOSPC: full,
  EPERM: { code: 'provider_permission_denied', message: denied },
  EROFS: { code: 'provider_permission_denied', message: 'The file system is read-only.' },
  EXDEV: { code: 'config_invalid', message: 'The root spans several file systems.' },
};

const otherFailure: Row = { code: 'provider_error', message: 'The file system failed.' };

/** What an error of the file system is in the contract's words; `undefined` for any other. Paths stay out of it. */
export function toFailure(thrown: unknown): Failure | undefined {
  if (!(thrown instanceof Error) || !('syscall' in thrown) || !('code' in thrown)) return undefined;
  const code = String(thrown.code);
  const row = Object.hasOwn(failureTable, code) ? failureTable[code] : undefined;
  return { ...(row ?? otherFailure), vendor: { code } };
}
