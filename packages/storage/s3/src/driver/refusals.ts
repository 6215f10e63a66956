import type { HeadObjectCommandInput, HeadObjectCommandOutput, S3 } from '@aws-sdk/client-s3';
import { type Attempt, DriverFailure } from '@patchbay/core';
import type { WriteCondition } from '@patchbay/storage';
import { failureOf, toRefusal } from '../errors/failure.ts';
import { type Place, toHead } from '../request/object.ts';

/** Reads headers. An answer to HEAD has no body: its status alone names what is wrong. */
export async function headObject(
  client: S3,
  input: HeadObjectCommandInput,
  options?: { readonly abortSignal: AbortSignal },
): Promise<HeadObjectCommandOutput> {
  try {
    return await client.headObject(input, options);
  } catch (thrown) {
    const refusal = toRefusal(thrown);
    if (refusal === undefined) throw thrown;
    throw Object.assign(new DriverFailure(failureOf(refusal)), { cause: thrown });
  }
}

/** What S3 has under the key now; asked when an earlier attempt of ours may have written it. */
export async function lookAgain(
  client: S3,
  place: Place,
  key: string,
  attempt: Attempt,
): Promise<HeadObjectCommandOutput | undefined> {
  try {
    return await headObject(client, toHead(place, { key }), { abortSignal: attempt.signal });
  } catch {
    return undefined; // then it stays unknown
  }
}

/**
 * Says which condition did not hold. S3 answers alike to all of them, and 404 where there is nothing to match.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html (2026-11-22)
 */
export function unmet(thrown: unknown, { ifAbsent, ifMatch }: WriteCondition): unknown {
  const refusal = toRefusal(thrown);
  if (refusal === undefined) return thrown;
  const isUnmet = refusal.status === 412 || refusal.code === 'PreconditionFailed';
  if (ifAbsent === true && isUnmet) {
    const failure = { ...failureOf(refusal), code: 'already_exists', reason: 'object_exists' } as const;
    return Object.assign(new DriverFailure(failure), { cause: thrown });
  }
  if (ifMatch === undefined || (!isUnmet && refusal.code !== 'NoSuchKey')) return thrown;
  const failure = { ...failureOf(refusal), code: 'precondition_failed', reason: 'etag_mismatch' } as const;
  return Object.assign(new DriverFailure(failure), { cause: thrown });
}

/** True for an answer that a condition does not hold. */
export function isUnmet(thrown: unknown): boolean {
  return toRefusal(thrown)?.status === 412;
}
