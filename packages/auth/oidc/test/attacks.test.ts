import { type AttackName, attackNames, attacks } from '@patchbay/testing/oidc';
import { describe, expect, it } from 'vitest';
import { comeBack, failureOf, newWorld, signIn, type World } from './support/world.ts';

type Surface = (typeof attacks)[AttackName]['where'][number];
type Refusal = readonly [code: string, reason: string | undefined];

const unauthenticated = (reason: string): Refusal => ['unauthenticated', reason];
const invalid = (reason?: string): Refusal => ['invalid_response', reason];

/** What each attack meets, at every surface but that of logout tokens. */
const refusals: Readonly<Record<AttackName, Refusal>> = {
  wrong_state: unauthenticated('state_mismatch'),
  missing_state: unauthenticated('state_mismatch'),
  wrong_callback_issuer: unauthenticated('issuer_mismatch'),
  missing_callback_issuer: unauthenticated('issuer_mismatch'),
  repeated_callback_parameters: unauthenticated('callback_invalid'),
  injected_code: unauthenticated('grant_invalid'),
  code_replay: unauthenticated('transaction_replayed'),
  wrong_nonce: unauthenticated('nonce_mismatch'),
  missing_nonce: unauthenticated('nonce_mismatch'),
  wrong_issuer: unauthenticated('issuer_mismatch'),
  almost_same_issuer: unauthenticated('issuer_mismatch'),
  wrong_audience: unauthenticated('audience_mismatch'),
  several_audiences_without_azp: unauthenticated('audience_mismatch'),
  wrong_azp: unauthenticated('audience_mismatch'),
  wrong_at_hash: unauthenticated('hash_mismatch'),
  expired: unauthenticated('token_expired'),
  issued_in_the_future: unauthenticated('token_not_yet_valid'),
  not_yet_valid: unauthenticated('token_not_yet_valid'),
  missing_issuer: unauthenticated('claim_missing'),
  missing_subject: unauthenticated('claim_missing'),
  missing_audience: unauthenticated('claim_missing'),
  missing_expiry: unauthenticated('claim_missing'),
  missing_issue_time: unauthenticated('claim_missing'),
  expiry_as_text: unauthenticated('token_malformed'),
  auth_time_missing: unauthenticated('claim_missing'),
  auth_time_too_old: unauthenticated('authentication_too_old'),
  oversized_token: unauthenticated('token_too_large'),
  duplicate_claims: unauthenticated('token_malformed'),
  deeply_nested_claims: unauthenticated('token_malformed'),
  alg_none: unauthenticated('algorithm_refused'),
  alg_none_mixed_case: unauthenticated('algorithm_refused'),
  stripped_signature: unauthenticated('signature_invalid'),
  tampered_claims: unauthenticated('signature_invalid'),
  hs256_public_key: unauthenticated('algorithm_refused'),
  hs256_client_secret: unauthenticated('algorithm_refused'),
  wrong_key: unauthenticated('signature_invalid'),
  unknown_kid: unauthenticated('key_unknown'),
  rotating_bogus_kids: unauthenticated('key_unknown'),
  embedded_jwk: unauthenticated('header_refused'),
  jku_header: unauthenticated('header_refused'),
  x5u_header: unauthenticated('header_refused'),
  rsa_1024: unauthenticated('key_refused'),
  published_symmetric_key: unauthenticated('algorithm_refused'),
  unknown_crit: unauthenticated('header_refused'),
  encrypted_token: unauthenticated('token_malformed'),
  access_token_as_id_token: unauthenticated('token_kind_mismatch'),
  id_token_as_access_token: unauthenticated('token_kind_mismatch'),
  logout_token_as_id_token: unauthenticated('token_kind_mismatch'),
  id_token_as_logout_token: unauthenticated('token_kind_mismatch'),
  logout_token_with_nonce: unauthenticated('token_kind_mismatch'),
  logout_token_without_events: unauthenticated('token_kind_mismatch'),
  logout_token_about_nobody: unauthenticated('claim_missing'),
  userinfo_of_another: invalid('subject_mismatch'),
  refresh_for_another: invalid('subject_mismatch'),
  missing_id_token: invalid('id_token_missing'),
  unknown_token_type: invalid('token_type_unknown'),
  discovery_other_issuer: invalid('metadata_invalid'),
  discovery_almost_same_issuer: invalid('metadata_invalid'),
  discovery_foreign_endpoints: invalid('metadata_invalid'),
  discovery_plain_http_endpoints: invalid('metadata_invalid'),
  discovery_internal_endpoints: invalid('metadata_invalid'),
  discovery_without_token_endpoint: invalid('metadata_invalid'),
  oversized_discovery: invalid(),
  oversized_jwks: invalid(),
  jwks_with_private_key: unauthenticated('key_refused'),
  discovery_redirect: invalid(),
  jwks_redirect: invalid(),
  token_redirect: invalid(),
  discovery_html: invalid(),
  jwks_html: invalid(),
  token_html: invalid(),
};

