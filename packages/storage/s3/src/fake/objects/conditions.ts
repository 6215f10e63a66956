import type { Bucket } from '../account.ts';
import type { StoredObject } from '../history.ts';
import type { FieldSource } from '../protocol/call.ts';
import { type Rejection, rejection } from '../protocol/errors.ts';

/** Checks the conditions of a GET or HEAD: https://docs.aws.amazon.com/AmazonS3/latest/API/API_GetObject.html */
export function checkRead(source: FieldSource, object: StoredObject): void {
  const verdict = judge((name) => source.header(name), object);
  if (verdict === 'unmet') throw unmet('If-Match');
  if (verdict === 'unchanged') throw rejection('NotModified', undefined, {}, validators(object));
}

/** Checks the conditions on the source of a copy: there is no 304 there. */
export function checkCopySource(source: FieldSource, object: StoredObject): void {
  const verdict = judge((name) => source.header(`x-amz-copy-source-${name}`), object);
  if (verdict !== 'met') throw unmet('x-amz-copy-source-If-Match');
}

/**
 * Checks `If-None-Match: *` and `If-Match: <etag>` of a write, at the moment of its commit. `since` is the bucket's
 * revision when the write began: a condition that holds again after somebody else's change is a conflict.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html
 */
export function checkWrite(source: FieldSource, bucket: Bucket, key: string, since: number): void {
  const condition = writeCondition(source);
  if (condition === undefined) return;
  const current = bucket.current(key);
  if (condition.name === 'If-None-Match') {
    if (current !== undefined) throw unmet(condition.name);
  } else {
    if (current === undefined) throw rejection('NoSuchKey', undefined, { Key: key });
    if (!matches(condition.etag, current)) throw unmet(condition.name);
  }
  if (bucket.changedAt(key) > since) {
    throw rejection('ConditionalRequestConflict', undefined, { Condition: condition.name, Key: key });
  }
}

/** S3 takes one of the two headers, `*` for the first and an ETag for the second. */
function writeCondition(source: FieldSource): { readonly name: string; readonly etag: string } | undefined {
  const [ifNoneMatch, ifMatch] = [source.header('if-none-match'), source.header('if-match')];
  if (ifNoneMatch !== undefined && (ifNoneMatch !== '*' || ifMatch !== undefined)) {
    throw rejection('NotImplemented', undefined, { Header: 'If-None-Match' });
  }
  if (ifMatch === '*') throw rejection('NotImplemented', undefined, { Header: 'If-Match' });
  if (ifNoneMatch !== undefined) return { name: 'If-None-Match', etag: ifNoneMatch };
  return ifMatch === undefined ? undefined : { name: 'If-Match', etag: ifMatch };
}

/** Checks `If-Match` of a deletion: an ETag, or `*` for any object. */
export function checkDelete(ifMatch: string | undefined, bucket: Bucket, key: string): void {
  if (ifMatch === undefined) return;
  const current = bucket.current(key);
  if (current === undefined && ifMatch !== '*') throw rejection('NoSuchKey', undefined, { Key: key });
  if (current === undefined || !matches(ifMatch, current)) throw unmet('If-Match');
}

/** What tells versions of an object apart. */
export function validators(object: StoredObject): Readonly<Record<string, string>> {
  return { etag: `"${object.etag}"`, 'last-modified': new Date(object.lastModified).toUTCString() };
}

/** A failing If-Match or If-Unmodified-Since is `unmet`; what the client has already is `unchanged`. */
function judge(
  header: (name: string) => string | undefined,
  object: StoredObject,
): 'met' | 'unmet' | 'unchanged' {
  const [ifMatch, ifNoneMatch] = [header('if-match'), header('if-none-match')];
  const unmodifiedSince = dateOf(header('if-unmodified-since'));
  const modifiedSince = dateOf(header('if-modified-since'));
  const modified = Math.floor(object.lastModified / 1000) * 1000;
  if (ifMatch === undefined ? modified > (unmodifiedSince ?? modified) : !matches(ifMatch, object)) {
    return 'unmet';
  }
  if (ifNoneMatch === undefined) return modified <= (modifiedSince ?? -1) ? 'unchanged' : 'met';
  return matches(ifNoneMatch, object) ? 'unchanged' : 'met';
}

function matches(etags: string, object: StoredObject): boolean {
  return etags
    .split(',')
    .map((etag) => etag.trim().replace(/^W\//, '').replaceAll('"', ''))
    .some((etag) => etag === '*' || etag === object.etag);
}

/** Dates that cannot be read are no conditions. */
function dateOf(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '');
  return Number.isNaN(time) ? undefined : time;
}

function unmet(condition: string): Rejection {
  return rejection('PreconditionFailed', undefined, { Condition: condition });
}
