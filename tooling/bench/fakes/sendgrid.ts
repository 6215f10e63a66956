import type { IncomingMessage, ServerResponse } from 'node:http';
import { drain } from './drain.ts';

export function isMail({ url }: IncomingMessage): boolean {
  return url === '/v3/mail/send';
}

/** Takes every mail. */
export async function sendgrid(request: IncomingMessage, response: ServerResponse): Promise<void> {
  await drain(request);
  response.writeHead(202, { 'x-message-id': '14c5d75ce93.dfd.64b469', 'content-length': 0 }).end();
}
