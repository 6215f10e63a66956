import type { BridgeOptions, Handle } from './handle.ts';
import { answerNode, type NodeRequest } from './node-request.ts';
import { type NodeResponse, writeAnswer } from './node-response.ts';

/**
 * A handler for Express 4 and 5, above every parser of bodies. What `handle` throws goes to the application's error
 * handlers.
 * @example
 * app.post('/webhooks/:service', toExpress(receiver.handle));
 * app.use(express.json()); // for the routes below
 */
export function toExpress(
  handle: Handle,
  options: BridgeOptions = {},
): (request: NodeRequest, response: NodeResponse, next: (error?: unknown) => void) => Promise<void> {
  return async (request, response, next) => {
    try {
      await writeAnswer(request, response, await answerNode(handle, request, options, 'express'));
    } catch (error) {
      if (!response.destroyed) next(error); // where the client went away, there is nobody to answer
    }
  };
}
