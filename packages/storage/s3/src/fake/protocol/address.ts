import { rejection } from './errors.ts';

/** What a request's URL names. */
export interface Address {
  readonly kind: 'service' | 'bucket' | 'object';
  /** Empty for the service. */
  readonly bucket: string;
  /** Exact, decoded. Empty unless an object is named. */
  readonly key: string;
  readonly host: string;
  /** Path as sent. */
  readonly path: string;
  /** Names and values, decoded, in the order in which they came. */
  readonly query: readonly (readonly [name: string, value: string])[];
}

/** Reads path style and virtual-host style. `target` is path and query as sent, before any normalisation. */
export function addressOf(target: string, host: string, endpoints: readonly string[]): Address {
  const [path = '/', ...search] = target.split('?');
  const virtual = virtualBucket(host, endpoints);
  const [, first = '', ...rest] = path.split('/');
  const bucket = virtual ?? decodePath(first);
  const key = decodePath(virtual === undefined ? rest.join('/') : path.slice(1));
  const kind = bucket === '' ? 'service' : key === '' ? 'bucket' : 'object';
  return { kind, bucket, key, host, path, query: parseQuery(search.join('?')) };
}

/** `my-bucket.s3.us-east-1.amazonaws.com`: the bucket before one of the endpoints. */
function virtualBucket(host: string, endpoints: readonly string[]): string | undefined {
  const name = host.replace(/:\d+$/, '').toLowerCase();
  const endpoint = endpoints.find((candidate) => name.endsWith(`.${candidate}`));
  return endpoint === undefined ? undefined : name.slice(0, -endpoint.length - 1);
}

function parseQuery(search: string): Address['query'] {
  return search
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [decodePath(name), decodePath(value.join('='))] as const;
    });
}

/** A plus sign is a space in S3's paths and queries; a literal one is sent as `%2B`. */
function decodePath(text: string): string {
  return decode(text.replaceAll('+', ' '));
}

export function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw rejection('InvalidURI', undefined, { URI: text });
  }
}

/** Percent-encodes all but the unreserved characters of RFC 3986, as Signature Version 4 has it. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
