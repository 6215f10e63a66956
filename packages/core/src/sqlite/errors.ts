import type { ErrorCode } from '../codes.ts';
import type { Failure } from '../failure.ts';

interface Row {
  readonly code: ErrorCode;
  readonly reason?: 'disk_full' | 'store_busy';
  readonly message: string;
}

const full = { code: 'quota_exceeded', reason: 'disk_full', message: 'The disk is full.' } as const;
const denied = {
  code: 'provider_permission_denied',
  message:
    'The process may not read or write there; check the owner and the mode of the file and its folder.',
} as const;
const busy = {
  code: 'conflict',
  reason: 'store_busy',
  message: 'Somebody else wrote for longer than `busyTimeoutMs`.',
} as const;
const damaged = {
  code: 'config_invalid',
  message: 'The file is no SQLite database, or it is damaged.',
} as const;

/** Primary result codes of SQLite. https://www.sqlite.org/rescode.html */
export const sqliteTable: Readonly<Record<number, Row>> = {
  3: denied,
  5: busy,
  6: busy,
  8: denied,
  10: { code: 'provider_unavailable', message: 'The disk failed.' },
  11: damaged,
  13: full,
  14: denied,
  26: damaged,
};

/** Error numbers of the system. https://man7.org/linux/man-pages/man3/errno.3.html */
export const systemTable: Readonly<Record<string, Row>> = {
  EACCES: denied,
  EDQUOT: full,
  EEXIST: { code: 'config_invalid', message: 'The file is a folder, or its folder is a file.' },
  EISDIR: { code: 'config_invalid', message: 'The file is a folder.' },
  ENOSPC: full,
  ENOTDIR: { code: 'config_invalid', message: 'A part of the path is no folder.' },
  EPERM: denied,
  EROFS: { code: 'provider_permission_denied', message: 'The file system is read-only.' },
};

const otherFailure: Row = { code: 'provider_error', message: 'SQLite failed.' };

/**
 * What an error of SQLite or of the system is in our words; `undefined` for any other. Its reasons, `disk_full` of
 * `quota_exceeded` and `store_busy` of `conflict`, are those of every category that keeps something.
 */
export function toSqliteFailure(thrown: unknown): Failure | undefined {
  if (!(thrown instanceof Error)) return undefined;
  const number = primaryCode(thrown);
  if (number !== undefined)
    return { ...(sqliteTable[number] ?? otherFailure), vendor: { code: `SQLITE_${number}` } };
  if (!('syscall' in thrown) || !('code' in thrown)) return undefined;
  const code = String(thrown.code);
  const row = Object.hasOwn(systemTable, code) ? systemTable[code] : undefined;
  return { ...(row ?? { code: 'provider_error', message: 'The file system failed.' }), vendor: { code } };
}

/** True where somebody else has the lock. */
export function isBusy(thrown: unknown): boolean {
  const code = primaryCode(thrown);
  return code === 5 || code === 6;
}

/** Without the extended part: the lowest eight bits. */
function primaryCode(thrown: unknown): number | undefined {
  const number: unknown = Reflect.get(Object(thrown), 'errcode');
  return typeof number === 'number' ? number & 0xff : undefined;
}
