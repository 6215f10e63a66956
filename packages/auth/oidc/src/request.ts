import type { ClientCredentials, ExchangeCode, RefreshTokens, RevokeToken } from '@patchbay/auth';
import { reveal } from '@patchbay/core';

/** Fields of a form. */
export type Parameters = Readonly<Record<string, string>>;

/** What a token endpoint is asked for: its `grant_type` and the fields that go with it. */
export interface GrantRequest {
  readonly grantType: string;
  readonly parameters: Parameters;
}

/** @see https://www.rfc-editor.org/rfc/rfc7636#section-4.5 */
export function toCodeGrant({ code, redirectUri, codeVerifier }: ExchangeCode): GrantRequest {
  return {
    grantType: 'authorization_code',
    parameters: { code, redirect_uri: redirectUri, code_verifier: codeVerifier },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc6749#section-6 */
export function toRefreshGrant({ refreshToken, scopes }: RefreshTokens): GrantRequest {
  return {
    grantType: 'refresh_token',
    parameters: { refresh_token: reveal(refreshToken), ...toScope(scopes) },
  };
}

/**
 * An API is named twice: by `audience`, as Auth0 has it, and where it is a URI by `resource` (RFC 8707). A server
 * ignores what it does not know.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.4.2
 */
export function toClientGrant({ scopes, audience }: ClientCredentials): GrantRequest {
  return {
    grantType: 'client_credentials',
    parameters: {
      ...toScope(scopes),
      ...(audience !== undefined && { audience }),
      ...(audience !== undefined && URL.canParse(audience) && { resource: audience }),
    },
  };
}

/** @see https://www.rfc-editor.org/rfc/rfc8628#section-3.4 */
export function toDeviceGrant(deviceCode: string): GrantRequest {
  return {
    grantType: 'urn:ietf:params:oauth:grant-type:device_code',
    parameters: { device_code: deviceCode },
  };
}

/** A refresh token that no provider ever gave: a client that proves itself hears `invalid_grant`. */
export function toCheckGrant(): GrantRequest {
  return { grantType: 'refresh_token', parameters: { refresh_token: checkToken } };
}

/** @see https://www.rfc-editor.org/rfc/rfc7009#section-2.1 */
export function toRevocation({ token, kind }: RevokeToken): Parameters {
  return { token: reveal(token), token_type_hint: kind };
}

/** Absent where nothing is asked for: the server has its own default then. */
export function toScope(scopes: readonly string[] = []): Parameters {
  return scopes.length === 0 ? {} : { scope: scopes.join(' ') };
}

const checkToken = 'patchbay-check';
