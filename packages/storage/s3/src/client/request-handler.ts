import { Readable } from 'node:stream';
import type { Attempt, Transport } from '@patchbay/core';
import type { NodeHttpHandler } from '@smithy/node-http-handler';

/** What a call hands to our request handler through the SDK, which passes on options that it does not know. */
export interface SendOptions {
  readonly abortSignal?: AbortSignal;
  /** A header would be signed, and would reach the wire. */
  readonly attempt?: Pick<Attempt, 'headers' | 'progress'>;
}

type Handle = NodeHttpHandler['handle'];
type HandleOptions = Parameters<Handle>[1] & Pick<SendOptions, 'attempt'>;

const sliceBytes = 256 * 1024;

/** Lets the SDK's HTTP client for Node tell core how far each request came. It follows no redirects. */
export function traced(base: NodeHttpHandler, transport: Transport) {
  const handle = async (request: Parameters<Handle>[0], options: HandleOptions = {}): ReturnType<Handle> => {
    const { attempt } = options;
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
      sending.answered(statusCode, new Headers(headers));
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
