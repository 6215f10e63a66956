import type { WireHandler } from '@patchbay/core/conformance';
import { fieldsOf } from '@patchbay/core/conformance';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { type OpenidClient, openidProvider, testBrowser } from '@patchbay/testing/oidc';
import type { StrictnessCase } from '../lenient.ts';
import type { OpenidLenience } from './lenient.ts';

export type Fields = Readonly<Record<string, string>>;

export const issuer = 'https://id.test';
export const callbackUri = 'https://app.test/callback';
export const signedOutUri = 'https://app.test/bye';
export const verifier = 'v'.repeat(43);
export const challenge = '7w_YNF9DSfIdPf_pRjSq646_kPr-2-o9NAl16JGghdM';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

/** How the clients of `clients` prove themselves in a form. */
export const asWeb = { client_id: 'web', client_secret: 'web secret+1' };
export const asPhone = { client_id: 'phone' };
export const asMachine = { client_id: 'machine', client_secret: 'machine secret+1' };

const addresses = { redirectUris: [callbackUri], postLogoutRedirectUris: [signedOutUri] };
const clients: readonly OpenidClient[] = [
  { id: 'web', secret: asWeb.client_secret, ...addresses },
  { id: 'phone', ...addresses },
  { id: 'machine', secret: asMachine.client_secret, grants: ['client_credentials'], ...addresses },
];

const users = [
  { subject: 'ada', claims: { name: 'Ada', email: 'ada@example.com', email_verified: true } },
  { subject: 'bob', claims: { name: 'Bob', email: 'bob@example.com', email_verified: false } },
];

/** What the token endpoint answers; a member that it leaves out is empty. */
export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token: string;
  readonly scope: string;
}

/**
 * A provider as any client meets it: requests, and what comes back. In fields and headers, an empty text leaves one
 * out.
 */
export interface BareWire {
  readonly clock: VirtualClock;
  get(path: string, query?: Fields, headers?: Fields): Promise<Response>;
  post(path: string, fields: Fields | URLSearchParams, headers?: Fields): Promise<Response>;
  /** Somebody's browser, with its cookies. */
  browser(): Visitor;
  /** Asks for a sign-in as `web`, with changes. */
  authorize(changes?: Fields): Promise<Response>;
  /** Signs Ada in as `web` does it, and hands out the code. */
  code(changes?: Fields): Promise<string>;
  redeem(code: string, changes?: Fields): Promise<Response>;
  refresh(token: string, changes?: Fields): Promise<Response>;
  /** Signs Ada in, and redeems the code. */
  tokens(changes?: Fields): Promise<Tokens>;
  userinfo(token: string): Promise<Response>;
}

/** A browser at the provider. */
export interface Visitor {
  /** Where it ends: the parameters at the application, or `page` for a page of the provider. */
  open(url: string): Promise<URLSearchParams | 'page'>;
  signIn(changes?: Fields): Promise<URLSearchParams>;
}

/** A rule that shows in what comes back: `400 invalid_grant` for a refusal, or a text of the case's own. */
export function told(
  id: string,
  title: string,
  expected: string,
  ask: (wire: BareWire) => Promise<Response | string>,
): StrictnessCase {
  return {
    id: `fake.${id}`,
    title,
    async run(lenient?: OpenidLenience) {
      const found = await ask(bareWire(lenient));
      const text = typeof found === 'string' ? found : await answerOf(found);
      if (text !== expected) throw new Error(`${title} Expected ${expected}, found ${text}.`);
    },
  };
}

function bareWire(lenient?: OpenidLenience): BareWire {
  const clock = virtualClock();
  const given = {
    issuer,
    clients,
    users,
    now: clock.now,
    algorithm: 'ES256',
    apiScopes: ['orders'],
  } as const;
  const provider = openidProvider({ ...given, ...lenient?.options });
  const strict: WireHandler = (request) => provider.handle(request);
  const handle = lenient?.lenience(strict) ?? strict;
  const get: BareWire['get'] = (path, query = {}, headers = {}) =>
    handle(new Request(address(path, query), { headers: without(headers) }));
  const post: BareWire['post'] = (path, fields, headers = {}) =>
    handle(new Request(issuer + path, { method: 'POST', body: toForm(fields), headers: without(headers) }));
  const redeem: BareWire['redeem'] = (code, changes) =>
    post('/token', { ...asWeb, ...codeGrant, code, ...changes });
  const code: BareWire['code'] = async (changes) => (await visitor(handle).signIn(changes)).get('code') ?? '';
  return {
    clock,
    get,
    post,
    browser: () => visitor(handle),
    authorize: (changes) => get('/authorize', { ...signInFields, ...changes }),
    code,
    redeem,
    refresh: (token, changes) =>
      post('/token', { ...asWeb, grant_type: 'refresh_token', refresh_token: token, ...changes }),
    tokens: async (changes) => toTokens(await (await redeem(await code(changes))).json()),
    userinfo: (token) => get('/userinfo', {}, { authorization: `Bearer ${token}` }),
  };
}

const codeGrant = { grant_type: 'authorization_code', redirect_uri: callbackUri, code_verifier: verifier };

const signInFields = {
  response_type: 'code',
  client_id: 'web',
  redirect_uri: callbackUri,
  scope: 'openid offline_access orders',
  state: 'state-1',
  nonce: 'nonce-1',
  code_challenge: challenge,
  code_challenge_method: 'S256',
};

/** The authorization URL of `web`, with changes. */
export function signInUrl(changes: Fields = {}): string {
  return address('/authorize', { ...signInFields, ...changes });
}

function visitor(handle: WireHandler): Visitor {
  const browser = testBrowser({ fetch: handle, until: callbackUri });
  const open: Visitor['open'] = async (url) => {
    const end = await browser.open(url);
    return end.kind === 'page' ? 'page' : new URL(end.request.url).searchParams;
  };
  return {
    open,
    async signIn(changes) {
      const page = await browser.open(signInUrl(changes));
      const end = page.kind === 'page' ? await browser.submit(page, { subject: 'ada' }) : page;
      if (end.kind === 'page') throw new Error(`The sign-in ended on a page: ${end.html}`);
      return new URL(end.request.url).searchParams;
    },
  };
}

/** `200`, or the status with the error that the body or the redirect names. */
async function answerOf(response: Response): Promise<string> {
  const { status, headers } = response;
  const target = headers.get('location');
  const found = target === null ? await errorIn(response) : new URL(target).searchParams.get('error');
  return [status, found].filter(Boolean).join(' ');
}

async function errorIn(response: Response): Promise<string | undefined> {
  if (!response.headers.get('content-type')?.includes('json')) return undefined;
  const { error } = fieldsOf(await response.json());
  return typeof error === 'string' ? error : undefined;
}

export function toTokens(body: unknown): Tokens {
  const { access_token = '', refresh_token = '', id_token = '', scope = '' } = fieldsOf(body);
  return {
    access_token: String(access_token),
    refresh_token: String(refresh_token),
    id_token: String(id_token),
    scope: String(scope),
  };
}

function address(path: string, query: Fields): string {
  const search = toForm(query).toString();
  return `${issuer}${path}${search === '' ? '' : `?${search}`}`;
}

function toForm(fields: Fields | URLSearchParams): URLSearchParams {
  return fields instanceof URLSearchParams ? fields : new URLSearchParams(without(fields));
}

function without(fields: Fields): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
