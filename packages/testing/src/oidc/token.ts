import { readScope, requireGrant } from './authorization-request.ts';
import { authenticateClient, requireConfidential } from './client-authentication.ts';
import { redeemDevice } from './device.ts';
import { type Incoming, json, OAuthError, optional, required } from './http.ts';
import { type Issue, issueTokens } from './issue.ts';
import { codeChallenge } from './sign.ts';
import type { ProviderState } from './state.ts';
import type { GrantType, OpenidClient } from './types.ts';

type Redeem = (
  state: ProviderState,
  client: OpenidClient,
  parameters: URLSearchParams,
) => Issue | Promise<Issue>;

const grantTypes = {
  authorization_code: redeemCode,
  refresh_token: redeemRefreshToken,
  client_credentials: grantToClient,
  'urn:ietf:params:oauth:grant-type:device_code': redeemDevice,
} satisfies Record<GrantType, Redeem>;

/** The token endpoint: RFC 6749 §3.2. */
export async function token(state: ProviderState, incoming: Incoming): Promise<Response> {
  const client = authenticateClient(state, incoming);
  const grantType = required(incoming.parameters, 'grant_type');
  if (!isGrantType(grantType)) throw new OAuthError('unsupported_grant_type', 'This grant is not supported.');
  requireGrant(client, grantType);
  const issue = await grantTypes[grantType](state, client, incoming.parameters);
  return json(await issueTokens(state, issue));
}

/** A spent code that comes again revokes what it gave: RFC 6749 §4.1.2. */
async function redeemCode(
  state: ProviderState,
  client: OpenidClient,
  parameters: URLSearchParams,
): Promise<Issue> {
  const code = state.codeStore.get(required(parameters, 'code'));
  const verifier = required(parameters, 'code_verifier');
  if (code?.grant.client !== client) throw invalidGrant('The code is not one of this client.');
  if (code.spent && !state.alteration.acceptSpentCodes) {
    code.grant.revoked = true;
    throw invalidGrant('The code was redeemed before; its tokens are revoked.');
  }
  if (state.now() >= code.expiresAt) throw invalidGrant('The code has expired.');
  if (required(parameters, 'redirect_uri') !== code.redirectUri)
    throw invalidGrant('redirect_uri is another one.');
  // Spent before the first await, so that of two calls at once only one gets tokens.
  code.spent = true;
  if (!/^[\w.~-]{43,128}$/.test(verifier) || (await codeChallenge(verifier)) !== code.challenge) {
    throw invalidGrant('code_verifier does not fit the challenge.');
  }
  const { grant, nonce } = code;
  return { grant, grantType: 'authorization_code', scope: grant.scope, nonce };
}

/** Every refresh token works once; one that comes again takes its whole family with it: RFC 9700 §4.14.2. */
function redeemRefreshToken(state: ProviderState, client: OpenidClient, parameters: URLSearchParams): Issue {
  const stored = state.tokenStore.get(required(parameters, 'refresh_token'));
  if (stored?.kind !== 'refresh' || stored.grant.client !== client) {
    throw invalidGrant('The refresh token is not one of this client.');
  }
  const { grant } = stored;
  if (stored.spent) grant.revoked = true;
  if (grant.revoked) throw invalidGrant('The refresh token was revoked, and its whole family with it.');
  if (state.now() >= stored.expiresAt) throw invalidGrant('The refresh token has expired.');
  const wanted = optional(parameters, 'scope') === undefined ? grant.scope : readScope(state, parameters);
  if (wanted.some((name) => !grant.scope.includes(name))) {
    throw new OAuthError('invalid_scope', 'More was asked for than the user had granted.');
  }
  stored.spent = true;
  return { grant, grantType: 'refresh_token', scope: wanted };
}

/** RFC 6749 §4.4: the client acts for itself. */
function grantToClient(state: ProviderState, client: OpenidClient, parameters: URLSearchParams): Issue {
  requireConfidential(client);
  const scope = readScope(state, parameters);
  if (scope.includes('openid') || scope.includes('offline_access')) {
    throw new OAuthError('invalid_scope', 'Without a user there is no id token and no refresh token.');
  }
  const grant = { client, subject: client.id, scope, revoked: false };
  return { grant, grantType: 'client_credentials', scope };
}

function isGrantType(value: string): value is GrantType {
  return Object.hasOwn(grantTypes, value);
}

function invalidGrant(message: string): OAuthError {
  return new OAuthError('invalid_grant', message);
}
