import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { type Address, encode } from './address.ts';

export const algorithm = 'AWS4-HMAC-SHA256';
export const emptyHash = sha256('');

/** `20261122/us-east-1/s3/aws4_request`, taken apart. */
export interface Scope {
  readonly accessKeyId: string;
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly terminator: string;
}

export function scopeText({ date, region, service, terminator }: Scope): string {
  return [date, region, service, terminator].join('/');
}

/** The key that signs a day's requests: https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
export function signingKey(secretAccessKey: string, { date, region, service, terminator }: Scope): Buffer {
  return [date, region, service, terminator].reduce<Buffer>(
    (key, part) => hmac(key, part),
    Buffer.from(`AWS4${secretAccessKey}`),
  );
}

export interface CanonicalInput {
  readonly method: string;
  readonly address: Address;
  readonly headers: Headers;
  readonly signedHeaders: readonly string[];
  readonly payloadHash: string;
}

/** The request in the one form that both sides hash. The query parameter of the signature itself is left out. */
export function canonicalRequest({
  method,
  address,
  headers,
  signedHeaders,
  payloadHash,
}: CanonicalInput): string {
  const query = address.query
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .sort(([nameA, valueA], [nameB, valueB]) => compare(nameA, nameB) || compare(valueA, valueB))
    .map((pair) => pair.join('='));
  const headerLines = signedHeaders.map((name) => `${name}:${headerValue(name, headers, address.host)}\n`);
  return [
    method,
    canonicalPath(address.path),
    query.join('&'),
    headerLines.join(''),
    signedHeaders.join(';'),
    payloadHash,
  ].join('\n');
}

export function stringToSign(timestamp: string, scope: Scope, canonical: string): string {
  return [algorithm, timestamp, scopeText(scope), sha256(canonical)].join('\n');
}

export function signatureOf(key: Buffer, text: string): string {
  return hmac(key, text).toString('hex');
}

/** Compares two signatures without telling by time where they differ. */
export function sameSignature(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Header values are bytes, one a character. */
export function sha256(data: string | Uint8Array): string {
  return createHash('sha256')
    .update(typeof data === 'string' ? Buffer.from(data, 'latin1') : data)
    .digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

/** S3 encodes each segment once and, unlike other services, leaves `//` and dots as they are. */
function canonicalPath(path: string): string {
  return path
    .split('/')
    .map((segment) => encode(decodeURIComponent(segment)))
    .join('/');
}

function headerValue(name: string, headers: Headers, host: string): string {
  const value = name === 'host' ? host : (headers.get(name) ?? '');
  return value.trim().replaceAll(/ +/g, ' ');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
