import {
  generateSigningKey,
  type OpenidClient,
  type OpenidProvider,
  type OpenidUser,
  openidProvider,
  type SigningKey,
  testBrowser,
} from '@patchbay/testing/oidc';

export const clientId = 'web';
export const clientSecret = 'web-secret-of-the-tests: with / and +';
export const transactionSecret = 'a transaction secret of 32 characters or more';
export const redirectUri = 'https://app.test/auth/callback';
export const signedOutUri = 'https://app.test/bye';
export const scopes = ['openid', 'email', 'profile', 'offline_access', 'orders'] as const;

export const clients: readonly OpenidClient[] = [
  {
    id: clientId,
    secret: clientSecret,
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [signedOutUri],
    grants: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
  },
  { id: 'mobile', redirectUris: [redirectUri], postLogoutRedirectUris: [signedOutUri] },
];

export const users: readonly OpenidUser[] = [
  { subject: 'ada', claims: { name: 'Ada', email: 'ada@example.com', email_verified: true } },
  { subject: 'bob', claims: { name: 'Bob', email: 'bob@example.com', email_verified: false } },
];

const keys = new Map<string, Promise<SigningKey>>();

/** Keys are made once: RSA keys take a while. */
export function signingKey(algorithm: 'RS256' | 'ES256' = 'ES256'): Promise<SigningKey> {
  const key = keys.get(algorithm) ?? generateSigningKey(algorithm);
  keys.set(algorithm, key);
  return key;
}

/** A provider that knows the application, Ada and Bob. */
export function newProvider(issuer: string, now: () => number, key: SigningKey): OpenidProvider {
  return openidProvider({ issuer, now, keys: [key], apiScopes: ['orders'], clients, users });
}

/** Somebody signs in by the provider's pages, in a browser of their own, or says no. */
export async function signInByPage(
  provider: OpenidProvider,
  url: string,
  person: string,
  until: string = redirectUri,
): Promise<Request> {
  const browser = testBrowser({ fetch: (request) => provider.handle(request), until });
  const page = await browser.open(url);
  if (page.kind === 'arrived') return page.request;
  const answer = person === 'nobody' ? { deny: 'yes' } : { subject: person };
  const next = await browser.submit(page, answer);
  if (next.kind === 'arrived') return next.request;
  throw new Error(`The provider shows a page of its own, with the status ${next.status}.`);
}
