import { Readable } from 'node:stream';
import type { Transport } from '@patchbay/core';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import { senderOf } from './attempts.ts';

type Handle = NodeHttpHandler['handle'];

/** What the SDK asks of an HTTP client. */
type Handler = Pick<
  NodeHttpHandler,
  'metadata' | 'handle' | 'destroy' | 'httpHandlerConfigs' | 'updateHttpClientConfig'
>;

const sliceBytes = 256 * 1024;

/** Lets the SDK's HTTP client for Node tell core how far each request came. It follows no redirects. */
export function traced(base: NodeHttpHandler, transport: Transport): Handler {
  const handle = async (...[request, options]: Parameters<Handle>): ReturnType<Handle> => {
    const attempt = senderOf(request);
    if (attempt === undefined) return base.handle(request, options);
    const sending = transport.begin(attempt.headers);
    if (request.body instanceof Uint8Array && request.body.byteLength > sliceBytes)
      request.body = Readable.from(
        slices(request.body, () => attempt.progress()),
        { objectMode: false },
      );
    try {
      const answer = await base.handle(request, { abortSignal: sending.signal });
      const { statusCode, headers } = answer.response;
      sending.answered(statusCode, { get: (name) => headers[name] ?? null }); // Node's names are lower case
      return answer;
    } catch (error) {
      sending.failed(error);
      throw error;
    }
  };
  const { metadata } = base;
  return {
    metadata,
    handle,
    destroy: () => base.destroy(),
    httpHandlerConfigs: () => base.httpHandlerConfigs(),
    updateHttpClientConfig: (...change: Parameters<NodeHttpHandler['updateHttpClientConfig']>) =>
      base.updateHttpClientConfig(...change),
  };
}

/** Bytes piece by piece: whoever takes the next piece has sent the one before. */
function* slices(bytes: Uint8Array, onProgress: () => void): Generator<Uint8Array> {
  for (let start = 0; start < bytes.byteLength; start += sliceBytes) {
    yield bytes.subarray(start, start + sliceBytes);
    onProgress();
  }
}
