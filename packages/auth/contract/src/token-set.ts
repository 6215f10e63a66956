import type { Secret } from '@patchbay/core';

/** What an authorization server handed out. No token appears in anything that prints. */
export interface TokenSet {
  readonly accessToken: Secret;
  readonly tokenType: string;
  /** Absent where the server does not say. */
  readonly expiresAt?: Date;
  readonly refreshToken?: Secret;
  readonly idToken?: Secret;
  /** What was granted, which may be less than was asked for. */
  readonly scopes: readonly string[];
  readonly issuer: string;
  /** Whose they are, as the id token said; absent for tokens of the application itself. */
  readonly subject?: string;
  /** The server's own answer; not enumerable, and it holds the tokens in clear. */
  readonly raw: unknown;
}
