import { createHash, createHmac } from 'node:crypto';

/** Who signs, and how that differs from what is right. */
export interface Signing {
  readonly accessKeyId?: string;
  readonly secretAccessKey?: string;
  readonly region?: string;
  readonly service?: string;
  /** Seconds from the fake's now. */
  readonly atSeconds?: number;
  readonly unsignedHeaders?: readonly string[];
}

/** A request to the fake before it is signed. */
export interface Unsigned {
  readonly method: string;
  /** Path and query. */
  readonly target: string;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The fake's time in all strictness cases. */
export const now = Date.parse('2026-11-22T04:00:00Z');
export const origin = 'http://127.0.0.1:9000';

/** The fake's own credentials. */
const owner = { accessKeyId: 'AKIAFAKE00000000FAKE', secretAccessKey: 'fake-secret-access-key' };

/**
 * Signs a request in its headers: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 * (2026-11-22).
 */
export function signed({ method, target, headers, body }: Unsigned, signing: Signing = {}): Request {
  const { region = 'us-east-1', service = 's3', atSeconds = 0, unsignedHeaders = [] } = signing;
  const { accessKeyId, secretAccessKey } = { ...owner, ...signing };
  const time = new Date(now + atSeconds * 1000).toISOString().replace(/[-:]|\.\d+/g, '');
  headers.delete('authorization');
  headers.set('x-amz-date', time);
  const names = [...headers.keys(), 'host'].filter((name) => !unsignedHeaders.includes(name)).toSorted();
  const valueOf = (name: string): string => (name === 'host' ? new URL(origin).host : (headers.get(name) ?? ''));
  const [path = '', search = ''] = target.split('?');
  const canonical = [
    method,
    path,
    canonicalQuery(search),
    ...names.map((name) => `${name}:${valueOf(name).trim()}`),
    '',
    names.join(';'),
    headers.get('x-amz-content-sha256') ?? sha256(body),
  ].join('\n');
  const scope = [time.slice(0, 8), region, service, 'aws4_request'];
  const text = ['AWS4-HMAC-SHA256', time, scope.join('/'), sha256(canonical)].join('\n');
  const key = scope.reduce<Buffer>((secret, part) => hmac(secret, part), Buffer.from(`AWS4${secretAccessKey}`));
  const credential = `Credential=${accessKeyId}/${scope.join('/')}`;
  const signature = hmac(key, text).toString('hex');
  headers.set('authorization', `AWS4-HMAC-SHA256 ${credential}, SignedHeaders=${names.join(';')}, Signature=${signature}`);
  return requestOf({ method, target, headers, body });
}

/** The request as it is. */
export function requestOf({ method, target, headers, body }: Unsigned): Request {
  return new Request(`${origin}${target}`, { method, headers, ...(body.byteLength > 0 && { body }) });
}

/** A request that was sent, taken apart again. */
export async function unsigned(request: Request): Promise<Unsigned> {
  const { method, url, headers } = request;
  const body = new Uint8Array(await request.arrayBuffer());
  return { method, target: url.slice(origin.length), headers: new Headers(headers), body };
}

function canonicalQuery(search: string): string {
  const pairs = search.split('&').filter((pair) => pair !== '');
  return pairs.map((pair) => (pair.includes('=') ? pair : `${pair}=`)).toSorted().join('&');
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
