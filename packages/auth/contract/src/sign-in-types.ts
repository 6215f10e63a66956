import type { CallOptions, SecretInput } from '@patchbay/core';
import type { Identity, IdentityKey } from './identity.ts';
import type { TokenSet } from './token-set.ts';

/** Why somebody is sent to the provider. */
export type SignInPurpose = 'sign_in' | 'link' | 'step_up';

/** How a sign-in begins. PKCE, state and nonce are always there: no option leaves one out. */
export interface BeginSignIn {
  /** Where in your application the person goes afterwards: a path, or a URL of an allowed origin. Default: `/`. */
  readonly returnTo?: string;
  readonly scopes?: readonly string[];
  /** Whom the provider may offer first. */
  readonly loginHint?: string;
  readonly prompt?: 'none' | 'login' | 'consent' | 'select_account';
  /** Longest time since the person last proved who they are; checked when they come back. */
  readonly maxAgeSeconds?: number;
  /** Default: `sign_in`. */
  readonly purpose?: SignInPurpose;
  /** With `link`: your id of the signed-in user, handed back by `complete`. */
  readonly linkTo?: string;
}

/** A cookie to set, as its parts: the transaction, and nothing else. */
export interface TransactionCookie {
  /** Another one for each sign-in, so that two tabs do not disturb each other. */
  readonly name: string;
  readonly value: string;
  readonly maxAgeSeconds: number;
  readonly sameSite: 'lax' | 'none';
  /** True unless the redirect URI is on loopback by plain http, and `sameSite` is not `none`. */
  readonly secure: boolean;
  /** The whole header, ready for `Set-Cookie`. */
  readonly header: string;
}

/** Send the browser to `url` and set the cookie; keep nothing else. */
export interface SignInStart {
  readonly url: string;
  readonly cookie: TransactionCookie;
  readonly expiresAt: Date;
}

/** The request with which the browser comes back. Its cookies carry the transaction. */
export interface CompleteSignIn {
  /** GET with a query, or POST with a form (`form_post`). */
  readonly request: Request;
}

/** Somebody has proved who they are. */
export interface SignIn {
  readonly identity: Identity;
  readonly tokens: TokenSet;
  readonly returnTo: string;
  readonly purpose: SignInPurpose;
  readonly linkTo?: string;
  /** Set it: the transaction is over. */
  readonly clearCookie: string;
}

/** Options of `signIn.complete`. */
export interface CompleteOptions extends CallOptions {
  /**
   * Claims a transaction once over all machines: resolves to false for one that was claimed before. Without it a
   * transaction is claimed within this process.
   */
  readonly claim?: (transactionId: string, expiresAt: Date) => Promise<boolean>;
}

/** What a token must be to count. */
export interface TokenExpectation {
  /** Default: `access`. */
  readonly kind?: 'id' | 'access';
  /** For whom it must be. Default for `id`: the application itself. Required for `access`. */
  readonly audience?: string | readonly string[];
  /** All of them must have been granted. */
  readonly scopes?: readonly string[];
  /** Longest time since the person last proved who they are. */
  readonly maxAgeSeconds?: number;
  /** Asked on every call, also for a token that was verified before: true ends it. */
  readonly isRevoked?: (token: VerifiedToken) => boolean | Promise<boolean>;
}

/** A token whose every check passed. */
export interface VerifiedToken {
  readonly key: IdentityKey;
  readonly kind: 'id' | 'access';
  readonly audience: readonly string[];
  readonly scopes: readonly string[];
  readonly expiresAt: Date;
  readonly issuedAt: Date;
  readonly tokenId?: string;
  readonly sessionId?: string;
  /** All claims, as signed. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** How a sign-out begins. */
export interface BeginSignOut {
  /** Tells the provider whose session ends, without asking the person. */
  readonly idToken?: SecretInput;
  readonly state?: string;
}

/** Where to send the browser so that the provider's session ends too. */
export type SignOutStart =
  | { readonly kind: 'redirect'; readonly url: string }
  | { readonly kind: 'local_only' };

/** A provider's word that a session is over (OpenID Connect Back-Channel Logout). */
export interface BackChannelLogout {
  readonly issuer: string;
  /** Whose sessions; absent where only `sessionId` is told. */
  readonly subject?: string;
  /** Which session; absent where all of the subject's are over. */
  readonly sessionId?: string;
  /** Claim it before you act: a repeated delivery has the same. */
  readonly tokenId: string;
}
