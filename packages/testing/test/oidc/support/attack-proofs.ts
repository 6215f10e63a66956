import { base64url, compactDecrypt, createLocalJWKSet, exportSPKI, importJWK } from 'jose';
import type { AttackName } from '../../../src/oidc/index.ts';
import {
  bytesOf,
  callback,
  claims,
  discovery,
  forged,
  html,
  injection,
  isVouchedFor,
  keySet,
  type Proof,
  publishedBy,
  redirected,
  replay,
  response,
  textOf,
  tokens,
  typed,
  verifies,
  without,
} from './proofs.ts';
import { claimsOf, headerOf, issuer, jsonOf, keysOf, readTokens, type World, web } from './world.ts';

const hour = 3600;
const mebibyte = 2 ** 20;
const encoder = new TextEncoder();

/** What each attack must really send. A name that is missing here does not compile. */
export const proofs = {
  wrong_state: callback((parameters) => parameters.get('state') === 'state-of-somebody-else'),
  missing_state: callback((parameters) => !parameters.has('state')),
  wrong_callback_issuer: callback((parameters) => parameters.get('iss') === 'https://other.test'),
  missing_callback_issuer: callback((parameters) => !parameters.has('iss')),
  repeated_callback_parameters: callback((parameters) =>
    ['state', 'code'].every((name) => new Set(parameters.getAll(name)).size === 2),
  ),
  injected_code: injection,
  code_replay: replay,

  wrong_nonce: claims(({ nonce }) => nonce === 'nonce-of-another'),
  missing_nonce: without('nonce'),
  wrong_issuer: claims(({ iss }) => iss === 'https://other.test'),
  almost_same_issuer: claims(({ iss }) => iss === `${issuer}/`),
  wrong_audience: claims(({ aud }) => aud === 'other-client'),
  several_audiences_without_azp: claims(
    ({ aud, azp }) => String(aud) === 'web,other-client' && azp === undefined,
  ),
  wrong_azp: claims(({ aud, azp }) => aud === 'web' && azp === 'other-client'),
  wrong_at_hash: claims(({ at_hash }) => at_hash === 'AAAAAAAAAAAAAAAAAAAAAA'),
  expired: claims(({ exp }, now) => exp === now - hour),
  issued_in_the_future: claims(({ iat }, now) => iat === now + hour),
  not_yet_valid: claims(({ nbf }, now) => nbf === now + hour),
  missing_issuer: without('iss'),
  missing_subject: without('sub'),
  missing_audience: without('aud'),
  missing_expiry: without('exp'),
  missing_issue_time: without('iat'),
  expiry_as_text: claims(({ exp }) => typeof exp === 'string'),
  auth_time_missing: without('auth_time'),
  auth_time_too_old: claims(({ auth_time }, now) => auth_time === now - 720 * hour),
  oversized_token: tokens((token, world) => token.length > 16 * 1024 && isVouchedFor(token, world)),
  // The last one wins in JavaScript: it is the lie.
  duplicate_claims: tokens((token, world) => {
    const isTwice = textOf(token).match(/"sub":/g)?.length === 2 && claimsOf(token).sub === 'bob';
    return isTwice && isVouchedFor(token, world);
  }),
  deeply_nested_claims: tokens((token, world) => {
    const isDeep = textOf(token).includes('['.repeat(2000)) && token.length < 16 * 1024;
    return isDeep && isVouchedFor(token, world);
  }),

  alg_none: forged((token) => headerOf(token).alg === 'none' && token.endsWith('.')),
  alg_none_mixed_case: forged((token) => headerOf(token).alg === 'nOnE' && token.endsWith('.')),
  stripped_signature: forged((token) => headerOf(token).alg === 'RS256' && token.endsWith('.')),
  tampered_claims: forged((token) => claimsOf(token).sub === 'bob'),
  hs256_public_key: byHmac(publicKeyText),
  hs256_client_secret: byHmac(async () => web.secret ?? ''),
  wrong_key: forged((token, { provider }) => headerOf(token).kid === provider.keys.kids[0]),
  unknown_kid: forged((token, { provider }) => !provider.keys.kids.includes(headerOf(token).kid ?? '')),
  rotating_bogus_kids: async (world, where) => {
    const kids = new Set<unknown>();
    const areForged = await forged((token) => kids.add(headerOf(token).kid).size > 0)(world, where);
    const sets = [await publishedBy(world), await publishedBy(world)].flat();
    const published = new Set(sets.map(({ kid }) => kid));
    // One real key and five new bogus ones in each of two sets.
    return areForged && kids.size === 3 && published.size === 11;
  },
  embedded_jwk: forged(async (token) => {
    const { jwk, alg } = headerOf(token);
    return jwk !== undefined && verifies(token, await importJWK({ ...jwk }, alg));
  }),
  jku_header: forged(async (token, { provider }) => {
    const { jku } = headerOf(token);
    if (jku === undefined) return false;
    return verifies(
      token,
      createLocalJWKSet({ keys: await keysOf(await provider.handle(new Request(jku))) }),
    );
  }),
  x5u_header: forged(async (token, { provider }) => {
    const { x5u } = headerOf(token);
    if (x5u === undefined) return false;
    await provider.handle(new Request(x5u));
    return provider.count('trap') > 0;
  }),
  rsa_1024: tokens(verifiesByWeakKey),
  published_symmetric_key: tokens(async (token, world) => {
    const shared = (await publishedBy(world)).find(({ kty }) => kty === 'oct');
    return headerOf(token).kid === shared?.kid && verifies(token, base64url.decode(shared?.k ?? ''));
  }),
  unknown_crit: tokens((token) => headerOf(token).crit?.[0] === 'urn:test:unknown'),
  encrypted_token: tokens(async (token, world) => {
    if (token.split('.').length !== 5) return false;
    const key = await crypto.subtle.digest('SHA-256', encoder.encode(web.secret));
    const { plaintext } = await compactDecrypt(token, new Uint8Array(key));
    return isVouchedFor(new TextDecoder().decode(plaintext), world);
  }),

  access_token_as_id_token: typed(
    'at+jwt',
    ({ aud, client_id, nonce }) => aud === 'web' && client_id === 'web' && nonce === 'nonce-1',
  ),
  id_token_as_access_token: typed(
    'JWT',
    ({ aud, azp, nonce, client_id }) =>
      aud === `${issuer}/api` && azp === 'web' && nonce === 'nonce' && client_id === undefined,
  ),
  logout_token_as_id_token: typed('logout+jwt', (found) => 'events' in found && !('nonce' in found)),
  id_token_as_logout_token: typed('JWT', (found) => !('events' in found) && 'nonce' in found),
  logout_token_with_nonce: typed('logout+jwt', (found) => 'events' in found && 'nonce' in found),
  logout_token_without_events: without('events'),
  logout_token_about_nobody: without('sub', 'sid'),
  userinfo_of_another: async ({ signIn, get }) => {
    const { access, id } = await signIn();
    const userinfo = await jsonOf(await get('/userinfo', { authorization: `Bearer ${access}` }));
    return claimsOf(id).sub === 'ada' && userinfo['sub'] === 'bob';
  },
  refresh_for_another: async ({ signIn, refresh }) => {
    const first = await signIn();
    const second = await readTokens(await refresh(first.refresh));
    return claimsOf(first.id).sub === 'ada' && claimsOf(second.id).sub === 'bob';
  },
  missing_id_token: response((body) => 'access_token' in body && !('id_token' in body)),
  unknown_token_type: response((body) => body['token_type'] === 'urn:test:unknown'),

  discovery_other_issuer: discovery((document) => document['issuer'] === 'https://other.test'),
  discovery_almost_same_issuer: discovery((document) => document['issuer'] === `${issuer}/`),
  discovery_foreign_endpoints: endpointsUnder('https://attacker.test/'),
  discovery_plain_http_endpoints: endpointsUnder('http://id.test/'),
  discovery_internal_endpoints: endpointsUnder('http://169.254.169.254/'),
  discovery_without_token_endpoint: discovery((document) => !('token_endpoint' in document)),
  oversized_discovery: discovery((document) => JSON.stringify(document).length > mebibyte),
  oversized_jwks: keySet((keys) => JSON.stringify(keys).length > mebibyte),
  jwks_with_private_key: keySet(([key]) => key?.d !== undefined),
  discovery_redirect: redirected('/.well-known/openid-configuration', 'issuer'),
  jwks_redirect: redirected('/jwks', 'keys'),
  token_redirect: redirected('/token', 'access_token'),
  discovery_html: html('/.well-known/openid-configuration'),
  jwks_html: html('/jwks'),
  token_html: html('/token'),
} satisfies Record<AttackName, Proof>;

