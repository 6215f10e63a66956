import type { CallOptions } from '@patchbay/core';
import { base64url } from 'jose';
import { areSame, digest } from './bytes.ts';
import type { CheckedToken, Engine } from './engine.ts';
import type { Claims, TokenAnswer } from './flow.ts';
import type { Identity } from './identity.ts';
import { refused, unauthenticated } from './refused.ts';
import type { TokenAlgorithm } from './rules.ts';
import { toIdentity } from './to-identity.ts';
import { assertBearer, toTokenSet } from './to-token-set.ts';
import type { TokenSet } from './token-set.ts';

/** What the answer to a sign-in must fit. */
export interface SignInFacts {
  readonly scopes: readonly string[];
  /** Absent where none was sent. */
  readonly nonce?: string | undefined;
  readonly code?: string | undefined;
  readonly maxAgeSeconds?: number | undefined;
}

/**
 * Who signed in, from a token endpoint's answer: id token, its nonce and hashes, and where it lacks them the profile.
 */
export async function toSignedIn(
  engine: Engine,
  answer: TokenAnswer,
  facts: SignInFacts,
  options: CallOptions,
): Promise<{ readonly identity: Identity; readonly tokens: TokenSet }> {
  assertBearer(answer);
  const { idToken } = answer;
  if (idToken === undefined) {
    throw refused('invalid_response', 'id_token_missing', 'The provider gave no id token.');
  }
  const { rules, base } = engine;
  const expected = { kind: 'id', audience: [rules.clientId], maxAgeSeconds: facts.maxAgeSeconds } as const;
  const token = await engine.check(idToken, expected, options);
  await assertNonce(token.claims, facts.nonce);
  await assertHash(token.algorithm, token.claims, 'at_hash', answer.accessToken);
  if (facts.code !== undefined) await assertHash(token.algorithm, token.claims, 'c_hash', facts.code);
  const subject = subjectOf(token);
  const { issuer } = rules;
  const tokens = toTokenSet(answer, { issuer, now: engine.now(), scopes: facts.scopes, subject });
  const profile = await readProfile(engine, tokens, token.claims, options);
  const claims = { ...profile, ...token.claims };
  const { emailOf } = rules;
  const { provider } = base.integration;
  return { identity: toIdentity(claims, { issuer, subject }, { provider, emailOf }), tokens };
}

/** A profile counts only for the person whom the tokens are of (OpenID Connect Core §5.3.2). */
export async function readUserInfo(
  { base }: Engine,
  { accessToken, subject }: TokenSet,
  options: CallOptions,
): Promise<Claims> {
  const claims = await base.operations.flow.userInfo({ accessToken }, options);
  if (subject !== undefined && claims['sub'] === subject) return claims;
  throw refused('invalid_response', 'subject_mismatch', 'The profile is that of somebody else.');
}

/** A token that is not about a session alone has a subject: its kind was checked. */
export function subjectOf({ subject }: CheckedToken): string {
  if (subject === undefined) throw unauthenticated('claim_missing', 'The token lacks sub.');
  return subject;
}

/**
 * Many providers leave out of the id token what userinfo tells: it is asked only for what was granted and is lacking.
 */
async function readProfile(
  engine: Engine,
  tokens: TokenSet,
  claims: Claims,
  options: CallOptions,
): Promise<Claims> {
  const lacks = (scope: string, claim: string): boolean =>
    tokens.scopes.includes(scope) && claims[claim] === undefined;
  if (!lacks('email', 'email') && !lacks('profile', 'name')) return {};
  const { userinfo_endpoint: endpoint } = await engine.metadata(options);
  if (endpoint === undefined || !engine.base.integration.supports('flow.userInfo')) return {};
  return readUserInfo(engine, tokens, options);
}

async function assertNonce(claims: Claims, nonce: string | undefined): Promise<void> {
  if (nonce === undefined) return;
  const claimed = claims['nonce'];
  if (typeof claimed === 'string' && (await areSame(nonce, claimed))) return;
  throw unauthenticated('nonce_mismatch', 'The id token is of another sign-in.');
}

const hashOf = {
  RS256: 'SHA-256',
  PS256: 'SHA-256',
  ES256: 'SHA-256',
  ES384: 'SHA-384',
  EdDSA: 'SHA-512',
} as const satisfies Record<TokenAlgorithm, string>;

/** Half a digest in the id token ties it to what it came with (OpenID Connect Core §3.1.3.8, §3.3.2.11). */
async function assertHash(
  algorithm: TokenAlgorithm,
  claims: Claims,
  name: 'at_hash' | 'c_hash',
  value: string,
): Promise<void> {
  const claimed = claims[name];
  if (claimed === undefined) return;
  const whole = await digest(value, hashOf[algorithm]);
  const own = base64url.encode(whole.subarray(0, whole.length / 2));
  if (typeof claimed === 'string' && (await areSame(own, claimed))) return;
  throw unauthenticated('hash_mismatch', `The id token belongs to something else (${name}).`);
}
