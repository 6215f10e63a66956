import {
  type CallOptions,
  DriverFailure,
  type ErrorCode,
  IntegrationError,
  type MethodsBase,
  type Outcome,
  unwrap,
} from '@patchbay/core';
import type { StorageApi } from './api.ts';
import type { StorageParts } from './contract.ts';
import type { PutFields, PutResult } from './object.ts';

/** How far an upload is. */
export interface Progress {
  readonly sentBytes: number;
  /** Absent where the body does not tell its size. */
  readonly totalBytes?: number;
}

/** How a body goes up. */
export interface TransferOptions {
  /**
   * Size of the body where it cannot tell itself: larger parts for larger bodies. A body of another size is refused.
   */
  readonly sizeBytes?: number;
  /** More bytes are refused with `payload_too_large`, and nothing is written. */
  readonly maxBytes?: number;
  /** Bytes of one part, where the provider takes parts. Default: 8 MiB, more where there would be too many. */
  readonly partBytes?: number;
  /** Parts in flight at a time. Default: 4. Memory: `partBytes` × (`concurrency` + 1). */
  readonly concurrency?: number;
  /** Called as bytes are taken by the provider. What it throws does not fail the upload. */
  readonly onProgress?: (progress: Progress) => void;
}

/** The last argument of `put`: what is kept beside the bytes, and how they go up. */
export interface PutOptions extends PutFields, CallOptions, TransferOptions {}

/** What the category's methods are built on. */
export type StorageBase = MethodsBase<StorageApi, StorageParts>;

/** A body on its way, as all ways up need it. */
export interface Upload {
  readonly key: string;
  readonly fields: PutFields;
  readonly callOptions: CallOptions;
  readonly transfer: TransferOptions;
  readonly totalBytes: number | undefined;
  /** Tells the caller how many bytes were taken so far. */
  readonly report: (sentBytes: number) => void;
}

/** Takes the options of `put` apart. What belongs to none is left among the fields, where the schema refuses it. */
export function toUpload(key: string, options: PutOptions, known: number | undefined): Upload {
  const { signal, timeoutMs, deadlineMs, idempotencyKey, ...others } = options;
  const { sizeBytes, maxBytes, partBytes, concurrency, onProgress, ...fields } = others;
  const transfer = defined({ sizeBytes, maxBytes, partBytes, concurrency, onProgress });
  assertWhole('sizeBytes', sizeBytes, 0);
  assertWhole('maxBytes', maxBytes, 0);
  assertWhole('partBytes', partBytes, 1);
  assertWhole('concurrency', concurrency, 1);
  const totalBytes = known ?? sizeBytes;
  return {
    key,
    fields: defined(fields),
    callOptions: defined({ signal, timeoutMs, deadlineMs, idempotencyKey }),
    transfer,
    totalBytes,
    report(sentBytes) {
      try {
        onProgress?.({ sentBytes, ...(totalBytes !== undefined && { totalBytes }) });
      } catch {
        // The caller's mistake says nothing of the object: it may be written already.
      }
    },
  };
}

/** All bytes in one request. */
export async function putBytes(base: StorageBase, upload: Upload, bytes: Uint8Array): Promise<PutResult> {
  const { key, fields, callOptions, report } = upload;
  const result = await base.operations.put({ key, body: bytes, ...fields }, callOptions);
  report(bytes.byteLength);
  return result;
}

/** An error of one of the requests of a method, as the error of the whole. */
export function asErrorOf(
  operation: string,
  error: unknown,
  change: { readonly outcome?: Outcome; readonly code?: ErrorCode } = {},
): unknown {
  if (!IntegrationError.is(error)) return error;
  const { reason, ...details } = error.toJSON();
  const kept = change.code === undefined && reason !== undefined ? { reason } : {};
  return new IntegrationError({ ...details, ...kept, operation, ...change }, unwrap(error));
}

/** The members that are not undefined: `undefined` is no value of an exact optional property. */
function defined<T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const kept = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(kept) as { [K in keyof T]: Exclude<T[K], undefined> };
}

function assertWhole(name: string, value: number | undefined, least: number): void {
  if (value === undefined || (Number.isSafeInteger(value) && value >= least)) return;
  const message = `${name}: found ${String(value)}; expected a whole number of at least ${least}.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}
