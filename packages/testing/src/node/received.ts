import type { IncomingMessage } from 'node:http';
import { joinBytes } from '../recorded-body.ts';

/** One request as the socket side saw it. */
export interface ReceivedRequest {
  /** Position by arrival, from 1. */
  readonly order: number;
  readonly method: string;
  /** The request target as sent: path and query, not normalised. */
  readonly target: string;
  readonly headers: Headers;
  /** Names and values in turn, in the order and case in which they came. */
  readonly rawHeaders: readonly string[];
  /** The bytes of the body, as far as they have come. */
  readonly body: Uint8Array;
  /** The body as UTF-8 text. */
  readonly text: string;
}

/** A received request that still collects its body. */
export interface Incoming extends ReceivedRequest {
  /** Resolves when the whole body is there; `false` when the client went away before. */
  readonly complete: Promise<boolean>;
}

/** Starts to collect a request. */
export function receive(message: IncomingMessage, order: number): Incoming {
  const chunks: Uint8Array[] = [];
  message.on('data', (chunk: Uint8Array) => chunks.push(chunk));
  const complete = new Promise<boolean>((resolve) => {
    message.once('end', () => resolve(true));
    message.once('error', () => resolve(false));
    message.once('close', () => resolve(message.complete));
  });
  return {
    order,
    method: message.method ?? 'GET',
    target: message.url ?? '/',
    headers: toHeaders(message.rawHeaders),
    rawHeaders: message.rawHeaders,
    get body() {
      return joinBytes(chunks);
    },
    get text() {
      return new TextDecoder().decode(joinBytes(chunks));
    },
    complete,
  };
}

/** The request for the handler. A GET cannot have a body there; the received one keeps it. */
export function toRequest(received: ReceivedRequest, origin: string, signal: AbortSignal): Request {
  const { method, headers, body } = received;
  const bodyless = method === 'GET' || method === 'HEAD' || body.length === 0;
  return new Request(origin + received.target, {
    method,
    headers,
    signal,
    ...(!bodyless && { body: new Uint8Array(body) }),
  });
}

function toHeaders(rawHeaders: readonly string[]): Headers {
  const headers = new Headers();
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    headers.append(rawHeaders[index] ?? '', rawHeaders[index + 1] ?? '');
  }
  return headers;
}
