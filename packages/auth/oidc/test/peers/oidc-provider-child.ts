// Runs in a process of its own: oidc-provider on a free port of this machine, until its standard input ends.
import { generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import { type Configuration, Provider } from 'oidc-provider';
import { ada, clientId, clientSecret, redirectUri, signedOutUri } from './peer.ts';

const server = createServer();
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('The server has no port.');
const issuer = `http://127.0.0.1:${address.port}`;

function newKey(alg: string) {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), kid: alg, alg, use: 'sig' };
}

const configuration: Configuration = {
  clients: [
    {
      client_id: clientId,
      client_secret: clientSecret,
      token_endpoint_auth_method: 'client_secret_post',
      redirect_uris: [redirectUri, 'https://app.test/other'],
      post_logout_redirect_uris: [signedOutUri],
      grant_types: [
        'authorization_code',
        'refresh_token',
        'client_credentials',
        'urn:ietf:params:oauth:grant-type:device_code',
      ],
      id_token_signed_response_alg: 'PS256',
    },
  ],
  clientAuthMethods: ['client_secret_post', 'none'],
  jwks: { keys: [newKey('RS256'), newKey('PS256')] },
  cookies: { keys: ['a key of the peer'] },
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  scopes: ['openid', 'offline_access', 'orders'],
  findAccount: (_context, accountId) => ({
    accountId,
    claims: async () => ({ sub: accountId, email: ada.email, email_verified: true, name: ada.name }),
  }),
  issueRefreshToken: async () => true,
  rotateRefreshToken: true,
  features: {
    devInteractions: { enabled: true },
    deviceFlow: { enabled: true },
    clientCredentials: { enabled: true },
    revocation: { enabled: true },
    pushedAuthorizationRequests: { enabled: false },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (_context, _client, asked) => asked?.[0] ?? [],
      useGrantedResource: async () => true,
      getResourceServerInfo: async (_context, audience) => ({
        scope: 'orders',
        audience,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: 'RS256' } },
      }),
    },
  },
};
const handle = new Provider(issuer, configuration).callback();
server.on('request', (request, response) => void handle(request, response));
process.stdin.on('end', () => process.exit(0)).resume();
process.stdout.write(`ready ${issuer}\n`);
