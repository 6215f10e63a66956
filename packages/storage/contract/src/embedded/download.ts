import type { ByteRange, GetObject, ObjectInfo, StoredBody } from '../object.ts';
import { safeHeaders } from './safe-headers.ts';
import type { Grant } from './signed-urls.ts';
import type { EmbeddedStore } from './store.ts';

type Ok = Extract<StoredBody, { status: 'ok' }>;

/** Answers GET and HEAD: whole, a range of it, or that nothing has changed. */
export async function download(
  store: EmbeddedStore,
  request: Request,
  key: string,
  grant: Grant,
): Promise<Response> {
  const info = await store.head({ key });
  const { headers } = request;
  const verdict = judge(headers, info);
  if (verdict !== 'send') return new Response(null, { status: verdict, headers: validators(info) });
  if (request.method === 'HEAD') {
    return new Response(null, {
      headers: { ...describe(info, grant), 'content-length': String(info.sizeBytes) },
    });
  }
  return send(store, { key, ...rangeOf(headers, info) }, info.sizeBytes, grant);
}

async function send(
  store: EmbeddedStore,
  input: GetObject,
  sizeBytes: number,
  grant: Grant,
): Promise<Response> {
  if (input.range !== undefined && isBeyond(input.range, sizeBytes))
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${sizeBytes}` } });
  const found = await store.get(input);
  if (found.status === 'not_modified') return new Response(null, { status: 304 }); // never asked for
  return toResponse(found, grant);
}

function toResponse({ info, range, stream }: Ok, grant: Grant): Response {
  const { start, end } = range ?? { start: 0, end: info.sizeBytes - 1 };
  const headers = { ...describe(info, grant), 'content-length': String(end - start + 1) };
  if (range === undefined) return new Response(stream, { headers });
  const part = { 'content-range': `bytes ${start}-${end}/${info.sizeBytes}` };
  return new Response(stream, { status: 206, headers: { ...headers, ...part } });
}

/** https://www.rfc-editor.org/rfc/rfc9110#section-13.2.2 */
function judge(headers: Headers, info: ObjectInfo): 'send' | 304 | 412 {
  const modified = seconds(info.modifiedAt.getTime());
  const ifMatch = headers.get('if-match');
  const unmodifiedSince = Date.parse(headers.get('if-unmodified-since') ?? '');
  if (ifMatch === null ? modified > seconds(unmodifiedSince) : !isNamed(ifMatch, info)) return 412;
  const ifNoneMatch = headers.get('if-none-match');
  const modifiedSince = Date.parse(headers.get('if-modified-since') ?? '');
  const isKnown = ifNoneMatch === null ? modified <= seconds(modifiedSince) : isNamed(ifNoneMatch, info);
  return isKnown ? 304 : 'send';
}

/** HTTP dates have no milliseconds. A date that cannot be read compares as false. */
function seconds(ms: number): number {
  return Math.floor(ms / 1000);
}

function isNamed(etags: string, { etag }: ObjectInfo): boolean {
  return etags
    .split(',')
    .map((text) => text.trim().replace(/^W\//, ''))
    .some((text) => text === '*' || text === `"${etag}"`);
}

/** One range of bytes; several, or a range of another version, are answered with the whole. */
function rangeOf(headers: Headers, info: ObjectInfo): { readonly range?: ByteRange } {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(headers.get('range') ?? '') ?? [];
  const ifRange = headers.get('if-range');
  if (ifRange !== null && ifRange !== `"${info.etag}"`) return {};
  if (first === '') return last === '' ? {} : { range: { suffix: Number(last) } };
  const start = Number(first);
  if (last === '') return { range: { start } };
  return Number(last) < start ? {} : { range: { start, end: Number(last) } };
}

function isBeyond(range: ByteRange, sizeBytes: number): boolean {
  return 'suffix' in range ? range.suffix === 0 || sizeBytes === 0 : range.start >= sizeBytes;
}

function describe(info: ObjectInfo, grant: Grant): Readonly<Record<string, string>> {
  const { contentEncoding, contentLanguage } = info;
  return {
    ...validators(info),
    ...(contentEncoding !== undefined && { 'content-encoding': contentEncoding }),
    ...(contentLanguage !== undefined && { 'content-language': contentLanguage }),
    ...safeHeaders(grant['type'] ?? info.contentType, grant['disposition'] ?? info.contentDisposition),
    'accept-ranges': 'bytes',
  };
}

function validators({ etag, modifiedAt, cacheControl = 'private, no-cache' }: ObjectInfo) {
  return {
    etag: `"${etag}"`,
    'last-modified': modifiedAt.toUTCString(),
    'cache-control': cacheControl,
    'x-content-type-options': 'nosniff',
  };
}
