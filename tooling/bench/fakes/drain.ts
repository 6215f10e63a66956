import type { IncomingMessage } from 'node:http';

/** Reads a body to its end and forgets it. */
export function drain(request: IncomingMessage): Promise<void> {
  return new Promise((resolve) => {
    request.resume().once('end', resolve).once('close', resolve);
  });
}
