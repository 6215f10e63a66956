import { isLoopback } from './engine.ts';
import { refused } from './refused.ts';
import type { TokenSource } from './token-source.ts';
import type { TokenCache } from './token-source-cache.ts';

interface FetchSettings {
  readonly token: TokenSource['token'];
  readonly cache: TokenCache;
  readonly named: <T>(work: () => Promise<T>) => Promise<T>;
  readonly origins: readonly string[] | undefined;
  readonly send: typeof globalThis.fetch;
}

type Input = Parameters<typeof globalThis.fetch>[0];
type Init = NonNullable<Parameters<typeof globalThis.fetch>[1]>;

/** See `TokenSource`. */
export function authorizedFetch({ token, cache, named, origins, send }: FetchSettings): TokenSource['fetch'] {
  const attempt = async (input: Input, init: Init) => {
    const text = await tokenFor(token, init.signal ?? (input instanceof Request ? input.signal : undefined));
    const headers = new Headers(init.headers ?? (input instanceof Request ? input.headers : undefined));
    headers.set('authorization', `Bearer ${text}`);
    return { text, response: await send(input, { ...init, headers, redirect: 'manual' }) };
  };
  return async (input, init = {}) => {
    await named(async () => assertDestination(input, origins));
    const { text, response } = await attempt(input, init);
    if (response.status !== 401 || !(await cache.renew(text)) || !canSendAgain(input, init)) return response;
    await response.body?.cancel();
    return (await attempt(input, init)).response;
  };
}

/** Gives up as the platform’s `fetch` does: with the signal’s own reason. */
async function tokenFor(
  token: TokenSource['token'],
  signal: AbortSignal | null | undefined,
): Promise<string> {
  try {
    return await token(signal ? { signal } : {});
  } catch (error) {
    signal?.throwIfAborted();
    throw error;
  }
}

/**
 * Who reads a token may use it: so it goes out encrypted, or stays on this machine, or you have said where it may go.
 */
function assertDestination(input: Input, origins: readonly string[] | undefined): void {
  const url = input instanceof Request ? input.url : String(input);
  if (!URL.canParse(url))
    throw refused('invalid_request', 'parameter_invalid', 'fetch: give an absolute URL.');
  const { origin, protocol } = new URL(url);
  if (origins !== undefined && !origins.includes(origin)) {
    const message = `The token is not for ${origin}, only for ${origins.join(', ')}.`;
    throw refused('invalid_request', 'parameter_invalid', message);
  }
  if (origins !== undefined || protocol === 'https:' || (protocol === 'http:' && isLoopback(url))) return;
  const message = `The token would go to ${origin} in clear: use https, or name the origin in \`origins\`.`;
  throw refused('invalid_request', 'parameter_invalid', message);
}

/** A stream is gone once it was read. */
function canSendAgain(input: Input, { body }: Init): boolean {
  if (body === undefined || body === null) return !(input instanceof Request) || input.body === null;
  const rereadable = [ArrayBuffer, Blob, FormData, URLSearchParams];
  return (
    typeof body === 'string' || ArrayBuffer.isView(body) || rereadable.some((kind) => body instanceof kind)
  );
}
