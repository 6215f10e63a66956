import type { ClientCredentials, ExchangeCode, PollDevice, RefreshTokens, RevokeToken } from '@patchbay/auth';
import { reveal } from '@patchbay/core';

/** A form of the token endpoint and its siblings; what is `undefined` stays out. */
export type Form = Readonly<Record<string, string | undefined>>;

export function toCodeForm({ code, redirectUri, codeVerifier }: ExchangeCode): Form {
  return {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    code_verifier: codeVerifier,
  };
}

export function toRefreshForm({ refreshToken, scopes }: RefreshTokens): Form {
  return { grant_type: 'refresh_token', refresh_token: reveal(refreshToken), scope: scopes?.join(' ') };
}

export function toRevocationForm({ token, kind }: RevokeToken): Form {
  return { token: reveal(token), token_type_hint: kind };
}

export function toClientForm({ scopes, audience }: ClientCredentials): Form {
  return { grant_type: 'client_credentials', scope: scopes?.join(' '), resource: audience };
}

export function toDeviceForm({ scopes }: { readonly scopes?: readonly string[] }): Form {
  return { scope: scopes?.join(' ') };
}

export function toPollForm({ deviceCode }: PollDevice): Form {
  return {
    grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
    device_code: reveal(deviceCode),
  };
}
