import { DriverFailure, type ErrorCode, type Failure, isDriverFailure } from '@patchbay/core';
import type { JobsReason } from '@patchbay/jobs';

interface Meaning {
  readonly code: ErrorCode;
  readonly reason?: JobsReason;
  /** The server's own words where this is absent. */
  readonly message?: string;
}

const unavailable: Meaning = { code: 'provider_unavailable' };
const busy: Meaning = { code: 'conflict', reason: 'store_busy' };
const misconfigured: Meaning = { code: 'config_invalid' };

/** SQLSTATE, then its class: https://www.postgresql.org/docs/current/errcodes-appendix.html (2026-11-22). */
export const meanings: Readonly<Record<string, Meaning>> = {
  '08': { code: 'network' },
  '08P01': { code: 'provider_error' },
  '22P05': { code: 'invalid_request', message: 'The database cannot keep this text in its encoding.' },
  '25006': { ...unavailable, message: 'The server only reads: it is a standby, or about to be replaced.' },
  '25P02': {
    code: 'invalid_request',
    message: 'The transaction has failed before: it can only be rolled back.',
  },
  '28': { code: 'provider_auth_failed' },
  '3D000': misconfigured,
  '3F000': misconfigured,
  '40': busy,
  '40003': { code: 'provider_error' },
  '42501': { code: 'provider_permission_denied' },
  '42703': misconfigured,
  '42P01': misconfigured,
  '53': unavailable,
  '53100': { code: 'quota_exceeded', reason: 'disk_full' },
  '55P03': busy,
  '57014': { code: 'timeout', message: 'The server gave up the statement: it took too long.' },
  '57': unavailable,
  '58': unavailable,
};

/**
 * Not proof that nothing was changed: the connection or the server failed, and a commit may have come before. A server
 * that is shut down while a commit waits for its standbys says so after it has committed.
 */
const undecided: ReadonlySet<string> = new Set([
  '08',
  '58',
  'XX',
  '40003',
  '57P01',
  '57P02',
  '57P03',
  '57P04',
]);

/** What an error of the server is in the contract's words; `undefined` for any other. */
export function toFailure(thrown: unknown): Failure | undefined {
  if (!isFromServer(thrown)) return undefined;
  const { code, message } = thrown;
  const meaning = lookUp(meanings, code) ?? lookUp(meanings, code.slice(0, 2));
  return { ...(meaning ?? { code: 'provider_error' }), vendor: { code, message } };
}

/** True for an error that the server reported: it has a severity and an SQLSTATE. */
export function isFromServer(thrown: unknown): thrown is Error & { readonly code: string } {
  if (!(thrown instanceof Error) || !('severity' in thrown) || !('code' in thrown)) return false;
  return typeof thrown.code === 'string';
}

/** True for the engine’s own error that it has no such queue. */
export function isMissingQueue(thrown: unknown): boolean {
  return thrown instanceof Error && 'code' in thrown && thrown.code === 'PGBOSS_QUEUE_NOT_FOUND';
}

/** True where the server, or this package before it asked, refused: nothing was changed. */
export function isRefusal(thrown: unknown): boolean {
  if (isDriverFailure(thrown)) return thrown.failure.code === 'conflict';
  return isFromServer(thrown) && !undecided.has(thrown.code) && !undecided.has(thrown.code.slice(0, 2));
}

/** Names what neither the server nor this package threw: a connection that was not made, or broke. */
export function unreached(thrown: unknown): unknown {
  if (isFromServer(thrown) || isDriverFailure(thrown)) return thrown;
  const { code, message } = Object(thrown) as { readonly code?: unknown; readonly message?: unknown };
  return new DriverFailure({
    code: 'network',
    message: 'The database could not be reached, or the connection broke.',
    vendor: {
      ...(typeof code === 'string' && { code }),
      ...(typeof message === 'string' && { message }),
    },
  });
}

function lookUp(table: Readonly<Record<string, Meaning>>, code: string): Meaning | undefined {
  return Object.hasOwn(table, code) ? table[code] : undefined;
}
