import { authReasons } from '@patchbay/auth';
import { describe, expect, it } from 'vitest';
import { RefusalError } from '../src/client/refusal.ts';
import { type Meaning, meaningByError, meaningByStatus, toFailure } from '../src/errors.ts';
import { failureOf, newWorld, signIn } from './support/world.ts';

function failure(status: number, error: string) {
  const { code, reason } = toFailure(new RefusalError({ status, error, description: undefined })) ?? {};
  return [code, reason];
}

describe('a refusal', () => {
  it.each([
    [401, 'invalid_client', ['provider_auth_failed', 'client_refused']],
    [400, 'invalid_client', ['provider_auth_failed', 'client_refused']],
    [401, 'access_denied', ['provider_auth_failed', 'client_refused']],
    [400, 'access_denied', ['access_denied', 'consent_denied']],
    [400, 'unauthorized_client', ['provider_permission_denied', undefined]],
    [400, 'invalid_grant', ['unauthenticated', 'grant_invalid']],
    [400, 'expired_token', ['unauthenticated', 'grant_invalid']],
    [401, 'invalid_token', ['unauthenticated', 'token_revoked']],
    [403, 'insufficient_scope', ['access_denied', 'scope_missing']],
    [400, 'interaction_required', ['access_denied', 'login_required']],
    [400, 'invalid_scope', ['invalid_request', 'parameter_invalid']],
    [400, 'invalid_target', ['invalid_request', 'parameter_invalid']],
    [400, 'unsupported_grant_type', ['invalid_request', 'parameter_invalid']],
    [400, 'unsupported_token_type', ['invalid_request', 'parameter_invalid']],
    [503, 'temporarily_unavailable', ['provider_unavailable', undefined]],
    [500, 'server_error', ['provider_error', undefined]],
    [400, 'slow_down', ['rate_limited', undefined]],
    [429, 'access_denied', ['rate_limited', undefined]],
    [429, 'too_many_requests', ['rate_limited', undefined]],
    [400, 'made_up_here', ['invalid_request', 'parameter_invalid']],
    [401, 'made_up_here', ['provider_auth_failed', 'client_refused']],
    [403, 'made_up_here', ['provider_permission_denied', undefined]],
    [502, 'made_up_here', ['provider_unavailable', undefined]],
    [418, 'made_up_here', ['unknown', undefined]],
    [400, 'constructor', ['invalid_request', 'parameter_invalid']],
  ])('of status %d with %s', (status, error, expected) => {
    expect(failure(status, error)).toEqual(expected);
  });

  it('has reasons of the contract alone, each with its code', () => {
    const reasons: Readonly<Record<string, readonly string[]>> = authReasons;
    const meanings: readonly Meaning[] = [
      ...Object.values(meaningByError),
      ...Object.values(meaningByStatus),
    ];
    const strange = meanings.filter(
      ({ code, reason }) => reason !== undefined && reasons[code]?.includes(reason) !== true,
    );
    expect(strange).toEqual([]);
  });

  it.each([new Error('invalid_client'), undefined, 'invalid_client', { error: 'invalid_client' }])(
    'of somebody else is not ours to name: %o',
    (thrown) => {
      expect(toFailure(thrown)).toBeUndefined();
    },
  );
});

describe('a refused request', () => {
  it('says what the provider said, without the token that it repeats', async () => {
    await using world = await newWorld();
    const { tokens } = await signIn(world);
    const token = tokens.refreshToken?.reveal() ?? '';
    world.server.fault({
      kind: 'status',
      status: 400,
      body: JSON.stringify({ error: 'invalid_grant', error_description: `The token ${token} is spent.` }),
      contentType: 'application/json',
    });
    const error: unknown = await world.auth.tokens.refresh(tokens).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({
      code: 'unauthenticated',
      reason: 'grant_invalid',
      outcome: 'not_applied',
      operation: 'auth.flow.refresh',
      vendor: { code: 'invalid_grant', status: 400 },
    });
    expect(JSON.stringify(error)).not.toContain(token);
  });

  it.each([
    ['Bearer error="invalid_token", error_description="It ended."', ['unauthenticated', 'token_revoked']],
    ['Bearer realm="profiles"', ['unauthenticated', 'token_revoked']],
    ['bearer error=insufficient_scope', ['access_denied', 'scope_missing']],
  ])('is named in the header where it has no body: %s', async (challenge, expected) => {
    await using world = await newWorld();
    const { accessToken } = (await signIn(world)).tokens;
    world.server.fault({ kind: 'status', status: 401, headers: { 'www-authenticate': challenge } });
    expect(await failureOf(world.auth.flow.userInfo({ accessToken }))).toEqual(expected);
  });
});
