import type { HeadObjectCommandOutput, S3 } from '@aws-sdk/client-s3';
import type { Attempt, Call } from '@patchbay/core';
import type { CopyObject, PartInfo, PutResult, UploadSession } from '@patchbay/storage';
import { bound } from '../client/attempts.ts';
import { type Place, toCopy, toHead } from '../request/object.ts';
import { toComplete, toCopyPart, toCopyUpload, toSession } from '../request/upload.ts';
import { fromHead, fromWritten } from '../response/object.ts';
import { fromCreated, fromPart } from '../response/upload.ts';
import { headObject, isUnmet, lookAgain, unmet } from './refusals.ts';

/** The largest object that one request copies: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CopyObject.html */
const mostBytes = 5 * 1024 ** 3;
const mostParts = 10_000;
const leastPartBytes = 512 * 1024 ** 2;

/** Copies within the bucket, whatever the size. */
export async function copyObject(
  client: S3,
  place: Place,
  input: CopyObject,
  call: Call,
): Promise<PutResult> {
  const source = await call.step('head', 'safe', (attempt) =>
    headObject(client, bound(toHead(place, { key: input.from }), attempt)),
  );
  const { sizeBytes } = fromHead(input.from, source);
  if (sizeBytes > mostBytes) return copyInParts({ client, place, input, source, call });
  return call.step('copy', 'natural', (attempt) => copyAtOnce(client, place, input, source, attempt));
}

async function copyAtOnce(
  client: S3,
  place: Place,
  input: CopyObject,
  source: HeadObjectCommandOutput,
  attempt: Attempt,
): Promise<PutResult> {
  const sizeBytes = source.ContentLength ?? 0;
  try {
    const answer = await client.copyObject(bound(toCopy(place, input, source), attempt));
    const { CopyObjectResult: result = {}, VersionId } = answer;
    return fromWritten(input.to, sizeBytes, { ...result, VersionId }, answer);
  } catch (thrown) {
    if (!isUnmet(thrown) || attempt.number === 1) throw unmet(thrown, input);
    const found = await lookAgain(client, place, input.to, attempt);
    if (found === undefined || found.ContentLength !== sizeBytes || found.ETag !== source.ETag)
      throw unmet(thrown, input);
    attempt.acceptRefusal();
    return fromWritten(input.to, sizeBytes, found);
  }
}

/** What all requests of a copy in parts need. */
interface Copying {
  readonly client: S3;
  readonly place: Place;
  readonly input: CopyObject;
  readonly source: HeadObjectCommandOutput;
  readonly call: Call;
}

async function copyInParts(copying: Copying): Promise<PutResult> {
  const { client, place, input, source, call } = copying;
  const session = await call.step('create', 'natural', async (attempt) => {
    const request = toCopyUpload(place, input, source);
    return fromCreated(input.to, await client.createMultipartUpload(bound(request, attempt)));
  });
  try {
    return await complete(copying, session, await copyParts(copying, session));
  } catch (error) {
    const request = toSession(place, session);
    await call
      .step('abort', 'natural', (attempt) => client.abortMultipartUpload(bound(request, attempt)))
      .catch(() => undefined); // that it could not clean up is no second error
    throw error;
  }
}

async function copyParts(
  { client, place, input, source, call }: Copying,
  session: UploadSession,
): Promise<readonly PartInfo[]> {
  const { ContentLength: sizeBytes = 0, ETag: etag = '' } = source;
  const parts: PartInfo[] = [];
  const partBytes = Math.max(leastPartBytes, Math.ceil(sizeBytes / mostParts));
  for (let start = 0; start < sizeBytes; start += partBytes) {
    const number = parts.length + 1;
    const end = Math.min(start + partBytes, sizeBytes) - 1;
    const request = toCopyPart(place, session, number, { key: input.from, etag, start, end });
    const part = await call.step(`part ${number}`, 'natural', async (attempt) => {
      const { CopyPartResult: result, $metadata } = await client.uploadPartCopy(bound(request, attempt));
      return fromPart(number, end - start + 1, { ...result, $metadata });
    });
    parts.push(part);
  }
  return parts;
}

function complete(
  { client, place, input, call }: Copying,
  session: UploadSession,
  parts: readonly PartInfo[],
): Promise<PutResult> {
  const { to, ifAbsent, ifMatch } = input;
  const condition = { ...(ifAbsent && { ifAbsent }), ...(ifMatch !== undefined && { ifMatch }) };
  const request = toComplete(place, { session, parts, ...condition });
  const sizeBytes = parts.reduce((sum, part) => sum + part.sizeBytes, 0);
  return call.step('complete', 'natural', async (attempt) => {
    try {
      return fromWritten(to, sizeBytes, await client.completeMultipartUpload(bound(request, attempt)));
    } catch (thrown) {
      throw unmet(thrown, condition);
    }
  });
}
