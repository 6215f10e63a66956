import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';

const keySets = new Map<string, string>();

export function isProviderRequest({ url = '' }: IncomingMessage): boolean {
  return url.startsWith('/provider');
}

/** An OpenID provider as far as verifying tokens needs one. Its keys are handed in by PUT. */
export async function provider(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const origin = `http://${request.headers.host}`;
  const issuer = `${origin}/provider`;
  if (request.method === 'PUT') keySets.set(issuer, await text(request));
  const body = request.url?.endsWith('/keys')
    ? (keySets.get(issuer) ?? '')
    : JSON.stringify({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/keys`,
      });
  response.writeHead(200, { 'content-type': 'application/json' }).end(body);
}
