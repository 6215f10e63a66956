import type { CompactJWSHeaderParameters } from 'jose';
import type { JsonObject } from './alteration.ts';
import { accessTokenHash, mint } from './sign.ts';
import { type Grant, type ProviderState, randomToken } from './state.ts';
import type { GrantType, LogoutTokenInput } from './types.ts';

/** What a token endpoint's answer is made from. */
export interface Issue {
  readonly grant: Grant;
  readonly grantType: GrantType;
  readonly scope: readonly string[];
  readonly nonce?: string | undefined;
}

/** The tokens that a grant earns, in the form of RFC 6749 §5.1. */
export async function issueTokens(state: ProviderState, issue: Issue): Promise<JsonObject> {
  const { grant, grantType, scope } = issue;
  const { client, session } = grant;
  if (session && !session.clientIds.includes(client.id)) session.clientIds.push(client.id);
  const accessToken = await issueAccessToken(state, issue);
  const body = {
    access_token: accessToken,
    token_type: 'Bearer',
    expires_in: state.lifetimes.access,
    scope: scope.join(' '),
    ...(scope.includes('openid') && { id_token: await issueIdToken(state, issue, accessToken) }),
    ...(grant.scope.includes('offline_access') && {
      refresh_token: issueRefreshToken(state, grant, grantType),
    }),
  };
  return state.alteration.tokens?.(body) ?? body;
}

/** A logout token of OpenID Connect Back-Channel Logout §2.4. */
export async function issueLogoutToken(state: ProviderState, input: LogoutTokenInput): Promise<string> {
  const client = state.clients.get(input.clientId);
  if (!client) throw new Error(`No client has the id ${input.clientId}.`);
  const claims = {
    iss: state.issuer,
    aud: client.id,
    iat: state.now(),
    exp: state.now() + 120,
    jti: randomToken(),
    events: { 'http://schemas.openid.net/event/backchannel-logout': {} },
    ...(input.subject !== undefined && { sub: input.subject }),
    ...(input.sessionId !== undefined && { sid: input.sessionId }),
  };
  return mint(state, { kind: 'logout', client, header: header('logout+jwt'), claims });
}

/** A JWT of RFC 9068, kept as well: userinfo and introspection look it up. */
async function issueAccessToken(state: ProviderState, { grant, grantType, scope }: Issue): Promise<string> {
  const { client, subject, session } = grant;
  const issuedAt = state.now();
  const expiresAt = issuedAt + state.lifetimes.access;
  const claims = {
    iss: state.issuer,
    sub: subject,
    aud: state.audience,
    client_id: client.id,
    iat: issuedAt,
    exp: expiresAt,
    jti: randomToken(),
    scope: scope.join(' '),
    ...(session && { auth_time: session.authTime, sid: session.id }),
  };
  const token = await mint(state, { kind: 'access', client, grantType, header: header('at+jwt'), claims });
  state.tokenStore.set(token, { kind: 'access', grant, scope, issuedAt, expiresAt, spent: false });
  return token;
}

/** OpenID Connect Core §2; after a refresh without a nonce, as §12.2 advises. */
async function issueIdToken(state: ProviderState, issue: Issue, accessToken: string): Promise<string> {
  const { client, subject, session } = issue.grant;
  const { algorithm } = await state.signingKey();
  const claims = {
    iss: state.issuer,
    sub: subject,
    aud: client.id,
    iat: state.now(),
    exp: state.now() + state.lifetimes.id,
    at_hash: await accessTokenHash(accessToken, algorithm),
    ...(session && { auth_time: session.authTime, sid: session.id }),
    ...(issue.nonce !== undefined && { nonce: issue.nonce }),
  };
  return mint(state, { kind: 'id', client, grantType: issue.grantType, header: header('JWT'), claims });
}

function issueRefreshToken(state: ProviderState, grant: Grant, grantType: GrantType): string {
  const token = randomToken();
  const issuedAt = state.now();
  const expiresAt = issuedAt + state.lifetimes.refresh;
  state.tokenStore.set(token, {
    kind: 'refresh',
    grant,
    scope: grant.scope,
    issuedAt,
    expiresAt,
    spent: false,
  });
  const claims = { sub: grant.subject, scope: grant.scope.join(' '), exp: expiresAt, grant_type: grantType };
  state.issued.refresh.push({ token, clientId: grant.client.id, claims });
  return token;
}

/** The algorithm and the key's name come with the signature. */
function header(typ: string): CompactJWSHeaderParameters {
  return { alg: '', typ };
}
