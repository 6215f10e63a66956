import { base64url, compactVerify, createLocalJWKSet, type JWK, type JWTPayload } from 'jose';
import type { Surface } from '../../../src/oidc/index.ts';
import { claimsOf, headerOf, jsonOf, keysOf, refusal, type World } from './world.ts';

/** Whether an attack really sends what it claims. */
export type Proof = (world: World, where: readonly Surface[]) => Promise<boolean>;

type Check<Seen> = (seen: Seen, world: World) => boolean | Promise<boolean>;

/** Every token that the attack names passes the check. */
export function tokens(check: Check<string>): Proof {
  return async (world, where) => {
    const { id, access } = await world.signIn();
    const about = { clientId: 'web', subject: 'ada', sessionId: 'a-session' };
    const all = { id_token: id, access_token: access, logout_token: await world.provider.logoutToken(about) };
    const seen = Object.entries(all).filter(([surface]) => where.some((wanted) => wanted === surface));
    const verdicts = await Promise.all(seen.map(async ([, token]) => check(token, world)));
    return verdicts.every(Boolean);
  };
}

/** Tokens under a right signature, with such claims. */
export function claims(check: (claims: JWTPayload, now: number) => boolean): Proof {
  return tokens(
    async (token, world) =>
      (await isVouchedFor(token, world)) && check(claimsOf(token), world.clock.now() / 1000),
  );
}

export function without(...names: readonly string[]): Proof {
  return claims((found) => names.every((name) => !(name in found)));
}

/** Tokens under a right signature whose `typ` is this one. */
export function typed(typ: string, check: (claims: JWTPayload) => boolean): Proof {
  return tokens(
    async (token, world) =>
      (await isVouchedFor(token, world)) && headerOf(token).typ === typ && check(claimsOf(token)),
  );
}

/** Tokens that an honest provider might have signed, but did not. */
export function forged(check: Check<string>): Proof {
  return tokens(async (token, world) => (await check(token, world)) && !(await isVouchedFor(token, world)));
}

export function callback(check: (parameters: URLSearchParams) => boolean): Proof {
  return async (world) => check(await world.callback());
}

export function discovery(check: (document: Record<string, unknown>) => boolean): Proof {
  return async ({ get }) => check(await jsonOf(await get('/.well-known/openid-configuration')));
}

export function keySet(check: (keys: readonly JWK[]) => boolean): Proof {
  return async (world) => check(await publishedBy(world));
}

export function response(check: (body: Record<string, unknown>) => boolean): Proof {
  return async ({ signIn }) => check((await signIn()).body);
}

/** A redirect that keeps the method, to a trap that has the real answer. */
export function redirected(path: string, real: string): Proof {
  return async (world) => {
    const { status, headers } = await ask(world, path);
    const lured = await ask(world, `/trap${path}`);
    const isLure = status === 307 && headers.get('location') === `${world.provider.issuer}/trap${path}`;
    return isLure && real in (await jsonOf(lured)) && world.provider.count('trap') === 1;
  };
}

export function html(path: string): Proof {
  return async (world) => {
    const answer = await ask(world, path);
    return answer.ok && (await answer.text()).includes('<h1>Welcome');
  };
}

export async function isVouchedFor(token: string, world: World): Promise<boolean> {
  return verifies(token, createLocalJWKSet({ keys: await publishedBy(world) }));
}

export async function verifies(token: string, key: Parameters<typeof compactVerify>[1]): Promise<boolean> {
  try {
    await compactVerify(token, key);
    return true;
  } catch {
    return false;
  }
}

export async function publishedBy({ get }: World): Promise<JWK[]> {
  return keysOf(await get('/jwks'));
}

/** Of RFC 7515: 0 header, 1 payload, 2 signature. */
export function bytesOf(token: string, part: 0 | 1 | 2): Uint8Array<ArrayBuffer> {
  return new Uint8Array(base64url.decode(token.split('.')[part] ?? ''));
}

export function textOf(token: string): string {
  return new TextDecoder().decode(bytesOf(token, 1));
}

/** The same code gives tokens twice. */
export const replay: Proof = async ({ callback, redeem }) => {
  const code = (await callback()).get('code') ?? '';
  await redeem(code);
  return (await redeem(code)).ok;
};

/** The callback brings the code of an earlier sign-in, which PKCE then refuses. */
export const injection: Proof = async ({ callback, redeem }) => {
  const earlier = (await callback({}, 'bob')).get('code');
  const injected = (await callback()).get('code') ?? '';
  const refused = await refusal(redeem(injected, { code_verifier: 'w'.repeat(43) }));
  return injected === earlier && String(refused) === '400,invalid_grant';
};

function ask(world: World, path: string): Promise<Response> {
  if (!path.endsWith('/token')) return world.get(path);
  const fields = { client_id: 'machine', client_secret: 'machine-secret', grant_type: 'client_credentials' };
  return world.post(path, fields);
}
