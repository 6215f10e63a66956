import { type CallOptions, reveal, Secret, type SecretInput } from '@patchbay/core';
import type { AuthMethods } from './contract.ts';
import type { CheckedToken, Engine } from './engine.ts';
import type { ClientCredentials } from './flow.ts';
import type { Identity } from './identity.ts';
import { unlessAborted } from './kept.ts';
import { refused, unauthenticated } from './refused.ts';
import type { TokenExpectation, VerifiedToken } from './sign-in-types.ts';
import { readUserInfo, subjectOf } from './signed-in.ts';
import { toIdentity } from './to-identity.ts';
import { assertBearer, toTokenSet } from './to-token-set.ts';
import type { TokenSet } from './token-set.ts';

/** What tokens are good for. */
export function tokenMethods(engine: Engine): Omit<AuthMethods['tokens'], 'source'> {
  const refreshing = new Map<string, Promise<TokenSet>>();
  return {
    verify: (token, expectation = {}, options = {}) => verify(engine, token, expectation, options),
    refresh: (tokens, options = {}) => refreshOnce(engine, refreshing, tokens, options),
    revoke: (tokens, options = {}) => revoke(engine, tokens, options),
    clientCredentials: (input = {}, options = {}) => clientCredentials(engine, input, options),
    identity: (tokens, options = {}) => readIdentity(engine, tokens, options),
  };
}

async function verify(
  engine: Engine,
  text: SecretInput,
  { kind = 'access', audience, scopes, maxAgeSeconds, isRevoked }: TokenExpectation,
  options: CallOptions,
): Promise<VerifiedToken> {
  const wanted = audience ?? (kind === 'id' ? engine.rules.clientId : []);
  const audiences = typeof wanted === 'string' ? [wanted] : wanted;
  if (audiences.length === 0) {
    throw refused('invalid_request', 'parameter_invalid', 'audience: say for whom an access token must be.');
  }
  const checked = await engine.check(text, { kind, audience: audiences, scopes, maxAgeSeconds }, options);
  const token = toVerifiedToken(engine, kind, checked);
  if (isRevoked !== undefined && (await isRevoked(token))) {
    throw unauthenticated('token_revoked', 'The token was revoked.');
  }
  return token;
}

function toVerifiedToken(engine: Engine, kind: 'id' | 'access', checked: CheckedToken): VerifiedToken {
  const { audience, scopes, expiresAt, issuedAt, claims } = checked;
  const { jti: tokenId, sid: sessionId } = claims;
  return {
    key: { issuer: engine.rules.issuer, subject: subjectOf(checked) },
    kind,
    audience,
    scopes,
    expiresAt,
    issuedAt,
    ...(typeof tokenId === 'string' && { tokenId }),
    ...(typeof sessionId === 'string' && { sessionId }),
    claims,
  };
}

/** One request for all who ask at once: a rotating token that is sent twice ends the whole session. */
function refreshOnce(
  engine: Engine,
  refreshing: Map<string, Promise<TokenSet>>,
  tokens: TokenSet | SecretInput,
  { signal, ...options }: CallOptions,
): Promise<TokenSet> {
  const known = isTokenSet(tokens) ? tokens : undefined;
  const refreshToken = isTokenSet(tokens) ? tokens.refreshToken : tokens;
  if (refreshToken === undefined) {
    throw refused('invalid_request', 'parameter_invalid', 'There is no refresh token among these tokens.');
  }
  const name = reveal(refreshToken);
  const work =
    refreshing.get(name) ??
    refresh(engine, refreshToken, known, options).finally(() => refreshing.delete(name));
  refreshing.set(name, work);
  return unlessAborted(work, signal);
}

async function refresh(
  engine: Engine,
  refreshToken: SecretInput,
  known: TokenSet | undefined,
  options: CallOptions,
): Promise<TokenSet> {
  const { rules, base } = engine;
  await engine.keys.warm(); // an id token that cannot be checked would cost the refresh token
  const answer = await base.operations.flow.refresh({ refreshToken }, options);
  assertBearer(answer);
  const subject =
    answer.idToken === undefined
      ? known?.subject
      : subjectOf(await engine.check(answer.idToken, { kind: 'id', audience: [rules.clientId] }));
  if (known?.subject !== undefined && subject !== known.subject) {
    throw refused('invalid_response', 'subject_mismatch', 'The refreshed tokens are of somebody else.');
  }
  return toTokenSet(answer, {
    issuer: rules.issuer,
    now: engine.now(),
    scopes: known?.scopes ?? rules.scopes,
    subject,
    refreshToken: Secret.is(refreshToken) ? refreshToken : Secret.passing(refreshToken),
    idToken: known?.idToken,
  });
}

function isTokenSet(tokens: TokenSet | SecretInput): tokens is TokenSet {
  return typeof tokens === 'object' && !Secret.is(tokens);
}

async function revoke({ base }: Engine, tokens: TokenSet, options: CallOptions): Promise<void> {
  const { refreshToken, accessToken } = tokens;
  await base.operations.flow.revoke(
    refreshToken === undefined
      ? { token: accessToken, kind: 'access_token' }
      : { token: refreshToken, kind: 'refresh_token' },
    options,
  );
}

async function clientCredentials(
  engine: Engine,
  input: ClientCredentials,
  options: CallOptions,
): Promise<TokenSet> {
  const answer = await engine.base.operations.flow.clientCredentials(input, options);
  assertBearer(answer);
  return toTokenSet(answer, { issuer: engine.rules.issuer, now: engine.now(), scopes: input.scopes ?? [] });
}

async function readIdentity(engine: Engine, tokens: TokenSet, options: CallOptions): Promise<Identity> {
  const { subject } = tokens;
  if (subject === undefined) {
    throw refused(
      'invalid_request',
      'parameter_invalid',
      'tokens.subject: these tokens are of no known person.',
    );
  }
  const claims = await readUserInfo(engine, tokens, options);
  const { issuer, emailOf } = engine.rules;
  const { provider } = engine.base.integration;
  return toIdentity(claims, { issuer, subject }, { provider, emailOf });
}
