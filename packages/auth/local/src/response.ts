import type { DeviceGrant, KeySet, PasswordVerdict, TokenAnswer, User } from '@patchbay/auth';
import { Secret, withRaw } from '@patchbay/core';
import * as z from 'zod';
import type { Verdict } from './engine/directory.ts';
import type { UserRecord } from './engine/records.ts';
import { LocalAuthError, type RefusalCode } from './engine/refusal.ts';

/** An answer of the protocol as JSON. @throws `LocalAuthError` for a refusal of OAuth. */
export async function fromAnswer(response: Response): Promise<unknown> {
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  const body: unknown = isJson ? JSON.parse(text) : undefined;
  if (response.ok) return body;
  const { data } = refusalSchema.safeParse(body);
  const { error, error_description: description = 'It gave no reason.' } = data ?? {
    error: `status ${response.status}`,
  };
  throw new LocalAuthError(
    refusals[error] ?? 'provider_failed',
    `The provider refused: ${error}. ${description}`,
  );
}

const refusalSchema = z.object({ error: z.string(), error_description: z.string().exactOptional() });

/** RFC 6749 §5.2, RFC 6750 §3.1, RFC 8628 §3.5, RFC 8707 §2. */
const refusals: Readonly<Record<string, RefusalCode | undefined>> = {
  access_denied: 'access_refused',
  authorization_pending: 'device_pending',
  expired_token: 'device_expired',
  insufficient_scope: 'scope_missing',
  invalid_client: 'client_refused',
  invalid_grant: 'grant_invalid',
  invalid_request: 'parameter_invalid',
  invalid_scope: 'parameter_invalid',
  invalid_target: 'parameter_invalid',
  invalid_token: 'token_invalid',
  'status 413': 'parameter_invalid',
  slow_down: 'device_too_fast',
  unauthorized_client: 'client_refused',
};

const keysSchema = z.object({ keys: z.array(z.record(z.string(), z.unknown())) });

export function fromKeys(body: unknown): KeySet {
  return keysSchema.parse(body);
}

export function fromClaims(body: unknown): Readonly<Record<string, unknown>> {
  return z.record(z.string(), z.unknown()).parse(body);
}

const tokenSchema = z.object({
  access_token: z.string(),
  token_type: z.string(),
  expires_in: z.number().exactOptional(),
  refresh_token: z.string().exactOptional(),
  id_token: z.string().exactOptional(),
  scope: z.string().exactOptional(),
});

export function fromTokens(body: unknown): TokenAnswer {
  const answer = tokenSchema.parse(body);
  const { expires_in: expiresInSeconds, refresh_token: refreshToken, id_token: idToken, scope } = answer;
  return {
    accessToken: answer.access_token,
    tokenType: answer.token_type,
    ...(expiresInSeconds !== undefined && { expiresInSeconds }),
    ...(refreshToken !== undefined && { refreshToken }),
    ...(idToken !== undefined && { idToken }),
    ...(scope !== undefined && { scopes: scope.split(' ').filter(Boolean) }),
  };
}

const deviceSchema = z.object({
  device_code: z.string(),
  user_code: z.string(),
  verification_uri: z.string(),
  verification_uri_complete: z.string(),
  expires_in: z.number(),
});

/** RFC 8628 §3.2: five seconds where the server does not say. */
const pollMs = 5000;

export function fromDevice(body: unknown, now: number): DeviceGrant {
  const grant = deviceSchema.parse(body);
  return {
    deviceCode: Secret.passing(grant.device_code),
    userCode: grant.user_code,
    verificationUrl: grant.verification_uri,
    verificationUrlComplete: grant.verification_uri_complete,
    expiresAt: new Date(now + grant.expires_in * 1000),
    intervalMs: pollMs,
  };
}

export function fromUser(record: UserRecord, issuer: string): User {
  const { passwordHash: _hash, sequence: _order, ...shown } = record;
  const user = {
    ...shown,
    provider: 'local',
    issuer,
    createdAt: new Date(record.createdAt),
    updatedAt: new Date(record.updatedAt),
  };
  return withRaw(user, shown);
}

export function fromVerdict(verdict: Verdict, issuer: string): PasswordVerdict {
  return verdict.status === 'right' ? { ...verdict, user: fromUser(verdict.user, issuer) } : verdict;
}
