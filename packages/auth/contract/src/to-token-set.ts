import { Secret, withRaw } from '@patchbay/core';
import type { TokenAnswer } from './flow.ts';
import { refused } from './refused.ts';
import type { TokenSet } from './token-set.ts';

/** What is known beside the token endpoint's answer. */
export interface TokenContext {
  readonly issuer: string;
  readonly now: number;
  /** What was asked for: granted, where the server says nothing. */
  readonly scopes: readonly string[];
  readonly subject?: string | undefined;
  /** Stay where the server gives no new ones. */
  readonly refreshToken?: Secret | undefined;
  readonly idToken?: Secret | undefined;
}

/** Seals an answer, so that no token prints. */
export function toTokenSet(answer: TokenAnswer, context: TokenContext): TokenSet {
  const { expiresInSeconds } = answer;
  const refreshToken =
    answer.refreshToken === undefined ? context.refreshToken : Secret.passing(answer.refreshToken);
  const idToken = answer.idToken === undefined ? context.idToken : Secret.passing(answer.idToken);
  return withRaw(
    {
      accessToken: Secret.passing(answer.accessToken),
      tokenType: 'Bearer',
      ...(expiresInSeconds !== undefined && { expiresAt: new Date(context.now + expiresInSeconds * 1000) }),
      ...(refreshToken !== undefined && { refreshToken }),
      ...(idToken !== undefined && { idToken }),
      scopes: answer.scopes ?? context.scopes,
      issuer: context.issuer,
      ...(context.subject !== undefined && { subject: context.subject }),
    },
    answer,
  );
}

/** A token of another type would have to be used in another way (RFC 6749 §7.1). */
export function assertBearer({ tokenType }: TokenAnswer): void {
  if (tokenType.toLowerCase() === 'bearer') return;
  throw refused(
    'invalid_response',
    'token_type_unknown',
    'The provider gave a token of another type than Bearer.',
  );
}
