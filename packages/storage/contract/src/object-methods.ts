import { type CallOptions, DriverFailure, IntegrationError, underOperation } from '@patchbay/core';
import type { BodyInput } from './body.ts';
import type { StorageCapabilities } from './capabilities.ts';
import type { DeleteObjects, DeleteResult, ObjectInfo, PutResult } from './object.ts';
import { put } from './put.ts';
import { get } from './stored-object.ts';
import { asErrorOf, type PutOptions, type StorageBase } from './upload.ts';

/** Deletes any number of objects, as many at a time as the provider takes. */
export async function deleteMany(
  base: StorageBase,
  input: DeleteObjects,
  options?: CallOptions,
): Promise<DeleteResult> {
  const { limits } = base.integration.capabilities as StorageCapabilities; // of this category's adapters
  const keys: unknown = input?.keys;
  if (!Array.isArray(keys) || keys.length <= limits.deleteKeys)
    return base.operations.deleteMany(input, options);
  let deleted = 0;
  const failed: DeleteResult['failed'][number][] = [];
  for (let start = 0; start < input.keys.length; start += limits.deleteKeys) {
    const some = input.keys.slice(start, start + limits.deleteKeys);
    try {
      const result = await base.operations.deleteMany({ ...input, keys: some }, options);
      deleted += result.deleted;
      failed.push(...result.failed);
    } catch (error) {
      if (start === 0 || !IntegrationError.is(error)) throw error;
      // Earlier ones are gone: what became of each key has to be told.
      const { code, message } = error;
      const rest = input.keys.slice(start);
      return { deleted, failed: [...failed, ...rest.map((key) => ({ key, code, message }))] };
    }
  }
  return { deleted, failed };
}

/** True where there is an object. */
export async function exists(base: StorageBase, key: string, options?: CallOptions): Promise<boolean> {
  try {
    await base.operations.head(key, options);
    return true;
  } catch (error) {
    if (IntegrationError.is(error, 'not_found', 'object_missing')) return false;
    throw error;
  }
}

/** Copies, then deletes: what fails in between leaves both, never none. */
export async function move(
  base: StorageBase,
  input: { readonly from: string; readonly to: string },
  options?: CallOptions,
): Promise<PutResult> {
  const copied = await base.operations.copy(input, options);
  try {
    await base.operations.delete(input.from, options);
  } catch (error) {
    throw asErrorOf('storage.move', error, { outcome: 'unknown' }); // the copy is there
  }
  return copied;
}

const mostTries = 20;
const longestPauseMs = 500;

/**
 * Reads, changes and writes under the condition that nobody else wrote in between; else begins again. What is kept
 * beside the bytes stays, unless the options say otherwise.
 */
export async function update(
  base: StorageBase,
  key: string,
  change: (current: Uint8Array | undefined) => BodyInput | Promise<BodyInput>,
  { ifAbsent: _absent, ifMatch: _match, ...options }: PutOptions = {},
): Promise<PutResult> {
  for (let attempt = 1; ; attempt += 1) {
    const current = await read(base, key, options);
    const condition =
      current === undefined ? { ifAbsent: true as const } : { ...current.kept, ifMatch: current.etag };
    const body = await change(current?.bytes);
    try {
      return await put(base, key, body, { ...condition, ...options });
    } catch (error) {
      if (!isLostRace(error)) throw error;
      if (attempt === mostTries) throw outrun();
      await pause(base, attempt);
    }
  }
}

async function read(base: StorageBase, key: string, { signal }: CallOptions) {
  try {
    const object = await get(base, key, signal === undefined ? {} : { signal });
    if (object.status !== 'ok') return undefined;
    return { bytes: await object.bytes(), etag: object.info.etag, kept: keptOf(object.info) };
  } catch (error) {
    if (IntegrationError.is(error, 'not_found', 'object_missing')) return undefined;
    throw error;
  }
}

function keptOf(info: ObjectInfo): PutOptions {
  const { contentType, contentEncoding, contentDisposition, contentLanguage, cacheControl, metadata } = info;
  return {
    contentType,
    ...(contentEncoding !== undefined && { contentEncoding }),
    ...(contentDisposition !== undefined && { contentDisposition }),
    ...(contentLanguage !== undefined && { contentLanguage }),
    ...(cacheControl !== undefined && { cacheControl }),
    ...(Object.keys(metadata).length > 0 && { metadata }),
  };
}

/** Whoever lost waits a little, and not as long as the others. */
function pause({ kit }: StorageBase, attempt: number): Promise<void> {
  const mostMs = Math.min(longestPauseMs, 5 * 2 ** attempt);
  return new Promise((resolve) => kit.clock.after(kit.random() * mostMs, resolve));
}

/** Somebody else wrote first, and we certainly did not: else a change would be made twice. */
function isLostRace(error: unknown): boolean {
  const isRace =
    IntegrationError.is(error, 'already_exists') ||
    IntegrationError.is(error, 'precondition_failed', 'etag_mismatch') ||
    IntegrationError.is(error, 'conflict', 'concurrent_write');
  return isRace && error.outcome === 'not_applied';
}

function outrun(): DriverFailure {
  return new DriverFailure({
    code: 'conflict',
    reason: 'concurrent_write',
    message: `Somebody else wrote first, ${mostTries} times in a row.`,
  });
}

/** Runs a method under its name, so that what it throws is an `IntegrationError`. */
export function named<T>({ integration }: StorageBase, name: string, work: () => Promise<T>): Promise<T> {
  return underOperation(integration, name, work);
}
