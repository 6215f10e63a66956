// An OpenID provider in a process of its own. Its settings come from the environment; it says where it listens by IPC.
import { serve } from '@patchbay/testing/node';
import { generateSigningKey, type OpenidProvider, openidProvider } from '@patchbay/testing/oidc';
import { farSidePath, type GuestBook } from '../src/far-side.ts';
import { people } from '../src/people.ts';

const {
  FAKE_CLIENT_ID: id = '',
  FAKE_CLIENT_SECRET: secret = '',
  FAKE_REDIRECT_URI: redirectUri = '',
  FAKE_SIGNED_OUT_URI: signedOutUri = '',
} = process.env;
const status = Number(process.env['FAKE_FAULT'] ?? 0);
const [rsa, elliptic] = await Promise.all([generateSigningKey('RS256'), generateSigningKey('ES256')]);

const server = await serve((request) =>
  new URL(request.url).pathname === farSidePath ? Response.json(guestBook()) : provider.handle(request),
);
const provider: OpenidProvider = openidProvider({
  issuer: server.url,
  keys: [rsa, elliptic],
  clients: [{ id, secret, redirectUris: [redirectUri], postLogoutRedirectUris: [signedOutUri] }],
  users: [people.ada, people.bob].map(({ subject, name, email }) => ({
    subject,
    claims: { name, email, email_verified: true },
  })),
});
provider.alter({
  // The one's tokens are signed with RSA, the other's with an elliptic curve.
  sign: (draft, { sign }) => sign(draft, draft.claims['sub'] === people.bob.subject ? elliptic : rsa),
  intercept: (endpoint) => (endpoint === 'token' && status > 0 ? refusal() : undefined),
});
process.once('disconnect', () => void server.close());
process.send?.({ url: server.url });

function refusal(): Response {
  const error = { error: 'invalid_client', error_description: 'The secret is wrong.' };
  return Response.json(error, { status, headers: { 'www-authenticate': 'Basic realm="clients"' } });
}

function guestBook(): GuestBook {
  const { issued, sessions, requests } = provider;
  return {
    tokens: Object.fromEntries(
      Object.entries(issued).flatMap(([kind, { length }]) => (length > 0 ? [[kind, length]] : [])),
    ),
    signedIn: sessions.filter(({ ended }) => !ended).map(({ subject }) => subject),
    operations: requests.map(({ method, endpoint }) => `${method} ${endpoint}`),
  };
}
