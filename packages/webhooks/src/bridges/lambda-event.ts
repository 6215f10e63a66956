import type { BridgeOptions } from './handle.ts';
import { behindProxies, urlOf } from './origin.ts';

type Texts = Readonly<Record<string, string | undefined>>;
type Given = Readonly<Record<string, string | readonly string[] | undefined>>;
type Lists = Readonly<Record<string, readonly string[] | undefined>>;

/** What API Gateway (payload 1.0 and 2.0), function URLs and an Application Load Balancer hand to a function. */
export interface LambdaEvent {
  readonly httpMethod?: string;
  readonly path?: string;
  readonly rawPath?: string;
  readonly rawQueryString?: string;
  readonly headers?: Texts | null;
  readonly multiValueHeaders?: Lists | null;
  readonly queryStringParameters?: Texts | null;
  readonly multiValueQueryStringParameters?: Lists | null;
  readonly cookies?: readonly string[];
  /** Text, or bytes in base64. */
  readonly body?: unknown;
  readonly isBase64Encoded?: boolean;
  readonly requestContext?: {
    readonly domainName?: string;
    readonly path?: string;
    readonly http?: { readonly method: string; readonly sourceIp: string };
    readonly identity?: { readonly sourceIp: string };
    readonly elb?: object;
  };
}

/** The request of an event, and who sent it; `undefined` where a parser replaced the body. */
export function fromEvent(
  event: LambdaEvent,
  options: BridgeOptions,
): { readonly request: Request; readonly address: string | undefined } | undefined {
  const { requestContext: { http, identity, domainName } = {}, httpMethod = 'GET', body = null } = event;
  if (body !== null && typeof body !== 'string') return undefined;
  const method = http?.method ?? httpMethod;
  const headers = headersOf(event);
  const host = domainName ?? headers.get('host') ?? undefined;
  const seen = { scheme: 'https', host, address: http?.sourceIp ?? identity?.sourceIp };
  const origin = behindProxies(seen, headers, options);
  const isWithout = body === null || method === 'GET' || method === 'HEAD';
  const bytes = isWithout ? null : toBytes(body, event.isBase64Encoded === true);
  const request = new Request(urlOf(origin, targetOf(event)), { method, headers, body: bytes });
  return { request, address: origin.address };
}

function toBytes(body: string, isBase64: boolean): Uint8Array<ArrayBuffer> {
  if (!isBase64) return new TextEncoder().encode(body);
  return Uint8Array.from(atob(body), (character) => character.charCodeAt(0));
}

/** The lists hold what came twice; payload 2.0 has joined it, and cookies stand apart. */
function headersOf({ headers, multiValueHeaders, cookies = [] }: LambdaEvent): Headers {
  const result = new Headers();
  const given: Given = multiValueHeaders ?? headers ?? {};
  for (const [name, value] of Object.entries(given))
    for (const text of listOf(value)) result.append(name, text);
  if (cookies.length > 0) result.set('cookie', cookies.join('; '));
  return result;
}

/** Path and query as they were asked for. A stage in front of the path is part of the URL. */
function targetOf({ rawPath, rawQueryString, requestContext, path = '/', ...event }: LambdaEvent): string {
  if (rawPath !== undefined) return rawQueryString ? `${rawPath}?${rawQueryString}` : rawPath;
  // A load balancer hands the query on as it came, API Gateway decodes it.
  const encode = requestContext?.elb === undefined ? encodeURIComponent : (text: string) => text;
  const parameters: Given = event.multiValueQueryStringParameters ?? event.queryStringParameters ?? {};
  const query = Object.entries(parameters)
    .flatMap(([name, value]) => listOf(value).map((text) => `${encode(name)}=${encode(text)}`))
    .join('&');
  const whole = requestContext?.path ?? path;
  return query === '' ? whole : `${whole}?${query}`;
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}
