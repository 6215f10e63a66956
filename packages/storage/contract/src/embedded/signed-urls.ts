import { type Clock, DriverFailure } from '@patchbay/core';
import type { StorageParts } from '../contract.ts';
import { isKey } from '../keys.ts';
import type { PresignedPost, PresignedRequest, PresignPostRequest, PresignRequest } from '../presign.ts';
import type { SigningKeys } from './signing.ts';

/** What signed URLs are made of. */
export interface SignedUrlSettings {
  /** Where the application mounts the pages. */
  readonly publicUrl: string;
  readonly keys: SigningKeys;
  readonly clock: Clock;
}

/** What a signature grants, as it stands in the URL or in the form. */
export type Grant = Readonly<Record<string, string>>;

/** The names in a URL's query and in a form: any other one, and any twice, is refused. */
const grantNames = {
  url: ['method', 'expires', 'key-id', 'type', 'size', 'disposition', 'absent'],
  form: ['key', 'method', 'expires', 'key-id', 'type', 'min', 'max', 'success'],
} as const;

/** Presigns for a provider that is served from within the application. */
export function signedUrls(settings: SignedUrlSettings): StorageParts['url'] {
  return {
    presign: (request) => presign(settings, request),
    presignPost: (request) => presignPost(settings, request),
  };
}

async function presign(settings: SignedUrlSettings, request: PresignRequest): Promise<PresignedRequest> {
  const { method, key, expiresInSeconds } = request;
  const put = request.method === 'PUT' ? request : undefined;
  const type = request.method === 'GET' || request.method === 'PUT' ? request.contentType : undefined;
  const disposition = request.method === 'GET' ? request.contentDisposition : undefined;
  const { grant, expiresAt } = await toGrant(settings, expiresInSeconds, {
    method,
    type,
    disposition,
    size: put?.sizeBytes,
    absent: put?.ifAbsent,
  });
  const url = urlOf(settings.publicUrl, key);
  const signature = await sign(settings.keys, key, grant);
  url.search = new URLSearchParams({ ...grant, signature }).toString();
  const enforces: PresignedRequest['enforces'][number][] = ['method', 'key', 'expiry'];
  if (put?.contentType !== undefined) enforces.push('contentType');
  if (put?.sizeBytes !== undefined) enforces.push('size');
  if (put?.ifAbsent === true) enforces.push('absence');
  const headers: Record<string, string> =
    put?.contentType === undefined ? {} : { 'content-type': put.contentType };
  return { method, url: url.href, headers, expiresAt, enforces };
}

async function presignPost(settings: SignedUrlSettings, request: PresignPostRequest): Promise<PresignedPost> {
  const { key, expiresInSeconds, contentType, minBytes, maxBytes, successUrl } = request;
  const { grant, expiresAt } = await toGrant(settings, expiresInSeconds, {
    method: 'POST',
    type: contentType,
    min: minBytes,
    max: maxBytes,
    success: successUrl,
  });
  const signature = await sign(settings.keys, key, grant);
  const isExact = contentType !== undefined && !contentType.endsWith('/*');
  return {
    url: baseOf(settings.publicUrl).href,
    fields: { key, ...grant, ...(isExact && { 'Content-Type': contentType }), signature },
    expiresAt,
    enforces: ['key', 'expiry', ...(contentType === undefined ? [] : ['contentType' as const]), 'size'],
  };
}

async function toGrant(
  { keys, clock }: SignedUrlSettings,
  expiresInSeconds: number,
  terms: Readonly<Record<string, string | number | boolean | undefined>>,
): Promise<{ readonly grant: Grant; readonly expiresAt: Date }> {
  const expires = clock.now() + expiresInSeconds * 1000;
  const given = { ...terms, expires, 'key-id': await keys.currentId() };
  const kept = Object.entries(given).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
  return { grant: Object.fromEntries(kept), expiresAt: new Date(expires) };
}

function sign(keys: SigningKeys, key: string, grant: Grant): Promise<string> {
  return keys.sign(grant['key-id'] ?? '', textOf(key, grant));
}

/** What is signed: every name and value, in an order of its own, quoted so that none can pass for another. */
function textOf(key: string, grant: Grant): string {
  const terms = Object.entries(grant).sort(([left], [right]) => (left < right ? -1 : 1));
  return JSON.stringify(['patchbay-signed-url-1', key, terms]);
}

/** What a request claims: a key, what was granted, and the proof of it. */
export interface Claim {
  readonly kind: keyof typeof grantNames;
  readonly key: string;
  readonly fields: Iterable<readonly [string, string]>;
}

/** The grant of a claim whose signature holds and is not too old; otherwise why not. */
export async function verifyClaim(
  { keys, clock }: SignedUrlSettings,
  { kind, key, fields }: Claim,
): Promise<{ readonly grant: Grant } | { readonly refused: string }> {
  const grant: Record<string, string> = {};
  let signature = '';
  for (const [name, value] of fields) {
    if (name === 'signature' && signature === '') signature = value;
    else if (Object.hasOwn(grant, name) || !isGrantName(kind, name))
      return { refused: 'The address has a parameter that was not signed.' };
    else if (name !== 'key') grant[name] = value;
  }
  if (signature === '') return { refused: 'The address is not signed.' };
  if (!isKey(key) || !(await keys.verify(grant['key-id'] ?? '', textOf(key, grant), signature)))
    return { refused: 'The signature does not match.' };
  return clock.now() < Number(grant['expires']) ? { grant } : { refused: 'The address has expired.' };
}

function isGrantName(kind: Claim['kind'], name: string): boolean {
  return grantNames[kind].some((known) => known === name);
}

function baseOf(publicUrl: string): URL {
  if (publicUrl !== '') return new URL(publicUrl.replace(/\/+$/, ''));
  throw new DriverFailure({
    code: 'config_invalid',
    message: 'publicUrl is not set: signed URLs begin with it.',
  });
}

function urlOf(publicUrl: string, key: string): URL {
  const path = key.split('/').map(encodeURIComponent).join('/');
  return new URL(`${baseOf(publicUrl).href.replace(/\/+$/, '')}/${path}`);
}

/** What an address names. */
type Place =
  | { readonly kind: 'key'; readonly key: string }
  | { readonly kind: 'base' }
  | { readonly kind: 'elsewhere' };

/** Where a request goes: to a key below `publicUrl`, to `publicUrl` itself, or elsewhere. The host is not looked at. */
export function placeOf(publicUrl: string, request: Request): Place {
  const base = baseOf(publicUrl).pathname.replace(/\/+$/, '');
  const { pathname } = new URL(request.url);
  if (pathname === base || pathname === `${base}/`) return { kind: 'base' };
  if (!pathname.startsWith(`${base}/`)) return { kind: 'elsewhere' };
  try {
    const segments = pathname
      .slice(base.length + 1)
      .split('/')
      .map(decodeURIComponent);
    // A slash that was escaped is part of no key: each key has one address.
    return segments.some((segment) => segment.includes('/'))
      ? { kind: 'elsewhere' }
      : { kind: 'key', key: segments.join('/') };
  } catch {
    return { kind: 'elsewhere' }; // escaped bytes that are no text
  }
}
