import type { HeadObjectCommandOutput, S3 } from '@aws-sdk/client-s3';
import { type Call, DriverFailure, invalidResponse } from '@patchbay/core';
import type {
  DeleteObject,
  DeleteResult,
  GetObject,
  PutObject,
  PutResult,
  StoredBody,
} from '@patchbay/storage';
import { bound } from '../client/attempts.ts';
import { toRefusal } from '../errors/failure.ts';
import { checksumOf } from '../request/checksum.ts';
import { type Place, toDelete, toDeleteMany, toGet, toPut } from '../request/object.ts';
import { fromChecksum, fromContentRange, fromDeleted, fromHead, fromWritten } from '../response/object.ts';
import { isNodeBody, verified } from '../response/verified.ts';
import { isUnmet, lookAgain, unmet } from './refusals.ts';

/** Writes all bytes in one request. */
export async function putObject(client: S3, place: Place, input: PutObject, call: Call): Promise<PutResult> {
  const { key, body, sizeBytes: _size, ...fields } = input;
  if (!(body instanceof Uint8Array))
    throw new DriverFailure({ code: 'internal', message: 'S3 takes bytes; a stream goes up in parts.' });
  try {
    const answer = await client.putObject(bound(toPut(place, key, body, fields), call));
    return fromWritten(key, body.byteLength, answer);
  } catch (thrown) {
    if (!isUnmet(thrown) || call.number === 1) throw unmet(thrown, fields);
    // The answer to an earlier attempt was lost: what stands in our way may be our own.
    const found = await lookAgain(client, place, key, call);
    if (found === undefined || !holds(found, body)) throw unmet(thrown, fields);
    call.acceptRefusal();
    return fromWritten(key, body.byteLength, found);
  }
}

/** True where an object has these bytes. */
function holds(found: HeadObjectCommandOutput, bytes: Uint8Array): boolean {
  if (found.ContentLength !== bytes.byteLength) return false;
  const checksum = fromChecksum(found);
  return checksum !== undefined && checksumOf(bytes, checksum.algorithm).value === checksum.value;
}

/** Reads an object; the call ends at its headers. */
export async function getObject(client: S3, place: Place, input: GetObject, call: Call): Promise<StoredBody> {
  try {
    const answer = await client.getObject(bound(toGet(place, input), call));
    const { Body: body } = answer;
    if (!isNodeBody(body)) throw invalidResponse('S3 answered without a body.');
    try {
      const range = fromContentRange(answer.ContentRange);
      if (input.range !== undefined && range === undefined)
        throw invalidResponse('S3 answered with all bytes where a range was asked for.');
      const info = fromHead(input.key, answer, range?.totalBytes);
      const { stream, end } = verified(body, range === undefined ? info.checksum : undefined);
      call.hold(end);
      return { status: 'ok', info, stream, ...(range && { range: { start: range.start, end: range.end } }) };
    } catch (error) {
      body.destroy();
      throw error;
    }
  } catch (thrown) {
    const { ifNoneMatch } = input;
    if (ifNoneMatch === undefined || toRefusal(thrown)?.status !== 304) throw thrown;
    call.acceptRefusal();
    return { status: 'not_modified', etag: ifNoneMatch };
  }
}

/** Deletes an object; one that is absent is fine. */
export async function deleteObject(client: S3, place: Place, input: DeleteObject, call: Call): Promise<void> {
  try {
    await client.deleteObject(bound(toDelete(place, input), call));
  } catch (thrown) {
    throw unmet(thrown, input);
  }
}

/** Deletes objects together. */
export async function deleteObjects(
  client: S3,
  place: Place,
  keys: readonly string[],
  call: Call,
): Promise<DeleteResult> {
  if (keys.length === 0) return { deleted: 0, failed: [] };
  return fromDeleted(keys, await client.deleteObjects(bound(toDeleteMany(place, keys), call)));
}