/** The same in the words of webhooks, for logout tokens. */
const logoutReasons: Readonly<Record<string, string | undefined>> = {
  algorithm_refused: 'webhook_signature_invalid',
  key_refused: 'webhook_signature_invalid',
  key_unknown: 'webhook_signature_invalid',
  signature_invalid: 'webhook_signature_invalid',
  token_expired: 'timestamp_outside_tolerance',
  token_not_yet_valid: 'timestamp_outside_tolerance',
  token_too_large: 'too_large',
};

const rows = attackNames.flatMap((name) => attacks[name].where.map((surface) => [name, surface] as const));

describe('a hostile provider is refused for the right reason, and lures nobody', () => {
  it('in each of 71 ways', () => {
    expect(Object.keys(refusals)).toHaveLength(71);
    expect(new Set(Object.keys(refusals))).toEqual(new Set(attackNames));
  });

  it.each(rows)('%s, met at %s', async (name, surface) => {
    await using world = await newWorld();
    expect(await failureOf(meet(world, name, surface))).toEqual(expectedAt(surface, refusals[name]));
    expect(world.provider.count('trap')).toBe(0);
  });
});

function expectedAt(surface: Surface, [code, reason = '']: Refusal): Refusal {
  if (surface !== 'logout_token') return [code, reason || undefined];
  return ['webhook_rejected', logoutReasons[reason] ?? 'payload_malformed'];
}

/** Does what an application does, so that it meets the attack. */
async function meet(world: World, name: AttackName, surface: Surface): Promise<unknown> {
  if (surface === 'access_token') return verifyAccessToken(world, name);
  if (surface === 'logout_token') return receiveLogout(world, name);
  const special = ceremonies[name];
  if (special !== undefined) return special(world);
  attacks[name].apply(world.provider);
  return signIn(world, 'ada', { maxAgeSeconds: 3600 });
}

const ceremonies: Partial<Record<AttackName, (world: World) => Promise<unknown>>> = {
  injected_code: async (world) => {
    await signIn(world, 'bob');
    attacks.injected_code.apply(world.provider);
    return signIn(world);
  },
  code_replay: async (world) => {
    attacks.code_replay.apply(world.provider);
    const request = await comeBack(world, await world.auth.signIn.begin());
    await world.auth.signIn.complete({ request: request.clone() });
    return world.auth.signIn.complete({ request });
  },
  refresh_for_another: async (world) => {
    const { tokens } = await signIn(world);
    attacks.refresh_for_another.apply(world.provider);
    return world.auth.tokens.refresh(tokens);
  },
};

async function verifyAccessToken({ auth, provider }: World, name: AttackName): Promise<unknown> {
  attacks[name].apply(provider);
  const { accessToken } = await auth.tokens.clientCredentials({ scopes: ['orders'] });
  return auth.tokens.verify(accessToken, { audience: `${provider.issuer}/api` });
}

async function receiveLogout({ auth, provider }: World, name: AttackName): Promise<unknown> {
  attacks[name].apply(provider);
  const token = await provider.logoutToken({ clientId: 'web', subject: 'ada' });
  const body = new URLSearchParams({ logout_token: token });
  return auth.signOut.receive(new Request('https://app.test/logout', { method: 'POST', body }));
}
