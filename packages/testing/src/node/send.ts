import { once } from 'node:events';
import type { ServerResponse } from 'node:http';

/** Writes a whole answer to the socket; a body that breaks breaks the connection. */
export async function sendResponse(answer: Response, to: ServerResponse): Promise<void> {
  writeHead(answer, to);
  if (!answer.body) return void to.end();
  for await (const chunk of answer.body) {
    if (to.destroyed) return;
    if (!to.write(chunk)) await Promise.race([once(to, 'drain'), once(to, 'close')]);
  }
  to.end();
}

/**
 * Writes the head with the length of the whole body, and only its first bytes: at least one is always missing.
 * Resolves when they have left for the kernel.
 */
export async function sendPart(answer: Response, to: ServerResponse, byteCount: number): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer());
  const length = Math.max(1, body.length);
  writeHead(answer, to, { 'content-length': String(length) });
  to.flushHeaders();
  const part = body.subarray(0, Math.min(byteCount, length - 1));
  if (part.length > 0) to.write(part);
  await new Promise<void>((resolve) => {
    to.req.socket.write('', () => resolve());
  });
}

function writeHead(answer: Response, to: ServerResponse, more: Readonly<Record<string, string>> = {}): void {
  to.statusCode = answer.status;
  if (answer.statusText) to.statusMessage = answer.statusText;
  for (const [name, value] of answer.headers) to.appendHeader(name, value);
  for (const [name, value] of Object.entries(more)) to.setHeader(name, value);
}
