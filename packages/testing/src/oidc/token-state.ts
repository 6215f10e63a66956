import { authenticateClient, requireConfidential } from './client-authentication.ts';
import { type Incoming, json, OAuthError, required } from './http.ts';
import { scopeClaims } from './scope-claims.ts';
import type { ProviderState, StoredToken } from './state.ts';

/** Userinfo: OpenID Connect Core §5.3, the token in the header only. */
export function userinfo(state: ProviderState, { headers }: Incoming): Response {
  const [, token = ''] = /^Bearer ([\w.~+/=-]+)$/i.exec(headers.get('authorization') ?? '') ?? [];
  const stored = state.tokenStore.get(token);
  if (stored?.kind !== 'access' || !isActive(state, stored)) {
    throw new OAuthError('invalid_token', 'The access token is missing, unknown, expired or revoked.', {
      status: 401,
    });
  }
  if (!stored.scope.includes('openid')) {
    throw new OAuthError('insufficient_scope', 'The scope openid is needed.', { status: 403 });
  }
  const claims = { sub: stored.grant.subject, ...grantedClaims(state, stored) };
  return json(state.alteration.userinfo?.(claims, state) ?? claims);
}

/** Introspection: RFC 7662 §2.2. What is not active has no other field. */
export function introspect(state: ProviderState, incoming: Incoming): Response {
  const client = authenticateClient(state, incoming);
  requireConfidential(client);
  const stored = state.tokenStore.get(required(incoming.parameters, 'token'));
  const isForeign = stored?.kind === 'refresh' && stored.grant.client !== client;
  if (!stored || isForeign || !isActive(state, stored)) return json({ active: false });
  const { grant, scope, issuedAt, expiresAt, kind } = stored;
  return json({
    active: true,
    iss: state.issuer,
    sub: grant.subject,
    client_id: grant.client.id,
    scope: scope.join(' '),
    iat: issuedAt,
    exp: expiresAt,
    ...(kind === 'access' && { token_type: 'Bearer', aud: state.audience }),
  });
}

/** Revocation: RFC 7009 §2. An unknown token is a success; a refresh token takes its whole grant with it. */
export function revoke(state: ProviderState, incoming: Incoming): Response {
  const client = authenticateClient(state, incoming);
  const stored = state.tokenStore.get(required(incoming.parameters, 'token'));
  if (!stored) return new Response(null, { status: 200 });
  if (stored.grant.client !== client)
    throw new OAuthError('invalid_grant', 'This is the token of another client.');
  if (stored.kind === 'refresh') stored.grant.revoked = true;
  stored.spent = true;
  return new Response(null, { status: 200 });
}

function isActive(state: ProviderState, { spent, grant, expiresAt }: StoredToken): boolean {
  return !spent && !grant.revoked && state.now() < expiresAt;
}

function grantedClaims(state: ProviderState, { grant, scope }: StoredToken): Record<string, unknown> {
  const user = state.users.find(({ subject }) => subject === grant.subject);
  const wanted: readonly string[] = Object.entries(scopeClaims).flatMap(
    ([name, claims]): readonly string[] => (scope.includes(name) ? claims : []),
  );
  return Object.fromEntries(Object.entries(user?.claims ?? {}).filter(([name]) => wanted.includes(name)));
}
