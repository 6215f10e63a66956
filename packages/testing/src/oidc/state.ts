import { base64url } from 'jose';
import type { Alteration, Workbench } from './alteration.ts';
import { type CallbackTarget, OAuthError } from './http.ts';
import { generateSigningKey, generateWeakKey, type KeyRing, keyRing, type SigningKey } from './keys.ts';
import { paths } from './paths.ts';
import { scopeClaims } from './scope-claims.ts';
import { sign } from './sign.ts';
import type {
  IssuedToken,
  Lifetimes,
  LoggedOpenidRequest,
  OpenidClient,
  OpenidProviderOptions,
  OpenidUser,
  TokenKind,
} from './types.ts';

/** What a user allowed a client; all tokens that come from it die with it. */
export interface Grant {
  readonly client: OpenidClient;
  /** The client itself when no user is involved. */
  readonly subject: string;
  readonly scope: readonly string[];
  readonly session?: Session;
  revoked: boolean;
}

export interface Session {
  readonly id: string;
  readonly subject: string;
  readonly authTime: number;
  readonly clientIds: string[];
  ended: boolean;
}

/** A sign-in that a client asked for and that was found in order. */
export interface AuthorizationRequest {
  readonly client: OpenidClient;
  readonly target: CallbackTarget;
  readonly scope: readonly string[];
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly prompt: readonly string[];
  readonly maxAge: number | undefined;
  readonly loginHint: string | undefined;
}

export interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly nonce: string | undefined;
  readonly expiresAt: number;
  spent: boolean;
}

export interface StoredToken {
  readonly kind: 'access' | 'refresh';
  readonly grant: Grant;
  readonly scope: readonly string[];
  readonly issuedAt: number;
  readonly expiresAt: number;
  /** A refresh token that was traded in, or an access token that was revoked. */
  spent: boolean;
}

export interface Device {
  readonly client: OpenidClient;
  readonly userCode: string;
  readonly scope: readonly string[];
  readonly expiresAt: number;
  intervalSeconds: number;
  lastPollAt: number;
  answer: Session | 'deny' | 'spent' | undefined;
}

export interface ProviderState extends Workbench {
  readonly audience: string;
  readonly scopes: readonly string[];
  readonly lifetimes: Lifetimes;
  readonly jwksMaxAge: number;
  readonly clients: ReadonlyMap<string, OpenidClient>;
  readonly keys: KeyRing;
  readonly interactions: Map<string, AuthorizationRequest>;
  readonly codeStore: Map<string, Code>;
  readonly tokenStore: Map<string, StoredToken>;
  readonly devices: Map<string, Device>;
  readonly sessions: Map<string, Session>;
  readonly issued: Readonly<Record<TokenKind, IssuedToken[]>>;
  readonly requests: LoggedOpenidRequest[];
  alteration: Alteration;
}

const defaultLifetimes: Lifetimes = { code: 60, access: 3600, id: 3600, refresh: 30 * 86_400, device: 600 };

export function newState(options: OpenidProviderOptions): ProviderState {
  const { issuer, now = Date.now } = options;
  const keys = keyRing(options.algorithm ?? 'RS256', options.keys);
  const root = issuer.replace(/\/$/, '');
  const codeStore = new Map<string, Code>();
  let attacker: Promise<SigningKey> | undefined;
  let weak: Promise<SigningKey> | undefined;
  const signingKey = (): Promise<SigningKey> => keys.signing();
  return {
    issuer,
    url: (endpoint) => root + paths[endpoint],
    audience: options.audience ?? `${root}/api`,
    scopes: [...Object.keys(scopeClaims), ...(options.apiScopes ?? [])],
    lifetimes: { ...defaultLifetimes, ...options.lifetimes },
    jwksMaxAge: options.jwksMaxAge ?? 600,
    clients: new Map(options.clients.map((client) => [client.id, client])),
    users: options.users,
    keys,
    codeStore,
    interactions: new Map(),
    tokenStore: new Map(),
    devices: new Map(),
    sessions: new Map(),
    issued: { id: [], access: [], refresh: [], logout: [] },
    requests: [],
    alteration: {},
    now: () => Math.floor(now() / 1000),
    signingKey,
    attackerKey: () => (attacker ??= signingKey().then(({ algorithm }) => generateSigningKey(algorithm))),
    weakKey: () => (weak ??= generateWeakKey()),
    sign: async (draft, key) => sign(draft, key ?? (await signingKey())),
    get codes() {
      return [...codeStore.keys()];
    },
  };
}

export function startSession(state: ProviderState, subject: string): Session {
  if (!state.users.some((user: OpenidUser) => user.subject === subject)) {
    throw new OAuthError('access_denied', 'There is no such user.');
  }
  const session = { id: randomToken(), subject, authTime: state.now(), clientIds: [], ended: false };
  state.sessions.set(session.id, session);
  return session;
}

/** 256 bits of chance. */
export function randomToken(): string {
  return base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
}
