import type { EmailAuthority, TokenAlgorithm } from '@patchbay/auth';
import type { SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Settings of `oidcAuth`. */
export interface OidcAuthOptions {
  /** The provider, exactly as it calls itself: every character counts. Environment: `OIDC_ISSUER`. */
  readonly issuer: string;
  /** The application's id at the provider. Environment: `OIDC_CLIENT_ID`. */
  readonly clientId: string;
  /** Absent for a public client, which PKCE alone protects. Environment: `OIDC_CLIENT_SECRET`. */
  readonly clientSecret?: SecretInput;
  /** Where the browser comes back to: registered at the provider. Environment: `OIDC_REDIRECT_URI`. */
  readonly redirectUri: string;
  /** Where it goes after sign-out: registered at the provider too. Environment: `OIDC_SIGNED_OUT_URI`. */
  readonly signedOutUri?: string;
  /**
   * Seals what the browser keeps during a sign-in: a random text of 32 characters or more, the same on all machines;
   * several while one is replaced, the first one seals. Environment: `OIDC_TRANSACTION_SECRET`.
   */
  readonly transactionSecret: SecretInput | readonly SecretInput[];
  /** Asked for unless a call says otherwise. Default: `openid`, `profile`, `email`. Environment: `OIDC_SCOPES`. */
  readonly scopes?: readonly string[];
  /** Origins, beside the issuer's, at which the provider has its endpoints and keys. */
  readonly endpointOrigins?: readonly string[];
  /** Signatures that count. Default: RS256, PS256, ES256, ES384 and EdDSA. */
  readonly algorithms?: readonly TokenAlgorithm[];
  /** Origins, beside that of `redirectUri`, to which `returnTo` may lead. */
  readonly returnOrigins?: readonly string[];
  /** Difference between clocks that is forgiven, at most 120. Default: 5. */
  readonly clockSkewSeconds?: number;
  /** How the provider sends the browser back; `form_post` needs https. Default: `query`. */
  readonly responseMode?: 'query' | 'form_post';
  /** Further parameters of the authorization request, for example `{ access_type: 'offline' }`. */
  readonly authorizationParameters?: Readonly<Record<string, string>>;
  /** On whose word e-mail addresses of this provider count as verified. Default: `issuer_verified`. */
  readonly emailAuthority?: EmailAuthority;
}

const where = 'the registration of the application at the provider';
const address = z
  .string('an https URL')
  .refine(isSafeUrl, 'an https URL (http on loopback), without a fragment');
const origins = z.array(z.string().refine(isOrigin, 'an origin, for example https://keys.example.com'));
const transactionSecret = z.string('a secret').min(32, 'a secret of 32 or more characters');
const algorithm = z.enum(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA']);

/** What `oidcAuth` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<OidcAuthOptions> = z.strictObject({
  issuer: address
    .refine((url) => !url.includes('?'), 'an issuer without a query')
    .meta({ env: 'OIDC_ISSUER', where: 'the member issuer of its /.well-known/openid-configuration' }),
  clientId: z.string('a client id').min(1).meta({ env: 'OIDC_CLIENT_ID', where }),
  clientSecret: z
    .string('a client secret')
    .regex(/\S/, 'a client secret that is not blank; none at all for a public client')
    .exactOptional()
    .meta({ env: 'OIDC_CLIENT_SECRET', secret: true, where }),
  redirectUri: address.meta({ env: 'OIDC_REDIRECT_URI', where }),
  signedOutUri: address.exactOptional().meta({ env: 'OIDC_SIGNED_OUT_URI', where }),
  transactionSecret: z
    .union([transactionSecret, z.array(transactionSecret).min(1)])
    .meta({ env: 'OIDC_TRANSACTION_SECRET', secret: true, where: 'openssl rand -base64 32' }),
  scopes: z.array(z.string().min(1)).exactOptional().meta({ env: 'OIDC_SCOPES' }),
  endpointOrigins: origins.exactOptional(),
  algorithms: z.array(algorithm).min(1).exactOptional(),
  returnOrigins: origins.exactOptional(),
  clockSkewSeconds: z.number().min(0).max(120).exactOptional(),
  responseMode: z.enum(['query', 'form_post']).exactOptional(),
  authorizationParameters: z.record(z.string(), z.string()).exactOptional(),
  emailAuthority: z.enum(['mailbox_provider', 'issuer_verified', 'issuer_asserted']).exactOptional(),
});

function isSafeUrl(text: string): boolean {
  if (!URL.canParse(text) || text.includes('#')) return false;
  const { protocol, hostname, username, password } = new URL(text);
  const isLoopback = hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d+){3}$/.test(hostname);
  return `${username}${password}` === '' && (protocol === 'https:' || (protocol === 'http:' && isLoopback));
}

function isOrigin(text: string): boolean {
  return isSafeUrl(text) && new URL(text).origin === text;
}
