// Runs in a process of its own, so that its work does not count: answers like S3, SendGrid or an OpenID provider,
// always well and without looking twice. Checks are the business of the adapters' own fakes.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { isProviderRequest, provider } from './provider.ts';
import { s3 } from './s3.ts';
import { isMail, sendgrid } from './sendgrid.ts';

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  void handlerOf(request)(request, response);
});

function handlerOf(
  request: IncomingMessage,
): (request: IncomingMessage, response: ServerResponse) => unknown {
  if (isMail(request)) return sendgrid;
  return isProviderRequest(request) ? provider : s3;
}

process.on('disconnect', () => process.exit());
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object') process.send?.(address?.port);
});
