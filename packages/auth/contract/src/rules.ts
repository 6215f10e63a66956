import type { Secret } from '@patchbay/core';
import type { Claims } from './flow.ts';
import type { IdentityEmail } from './identity.ts';

/** The signature algorithms that a token may have: all asymmetric. */
export type TokenAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'EdDSA';

/** The rules of one application at one provider: an adapter's part `flow`. No request is made for them. */
export interface FlowRules {
  /** The one issuer whose tokens count, compared to the character. */
  readonly issuer: string;
  /** Origins, beside that of `issuer`, at which the provider may have its endpoints and keys. */
  readonly endpointOrigins: readonly string[];
  readonly clientId: string;
  /** Where the provider sends the browser back to: registered there, compared to the character. */
  readonly redirectUri: string;
  /** Where the provider may send the browser after sign-out. */
  readonly signedOutUri?: string;
  /** Asked for unless the call says otherwise; `openid` is always among them. */
  readonly scopes: readonly string[];
  /** Seal the sign-in transaction. The first seals; all open, so that one can be rotated. At least 32 characters. */
  readonly transactionSecrets: readonly Secret[];
  readonly algorithms: readonly TokenAlgorithm[];
  /** Origins, beside that of `redirectUri`, to which `returnTo` may lead. */
  readonly returnOrigins: readonly string[];
  /** Difference between clocks that is forgiven. At most 120. */
  readonly clockSkewSeconds: number;
  /** How the provider sends the browser back. `form_post` needs a cookie that crosses sites. */
  readonly responseMode: 'query' | 'form_post';
  /** Parameters that every authorization request of this provider needs. */
  readonly authorizationParameters: Readonly<Record<string, string>>;
  /** What the provider's claims say of an e-mail address, and on whose word. */
  readonly emailOf: (claims: Claims) => IdentityEmail | undefined;
}
