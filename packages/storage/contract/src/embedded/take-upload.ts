import { DriverFailure } from '@patchbay/core';
import type { PutResult } from '../object.ts';
import type { Grant } from './signed-urls.ts';
import { type EmbeddedStore, unwatched, type Watch } from './store.ts';

/** An upload with PUT: exactly what was signed, and no more bytes than that. */
export async function takePut(
  store: EmbeddedStore,
  request: Request,
  key: string,
  grant: Grant,
): Promise<Response> {
  const type = request.headers.get('content-type') ?? '';
  if (grant['type'] !== undefined && type !== grant['type']) throw otherType(grant['type']);
  const coding = request.headers.get('content-encoding') ?? 'identity';
  if (coding !== 'identity') throw invalid('The body may not be encoded.');
  const size = grant['size'] === undefined ? undefined : Number(grant['size']);
  const length = request.headers.get('content-length');
  if (size !== undefined && length !== null && Number(length) !== size) throw otherSize(size);
  const limits = size === undefined ? {} : { min: size, max: size };
  const body = bounded(request.body ?? nothing(), limits);
  const input = {
    key,
    body,
    ...typeOf(type),
    ...(grant['absent'] === 'true' && { ifAbsent: true as const }),
  };
  return stored(await store.put(input, unwatched(request.signal)), 200);
}

/** An upload from a form. */
export async function takeForm(
  store: EmbeddedStore,
  key: string,
  grant: Grant,
  file: { readonly type: string; readonly chunks: AsyncIterable<Uint8Array> },
  watch: Watch,
): Promise<Response> {
  if (grant['type'] !== undefined && !isOfType(file.type, grant['type'])) throw otherType(grant['type']);
  const body = bounded(file.chunks, { min: Number(grant['min'] ?? 0), max: Number(grant['max']) });
  const result = await store.put({ key, body, ...typeOf(file.type) }, watch);
  const location = grant['success'];
  return location === undefined ? stored(result, 204) : stored(result, 303, { location });
}

function stored(
  { etag }: PutResult,
  status: number,
  headers: Readonly<Record<string, string>> = {},
): Response {
  return new Response(null, { status, headers: { etag: `"${etag}"`, ...headers } });
}

function isOfType(type: string, granted: string): boolean {
  return granted.endsWith('/*') ? type.startsWith(granted.slice(0, -1)) : type === granted;
}

/** What a stranger says the bytes are: kept where it has the form of a type. */
function typeOf(type: string): { readonly contentType?: string } {
  return /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(;[\x20-\x7E]*)?$/.test(type) && type.length <= 255
    ? { contentType: type }
    : {};
}

/** Stops as soon as too much has come, and does not end before enough has. */
async function* bounded(
  chunks: AsyncIterable<Uint8Array>,
  { min = 0, max = Number.POSITIVE_INFINITY }: { readonly min?: number; readonly max?: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  let read = 0;
  for await (const chunk of chunks) {
    read += chunk.byteLength;
    if (read > max) throw tooLarge(max);
    yield chunk;
  }
  if (read < min) throw invalid(`The body has ${read} bytes; at least ${min} are expected.`);
}

async function* nothing(): AsyncGenerator<Uint8Array, void, undefined> {
  // an empty body
}

function otherType(expected: string): DriverFailure {
  return invalid(`The body must be of the type ${expected}.`);
}

function otherSize(expected: number): DriverFailure {
  return invalid(`The body must have exactly ${expected} bytes.`);
}

function tooLarge(max: number): DriverFailure {
  const message = `The body has more than ${max} bytes.`;
  return new DriverFailure({ code: 'payload_too_large', reason: 'object_too_large', message });
}

function invalid(message: string): DriverFailure {
  return new DriverFailure({ code: 'invalid_request', reason: 'body_invalid', message });
}
