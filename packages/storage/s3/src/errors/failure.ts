import type { Failure } from '@patchbay/core';
import { meaningByCode, meaningByStatus } from './meanings.ts';

/** An answer of S3 that is no success. */
export interface Refusal {
  readonly status: number;
  /** Absent where the answer had no body, or one that is not S3's. */
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly requestId: string | undefined;
}

/** Names a refusal of S3; `undefined` for what is not S3's own answer. */
export function toFailure(thrown: unknown): Failure | undefined {
  const refusal = toRefusal(thrown);
  return refusal?.code === undefined ? undefined : failureOf(refusal);
}

/** Names an answer to HEAD: it has a status and nothing else. */
export function failureOf({ status, code, message, requestId }: Refusal): Failure {
  const byCode = code !== undefined && Object.hasOwn(meaningByCode, code) ? meaningByCode[code] : undefined;
  const meaning = byCode ??
    meaningByStatus[status] ?? { code: status > 500 ? 'provider_unavailable' : 'unknown' };
  return {
    ...meaning,
    vendor: { status, ...(code !== undefined && { code }), ...(message !== undefined && { message }) },
    ...(requestId !== undefined && { requestId }),
  };
}

/** Reads what the SDK throws for an answer. Told by its fields: a class of another copy is another class. */
export function toRefusal(thrown: unknown): Refusal | undefined {
  const { $metadata, $fault, Code, message } = fieldsOf(thrown);
  const { httpStatusCode: status, requestId } = fieldsOf($metadata);
  if (typeof status !== 'number' || $fault === undefined) return undefined;
  const code = typeof Code === 'string' ? Code : undefined;
  return {
    status,
    code,
    message: code !== undefined && typeof message === 'string' ? message : undefined,
    requestId: typeof requestId === 'string' ? requestId : undefined,
  };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return {};
  // The message of an error is not enumerable.
  return {
    ...Object.fromEntries(Object.entries(value)),
    ...('message' in value && { message: value.message }),
  };
}
