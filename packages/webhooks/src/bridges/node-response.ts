import { dropBody, type NodeRequest } from './node-request.ts';

/** `ServerResponse` of `node:http`, and what frameworks make of it. */
export interface NodeResponse {
  statusCode: number;
  readonly headersSent: boolean;
  readonly destroyed: boolean;
  setHeader(name: string, value: string | readonly string[]): unknown;
  /** HTTP/2 has none. */
  flushHeaders?(): void;
  write(chunk: Uint8Array): boolean;
  end(): unknown;
  on(event: 'error', listener: () => void): unknown;
}

/** So much of a body that nobody wants is read and dropped, so that its sender gets to read the answer. */
const mostDroppedBytes = 4 * 1024 * 1024;

/** Writes an answer. Where the body of the request is not read to its end, the rest is dropped, up to a limit. */
export async function writeAnswer(
  request: NodeRequest,
  response: NodeResponse,
  answer: Response,
): Promise<void> {
  const body = new Uint8Array(await answer.arrayBuffer());
  if (response.destroyed) return;
  response.on('error', () => undefined); // the client went away while we wrote
  response.statusCode = answer.status;
  for (const [name, value] of answer.headers) if (name !== 'set-cookie') response.setHeader(name, value);
  const cookies = answer.headers.getSetCookie();
  if (cookies.length > 0) response.setHeader('set-cookie', cookies);
  const isWithout = request.method === 'HEAD' || answer.status === 204 || answer.status === 304;
  if (!isWithout) response.setHeader('content-length', String(body.byteLength));
  if (isWithout || body.byteLength === 0) response.flushHeaders?.();
  else response.write(body);
  const isRead = request.readableEnded || (await dropRest(request));
  response.end();
  if (!isRead) request.destroy();
}

/** False where there is more to come than anybody should send. */
function dropRest(request: NodeRequest): Promise<boolean> {
  let left = mostDroppedBytes;
  dropBody(request);
  return new Promise((resolve) => {
    request.on('data', (chunk) => {
      left -= chunk.byteLength;
      if (left < 0) resolve(false);
    });
    request.on('end', () => resolve(true));
    request.on('error', () => resolve(true));
    request.on('close', () => resolve(true));
    if (request.destroyed) resolve(true);
    request.resume();
  });
}
