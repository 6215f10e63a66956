import { about, type BridgeOptions, type Handle, problem } from './handle.ts';
import { behindProxies, urlOf } from './origin.ts';
import { type Framework, parsedBody } from './parsed.ts';

/** `IncomingMessage` of `node:http`, and what frameworks make of it. */
export interface NodeRequest {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  /** Before a router cut its prefix off. */
  readonly originalUrl?: string | undefined;
  /** Names and values by turns. */
  readonly rawHeaders: readonly string[];
  readonly socket: { readonly remoteAddress?: string | undefined; readonly encrypted?: boolean | undefined };
  readonly readableDidRead?: boolean;
  readonly readableEnded: boolean;
  readonly destroyed: boolean;
  /** What a framework has read: bytes serve, all else has lost them. */
  readonly body?: unknown;
  /** The bytes that a framework kept. */
  readonly rawBody?: unknown;
  on(event: 'data' | 'end' | 'error' | 'close', listener: (chunk: Uint8Array) => void): unknown;
  pause(): unknown;
  resume(): unknown;
  destroy(): unknown;
}

/** Hands a request of Node's to `handle`. */
export async function answerNode(
  handle: Handle,
  request: NodeRequest,
  options: BridgeOptions,
  framework: Framework = frameworkOf(request),
): Promise<Response> {
  const { method = 'GET', socket } = request;
  if (/^(?:connect|trace|track)$/i.test(method))
    return problem(405, 'Method Not Allowed', { allow: 'GET, HEAD, POST' }); // `Request` knows none of them
  const { headers, authority } = toHeaders(request.rawHeaders);
  const body = bodyOf(request, headers, authority === undefined);
  if (body === 'lost') return parsedBody(framework, options);
  const scheme = socket.encrypted === true ? 'https' : 'http';
  const seen = { scheme, host: headers.get('host') ?? authority, address: socket.remoteAddress };
  const origin = behindProxies(seen, headers, options);
  const url = urlOf(origin, request.originalUrl ?? request.url ?? '/');
  const carried = new Request(url, { method, headers, body, ...(body !== null && { duplex: 'half' }) });
  return handle(carried, about(origin.address));
}

/** What came twice stays twice. HTTP/2 has pseudo headers among them. */
function toHeaders(rawHeaders: readonly string[]): { headers: Headers; authority: string | undefined } {
  const headers = new Headers();
  let authority: string | undefined;
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const [name = '', value = ''] = rawHeaders.slice(at, at + 2);
    if (name === ':authority') authority = value;
    else if (!name.startsWith(':')) headers.append(name, value);
  }
  return { headers, authority };
}

type Body = Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array> | null;

function bodyOf(request: NodeRequest, headers: Headers, isHttp1: boolean): Body | 'lost' {
  if (/^(?:get|head)$/i.test(request.method ?? 'GET')) return null;
  const kept = toBytes(request.rawBody) ?? toBytes(request.body);
  if (kept !== undefined) return isPacked(headers) ? 'lost' : kept; // whoever kept them has unpacked them
  if (request.readableDidRead !== true && !request.readableEnded) return toStream(request);
  // In HTTP/2 a body may come without any header that says so.
  const length = headers.get('content-length') ?? (isHttp1 && !headers.has('transfer-encoding') ? '0' : '');
  return length === '0' ? null : 'lost';
}

function isPacked(headers: Headers): boolean {
  return (headers.get('content-encoding') ?? 'identity').toLowerCase() !== 'identity';
}

function toBytes(value: unknown): Uint8Array<ArrayBuffer> | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return new Uint8Array(new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
}

const dropped = new WeakSet<NodeRequest>();

/** What is still to come of a body goes to nobody: it is answered. Who reads on gets an error, not a short body. */
export function dropBody(request: NodeRequest): void {
  dropped.add(request);
}

/**
 * The bytes as they come, and no more of them than are asked for. Who stops reading leaves the connection open, so that
 * an answer still arrives.
 */
function toStream(request: NodeRequest): ReadableStream<Uint8Array> {
  let isOver = false;
  const start = (controller: ReadableStreamDefaultController<Uint8Array>): void => {
    const settle = (finish: () => void) => () => {
      if (!isOver) finish();
      isOver = true;
    };
    const fail = settle(() => controller.error(new Error('The client went away before the body ended.')));
    request.on('data', (chunk) => {
      if (dropped.has(request)) fail();
      if (isOver) return;
      controller.enqueue(chunk);
      request.pause();
    });
    const end = settle(() => controller.close());
    request.on('end', end);
    request.on('error', fail);
    request.on('close', fail); // in HTTP/2 nothing else tells
    request.pause();
    if (request.destroyed) fail();
  };
  return new ReadableStream(
    { start, pull: () => void request.resume(), cancel: () => void (isOver = true) },
    { highWaterMark: 0 },
  );
}

/** Which framework made the request, by what it puts on it. */
function frameworkOf(request: NodeRequest): Framework {
  if ('baseUrl' in request) return 'express';
  return 'query' in request && 'cookies' in request ? 'nextPages' : 'node';
}
