import { createHash } from 'node:crypto';
import type { S3 } from '@aws-sdk/client-s3';
import type { Call } from '@patchbay/core';
import type { CompleteUpload, PartInfo, PutResult, UploadSession } from '@patchbay/storage';
import { bound } from '../client/attempts.ts';
import { toRefusal } from '../errors/failure.ts';
import type { Place } from '../request/object.ts';
import { toComplete, toSession } from '../request/upload.ts';
import { fromWritten } from '../response/object.ts';
import { lookAgain, unmet } from './refusals.ts';

/** Makes an object out of its parts. */
export async function completeUpload(
  client: S3,
  place: Place,
  input: CompleteUpload,
  call: Call,
): Promise<PutResult> {
  const { session, parts } = input;
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  try {
    const answer = await client.completeMultipartUpload(bound(toComplete(place, input), call));
    return fromWritten(session.key, sizeBytes, answer);
  } catch (thrown) {
    if (!isGone(thrown) || call.number === 1) throw unmet(thrown, input);
    // The answer to an earlier attempt was lost: the upload may be gone because it is an object now.
    const found = await lookAgain(client, place, session.key, call);
    if (found?.ContentLength !== sizeBytes || found.ETag !== etagOf(parts)) throw thrown;
    call.acceptRefusal();
    return fromWritten(session.key, sizeBytes, found);
  }
}

/** Drops an upload; one that is gone is fine. */
export async function abortUpload(
  client: S3,
  place: Place,
  session: UploadSession,
  call: Call,
): Promise<void> {
  try {
    await client.abortMultipartUpload(bound(toSession(place, session), call));
  } catch (thrown) {
    if (!isGone(thrown)) throw thrown;
    call.acceptRefusal();
  }
}

function isGone(thrown: unknown): boolean {
  return toRefusal(thrown)?.code === 'NoSuchUpload';
}

/**
 * The ETag of an object in parts: MD5 of the parts' MD5s, with their number. With keys of KMS it is another one; then
 * nothing is recognised, and the call says `unknown`.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity.html (2026-11-22)
 */
function etagOf(parts: readonly PartInfo[]): string {
  const digest = createHash('md5');
  for (const { etag } of parts) digest.update(Buffer.from(etag.replaceAll('"', ''), 'hex'));
  return `"${digest.digest('hex')}-${parts.length}"`;
}
