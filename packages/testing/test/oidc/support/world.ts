import { decodeJwt, decodeProtectedHeader, type JWK } from 'jose';
import { virtualClock } from '../../../src/index.ts';
import {
  generateSigningKey,
  type OpenidClient,
  type OpenidProviderOptions,
  openidProvider,
} from '../../../src/oidc/index.ts';

export const issuer = 'https://id.test/tenant';
export const redirectUri = 'https://app.test/callback';
export const verifier = 'v'.repeat(43);
const challenge = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM';

export const web: OpenidClient = {
  id: 'web',
  secret: 'web:secret with/odd characters',
  redirectUris: [redirectUri],
  postLogoutRedirectUris: ['https://app.test/bye'],
};
const machine: OpenidClient = { id: 'machine', secret: 'machine-secret', grants: ['client_credentials'] };
const app: OpenidClient = { id: 'app', redirectUris: [redirectUri] };

const users = [
  { subject: 'ada', claims: { name: 'Ada <b>', email: 'ada@example.com', email_verified: true } },
  { subject: 'bob', claims: { name: 'Bob', email: 'bob@example.com', phone_number: '+15550100' } },
];

const sharedKey = await generateSigningKey('RS256');

export type World = ReturnType<typeof newWorld>;

/** A provider, and a client of it that checks nothing. */
export function newWorld(options: Partial<OpenidProviderOptions> = {}) {
  const clock = virtualClock();
  const provider = openidProvider({
    issuer,
    clients: [web, machine, app],
    users,
    now: clock.now,
    keys: [sharedKey],
    ...options,
  });
  const root = provider.issuer.replace(/\/$/, '');
  const get = (path: string, headers: Record<string, string> = {}) =>
    provider.handle(new Request(root + path, { headers }));
  const post = (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) =>
    provider.handle(new Request(root + path, { method: 'POST', body: new URLSearchParams(fields), headers }));
  const asWeb = { client_id: 'web', client_secret: web.secret ?? '' };
  const redeem = (code: string, fields: Record<string, string> = {}) =>
    post('/token', {
      ...asWeb,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      ...fields,
    });
  const refresh = (token: string, fields: Record<string, string> = {}) =>
    post('/token', { ...asWeb, grant_type: 'refresh_token', refresh_token: token, ...fields });
  const callback = async (parameters: Record<string, string> = {}, subject = 'ada') =>
    readCallback(await provider.signIn(authorizationUrl(parameters), subject));
  /** Signs in without looking at anything, and reads what came. */
  const signIn = async (parameters: Record<string, string> = {}, subject = 'ada') => {
    const code = (await callback(parameters, subject)).get('code') ?? '';
    return readTokens(await redeem(code));
  };
  return { clock, provider, get, post, asWeb, redeem, refresh, callback, signIn };
}

export function authorizationUrl(parameters: Record<string, string> = {}): string {
  const honest = {
    response_type: 'code',
    client_id: 'web',
    redirect_uri: redirectUri,
    scope: 'openid email offline_access',
    state: 'state-1',
    nonce: 'nonce-1',
    code_challenge: challenge,
    code_challenge_method: 'S256',
  };
  const query = new URLSearchParams({ ...honest, ...parameters });
  return `${issuer}/authorize?${query.toString()}`;
}

async function readCallback(request: Request): Promise<URLSearchParams> {
  if (request.method === 'POST') return new URLSearchParams(await request.text());
  return new URL(request.url).searchParams;
}

export async function readTokens(response: Response) {
  const body = await jsonOf(response);
  return {
    status: response.status,
    body,
    id: String(body['id_token']),
    access: String(body['access_token']),
    refresh: String(body['refresh_token']),
  };
}

export async function jsonOf(response: Response): Promise<Record<string, unknown>> {
  const body: unknown = await response.json();
  if (typeof body !== 'object' || body === null) throw new Error('The answer is no object.');
  return { ...body };
}

export async function keysOf(response: Response): Promise<JWK[]> {
  const { keys } = await jsonOf(response);
  if (!Array.isArray(keys)) throw new Error('The answer is no key set.');
  return keys;
}

export async function refusal(response: Response | Promise<Response>): Promise<unknown> {
  const { status, body } = await readTokens(await response);
  return [status, body['error']];
}

export const claimsOf = (token: string) => decodeJwt(token);
export const headerOf = (token: string) => decodeProtectedHeader(token);
