import { serve } from '@patchbay/testing/node';
import { generateSigningKey, type OpenidProvider, openidProvider } from '@patchbay/testing/oidc';

/** An OpenID provider on a port of its own, where the shop is registered. */
export interface People extends AsyncDisposable {
  readonly provider: OpenidProvider;
  /** How the shop is told of it. */
  readonly environment: Readonly<Record<string, string>>;
}

export const clientId = 'postcard-shop';

const email = 'ada@readers.example';
const key = generateSigningKey('ES256'); // for all of them: making one takes a while

/** Who can sign in: two people, and Ada once more, who has another id at work but the same address. */
const users = [
  { subject: 'ada', claims: { name: 'Ada', email, email_verified: true } },
  { subject: 'bob', claims: { name: 'Bob', email: 'bob@readers.example' } },
  { subject: 'ada-at-work', claims: { name: 'Work', email: 'ADA@readers.example', email_verified: true } },
];

export async function openPeople(shopUrl: string): Promise<People> {
  let provider: OpenidProvider | undefined;
  const server = await serve((request) => provider?.handle(request) ?? new Response(null, { status: 503 }));
  const client = {
    id: clientId,
    secret: 'shop-client-secret',
    redirectUris: [`${shopUrl}/auth/callback`],
    postLogoutRedirectUris: [`${shopUrl}/`],
  };
  provider = openidProvider({ issuer: server.url, clients: [client], users, keys: [await key] });
  return {
    provider,
    environment: {
      AUTH_PROVIDER: 'oidc',
      OIDC_ISSUER: server.url,
      OIDC_CLIENT_ID: client.id,
      OIDC_CLIENT_SECRET: client.secret,
      OIDC_TRANSACTION_SECRET: 'transaction-secret-of-the-shop-in-its-tests',
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
