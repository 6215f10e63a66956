import { isDriverFailure } from '@patchbay/core';
import { readWebhook } from '@patchbay/core/webhook';
import type { Handle } from '@patchbay/webhooks/bridges';

/** What a receiver was handed. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: Headers;
  readonly address: string | undefined;
  readonly bytes: Uint8Array;
}

/** As a receiver reads: raw bytes up to 1 MiB, and nothing but a `Request`. */
export function receiving(): {
  /** The methods of all requests, from the moment at which each is handed over. */
  readonly begun: string[];
  readonly received: Received[];
  readonly failed: unknown[];
  readonly handle: Handle;
} {
  const begun: string[] = [];
  const received: Received[] = [];
  const failed: unknown[] = [];
  const handle: Handle = async (request, { address } = {}) => {
    const { method, url, headers } = request;
    begun.push(method);
    try {
      const { body: bytes } = await readWebhook(request);
      received.push({ method, url, headers, address, bytes });
    } catch (error) {
      failed.push(error);
      if (!isDriverFailure(error)) throw error;
      return Response.json({ reason: error.failure.reason }, { status: 413 });
    }
    const { pathname } = new URL(url);
    if (pathname.endsWith('/throws')) throw new Error('The store is down.');
    if (pathname.endsWith('/binary')) return new Response(new Uint8Array([0, 0xff, 0xfe]));
    if (pathname.endsWith('/nothing')) return new Response(null, { status: 204 });
    const answer = new Response('[accepted]', {
      status: 202,
      headers: { 'content-type': 'text/plain', 'x-answer': 'ours' },
    });
    answer.headers.append('set-cookie', 'a=1');
    answer.headers.append('set-cookie', 'b=2');
    return answer;
  };
  return { begun, received, failed, handle };
}
