import { type BridgeOptions, type Handle, problem } from './handle.ts';
import { answerNode, type NodeRequest } from './node-request.ts';
import { type NodeResponse, writeAnswer } from './node-response.ts';

/**
 * A listener for `node:http`, `node:https`, `node:http2` and what speaks their requests. API routes in the `pages` of
 * Next.js do, with `export const config = { api: { bodyParser: false } }`. Its promise never rejects.
 * @example createServer(toNode(receiver.handle)).listen(3000);
 */
export function toNode(
  handle: Handle,
  options: BridgeOptions = {},
): (request: NodeRequest, response: NodeResponse) => Promise<void> {
  return async (request, response) => {
    try {
      await writeAnswer(request, response, await answerNode(handle, request, options));
    } catch (error) {
      if (response.destroyed) return; // the client went away: there is nobody to answer
      options.onError?.(error);
      if (!response.headersSent) await writeAnswer(request, response, problem(500, 'Internal Server Error'));
    }
  };
}
