import { type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import { isIPv6, type LookupFunction } from 'node:net';
import type { DeliveryRequest, TransportFailure } from '../send/transport.ts';
import type { Target } from './target.ts';

/** What came over the wire: the head of an answer, or why there was none. */
export type Exchanged =
  | { readonly status: number; readonly retryAfter: string | undefined }
  | { readonly failed: TransportFailure };

/** What an exchange goes by. */
export interface Exchange {
  readonly target: Target;
  /** Checked addresses. No other is connected to: nothing is resolved from here on. */
  readonly addresses: readonly string[];
  /** Ends everything, whatever it is at. */
  readonly signal: AbortSignal;
  /** Certificate authorities beside those that Node trusts, as PEM. */
  readonly ca: string | undefined;
}

/** Posts once on a connection of its own, and reads no more of the answer than its limit. */
export function exchange(
  { headers, body }: DeliveryRequest,
  { target, addresses, signal, ca }: Exchange,
): Promise<Exchanged> {
  const options: RequestOptions = {
    method: 'POST',
    host: target.host,
    port: target.port,
    path: target.path,
    headers: { ...headers, 'content-length': body.byteLength },
    lookup: lookupOf(addresses),
    agent: false, // a connection that is kept could serve another name than the one it was checked for
    maxHeaderSize: mostHeaderBytes,
    signal,
  };
  const post = target.isSecure
    ? httpsRequest({ ...options, rejectUnauthorized: true, ...(ca !== undefined && { ca }) })
    : httpRequest(options);
  return new Promise((resolve) => {
    let isAnswered = false;
    post.on('response', (response) => {
      isAnswered = true;
      void drain(response).then(() => resolve(toHead(response)));
    });
    post.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(toHead(response));
    });
    post.on('error', (error) => {
      if (!isAnswered) resolve({ failed: reasonOf(error, post) }); // else only the body is cut off
    });
    post.end(body);
  });
}

const mostHeaderBytes = 16 * 1024;
const mostBodyBytes = 64 * 1024;

/** Hands out what was checked, whatever name is asked for. */
function lookupOf(addresses: readonly string[]): LookupFunction {
  const all = addresses.map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }));
  return (_host, options, callback) => {
    const [first] = all;
    if (options.all) callback(null, all);
    else callback(null, first?.address ?? '', first?.family);
  };
}

/** Lets the other side finish, within a limit: the status is known by now, and nobody is shown the rest. */
async function drain(response: IncomingMessage): Promise<void> {
  let length = 0;
  try {
    for await (const chunk of response) {
      if (chunk instanceof Uint8Array) length += chunk.byteLength;
      if (length > mostBodyBytes) break; // which also closes the connection
    }
  } catch {
    // A body that is cut off takes nothing back.
  }
}

function toHead({ statusCode = 0, headers }: IncomingMessage): Exchanged {
  return { status: statusCode, retryAfter: headers['retry-after'] };
}

function reasonOf(error: Error, post: ClientRequest): TransportFailure {
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (code.startsWith('HPE_')) return 'invalid_response';
  const isTls = code.startsWith('ERR_TLS') || code.startsWith('ERR_SSL') || code === 'EPROTO';
  return isTls || isUnauthorized(post) ? 'tls' : 'network';
}

function isUnauthorized({ socket }: ClientRequest): boolean {
  return socket !== null && 'authorizationError' in socket && socket.authorizationError !== null;
}