function endpointsUnder(root: string): Proof {
  return discovery((document) =>
    ['token_endpoint', 'jwks_uri', 'userinfo_endpoint'].every((name) =>
      String(document[name]).startsWith(root),
    ),
  );
}

function byHmac(secretOf: (world: World) => Promise<string>): Proof {
  return forged(async (token, world) => {
    const { alg, kid } = headerOf(token);
    if (alg !== 'HS256' || kid !== world.provider.keys.kids[0]) return false;
    return verifies(token, encoder.encode(await secretOf(world)));
  });
}

async function publicKeyText(world: World): Promise<string> {
  const [jwk = {}] = await publishedBy(world);
  const key = await importJWK(jwk, 'RS256', { extractable: true });
  if (key instanceof Uint8Array) throw new Error('The key is symmetric.');
  return exportSPKI(key);
}

async function verifiesByWeakKey(token: string, world: World): Promise<boolean> {
  const weak = (await publishedBy(world)).find(({ kid }) => kid === headerOf(token).kid);
  if (base64url.decode(weak?.n ?? '').length !== 1024 / 8) return false;
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const key = await crypto.subtle.importKey('jwk', { ...weak, kty: 'RSA' }, algorithm, false, ['verify']);
  const signed = encoder.encode(token.slice(0, token.lastIndexOf('.')));
  return crypto.subtle.verify(algorithm.name, key, bytesOf(token, 2), signed);
}
