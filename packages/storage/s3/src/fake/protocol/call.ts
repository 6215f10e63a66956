import type { Account, Bucket } from '../account.ts';
import type { Identity } from './access.ts';
import type { Address } from './address.ts';
import { rejection } from './errors.ts';

/** One request on its way to an answer: addressed and authenticated, its body not yet read. */
export interface Call extends FieldSource {
  readonly account: Account;
  readonly method: string;
  readonly address: Address;
  readonly query: ReadonlyMap<string, string>;
  readonly body: ReadableStream<Uint8Array> | null;
  readonly request: Request;
  readonly identity: Identity;
  readonly requestId: string;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** Headers, or what stands for them: parameters of a presigned URL, fields of a form. */
export interface FieldSource {
  /** Names are in lower case. */
  header(name: string): string | undefined;
  headerNames(): readonly string[];
}

/** Headers; in a presigned URL, parameters that begin with `x-amz-` count as headers. */
export function headerSource(headers: Headers, address: Address, identity: Identity): FieldSource {
  const fields = new Map<string, string>();
  if (identity.kind === 'signed' && identity.by === 'query') {
    for (const [name, value] of address.query) {
      if (/^x-amz-/i.test(name)) fields.set(name.toLowerCase(), value);
    }
  }
  for (const [name, value] of headers) fields.set(name, value);
  return { header: (name) => fields.get(name), headerNames: () => [...fields.keys()] };
}

/** The bucket that a call names. */
export function bucketOf({ account, address }: Call): Bucket {
  const bucket = account.buckets.get(address.bucket);
  if (bucket === undefined) throw rejection('NoSuchBucket', undefined, { BucketName: address.bucket });
  if (bucket.region !== account.region) {
    throw rejection(
      'PermanentRedirect',
      undefined,
      { Endpoint: `${bucket.name}.s3.${bucket.region}.amazonaws.com`, Bucket: bucket.name },
      { 'x-amz-bucket-region': bucket.region },
    );
  }
  return bucket;
}

/** A whole number from the query, within bounds. */
export function numberFrom(
  { query }: Pick<Call, 'query'>,
  name: string,
  [minimum, maximum]: readonly [number, number],
): number | undefined {
  const text = query.get(name);
  if (text === undefined) return undefined;
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(value) || value < minimum || value > 2_147_483_647) {
    throw rejection('InvalidArgument', `Provided ${name} not an integer or within integer range`, {
      ArgumentName: name,
      ArgumentValue: text,
    });
  }
  return Math.min(value, maximum);
}

export function xmlAnswer(body: string, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(body, { headers: { 'content-type': 'application/xml', ...headers } });
}

export function emptyAnswer(status: number, headers: Readonly<Record<string, string>> = {}): Response {
  return new Response(null, { status, headers });
}
