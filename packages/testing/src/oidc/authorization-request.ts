import { type CallbackTarget, OAuthError, optional, refuseRepeated, required } from './http.ts';
import type { AuthorizationRequest, ProviderState } from './state.ts';
import type { GrantType, OpenidClient } from './types.ts';

/**
 * Reads an authorization request: OpenID Connect Core §3.1.2.1, with PKCE by S256 required.
 * A client or redirect address that cannot be trusted is refused on the spot, all else at that address.
 */
export function readAuthorizationRequest(
  state: ProviderState,
  parameters: URLSearchParams,
): AuthorizationRequest {
  refuseRepeated(parameters);
  const client = state.clients.get(required(parameters, 'client_id'));
  if (!client) throw new OAuthError('invalid_request', 'This client is not registered.');
  const redirectUri = required(parameters, 'redirect_uri');
  if (!client.redirectUris?.includes(redirectUri)) {
    throw new OAuthError('invalid_request', 'This redirect_uri is not registered, character by character.');
  }
  const responseMode = optional(parameters, 'response_mode') === 'form_post' ? 'form_post' : 'query';
  const target: CallbackTarget = { redirectUri, responseMode, state: optional(parameters, 'state') };
  try {
    return { client, target, ...readDetails(state, client, parameters) };
  } catch (error) {
    if (error instanceof OAuthError) throw new OAuthError(error.code, error.message, { target });
    throw error;
  }
}

type Details = Omit<AuthorizationRequest, 'client' | 'target'>;

function readDetails(state: ProviderState, client: OpenidClient, parameters: URLSearchParams): Details {
  for (const name of ['request', 'request_uri']) {
    if (parameters.has(name)) throw new OAuthError(`${name}_not_supported`, `${name} is not supported.`);
  }
  refuseUnless(['code'], required(parameters, 'response_type'), 'unsupported_response_type');
  refuseUnless(['query', 'form_post'], optional(parameters, 'response_mode') ?? 'query', 'invalid_request');
  refuseUnless(['S256'], required(parameters, 'code_challenge_method'), 'invalid_request');
  const challenge = required(parameters, 'code_challenge');
  if (!/^[\w-]{43}$/.test(challenge))
    throw new OAuthError('invalid_request', 'This code_challenge is not one of S256.');
  requireGrant(client, 'authorization_code');
  const scope = readScope(state, parameters);
  if (!scope.includes('openid')) throw new OAuthError('invalid_scope', 'The scope openid is missing.');
  return {
    scope,
    challenge,
    nonce: optional(parameters, 'nonce'),
    prompt: readPrompt(parameters),
    maxAge: readMaxAge(parameters),
    loginHint: optional(parameters, 'login_hint'),
  };
}

/** Refuses a client that was not registered for a grant. */
export function requireGrant(client: OpenidClient, grant: GrantType): void {
  const allowed = client.grants?.includes(grant) ?? grant !== 'client_credentials';
  if (!allowed) throw new OAuthError('unauthorized_client', `This client may not use ${grant}.`);
}

/** The wanted scope; one that the provider does not know is refused. */
export function readScope({ scopes }: ProviderState, parameters: URLSearchParams): readonly string[] {
  const scope = (optional(parameters, 'scope') ?? '').split(' ').filter(Boolean);
  for (const name of scope) refuseUnless(scopes, name, 'invalid_scope');
  return [...new Set(scope)];
}

function readPrompt(parameters: URLSearchParams): readonly string[] {
  const prompt = (optional(parameters, 'prompt') ?? '').split(' ').filter(Boolean);
  for (const value of prompt)
    refuseUnless(['none', 'login', 'consent', 'select_account'], value, 'invalid_request');
  if (prompt.includes('none') && prompt.length > 1) {
    throw new OAuthError('invalid_request', 'prompt=none excludes every other prompt.');
  }
  return prompt;
}

function readMaxAge(parameters: URLSearchParams): number | undefined {
  const maxAge = optional(parameters, 'max_age');
  if (maxAge === undefined) return undefined;
  if (!/^\d{1,9}$/.test(maxAge)) throw new OAuthError('invalid_request', 'max_age is no number of seconds.');
  return Number(maxAge);
}

function refuseUnless(known: readonly string[], value: string, code: string): void {
  if (!known.includes(value))
    throw new OAuthError(code, 'One value is not supported: see the discovery document.');
}
