import type { Secret, SecretInput } from '@patchbay/core';

/** What a provider publishes of itself: the members that the contract uses, named as on the wire. */
export interface ProviderMetadata {
  readonly issuer: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly jwks_uri: string;
  readonly userinfo_endpoint?: string;
  readonly revocation_endpoint?: string;
  readonly end_session_endpoint?: string;
  readonly device_authorization_endpoint?: string;
  /** The authorization response names its issuer (RFC 9207): compared where the provider promises it. */
  readonly authorization_response_iss_parameter_supported?: boolean;
  /** The provider's own document; not enumerable. */
  readonly raw: unknown;
}

/** A provider's public keys (RFC 7517). */
export interface KeySet {
  readonly keys: readonly Readonly<Record<string, unknown>>[];
  /** How long the provider lets them be kept, in milliseconds. */
  readonly maxAgeMs?: number;
}

/** A code from the callback, for tokens. */
export interface ExchangeCode {
  readonly code: string;
  readonly redirectUri: string;
  /** The PKCE secret that the code is bound to. */
  readonly codeVerifier: string;
}

/** A refresh token, for new tokens. */
export interface RefreshTokens {
  readonly refreshToken: SecretInput;
  /** Fewer scopes than were granted. */
  readonly scopes?: readonly string[];
}

/** A token that shall be worth nothing any more. */
export interface RevokeToken {
  readonly token: SecretInput;
  readonly kind: 'access_token' | 'refresh_token';
}

/** Tokens for the application itself. */
export interface ClientCredentials {
  readonly scopes?: readonly string[];
  /** Which API they are for. */
  readonly audience?: string;
}

/** Whose profile to read. */
export interface UserInfoInput {
  readonly accessToken: SecretInput;
}

/** What a device shows its user (RFC 8628). */
export interface DeviceGrant {
  readonly deviceCode: Secret;
  /** To be typed in at `verificationUrl`. */
  readonly userCode: string;
  readonly verificationUrl: string;
  /** With the code in it, for example as a QR code. */
  readonly verificationUrlComplete?: string;
  readonly expiresAt: Date;
  /** How long to wait between polls. */
  readonly intervalMs: number;
}

/** Which grant to ask about. */
export interface PollDevice {
  readonly deviceCode: SecretInput;
}

/** Tokens as a token endpoint answers them, in clear: the contract seals them into a `TokenSet`. */
export interface TokenAnswer {
  readonly accessToken: string;
  readonly tokenType: string;
  readonly expiresInSeconds?: number;
  readonly refreshToken?: string;
  readonly idToken?: string;
  /** Absent where the server grants what was asked for. */
  readonly scopes?: readonly string[];
}

/** How far a device grant is. */
export type DeviceAnswer =
  | { readonly status: 'pending' }
  | { readonly status: 'slow_down' }
  | { readonly status: 'denied' }
  | { readonly status: 'expired' }
  | { readonly status: 'granted'; readonly tokens: TokenAnswer };

/** Claims of a token or of a profile, unverified as to their types. */
export type Claims = Readonly<Record<string, unknown>>;
