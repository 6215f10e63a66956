import type { Alteration } from './alteration.ts';
import type { KeyControls, SigningAlgorithm, SigningKey } from './keys.ts';

/** What a client may ask the token endpoint for. */
export type GrantType =
  | 'authorization_code'
  | 'refresh_token'
  | 'client_credentials'
  | 'urn:ietf:params:oauth:grant-type:device_code';

/** An application that is registered at the provider. */
export interface OpenidClient {
  readonly id: string;
  /** Absent: a public client, which names itself by `client_id` and proves itself by PKCE alone. */
  readonly secret?: string;
  /** Compared as whole strings. */
  readonly redirectUris?: readonly string[];
  /** Compared as whole strings. */
  readonly postLogoutRedirectUris?: readonly string[];
  /** Default: all but `client_credentials`. */
  readonly grants?: readonly GrantType[];
}

/** Somebody who can sign in. */
export interface OpenidUser {
  readonly subject: string;
  /** Standard claims (`email`, `name`, …): userinfo gives those whose scope was granted. */
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** How long things live, in seconds. */
export interface Lifetimes {
  readonly code: number;
  readonly access: number;
  readonly id: number;
  readonly refresh: number;
  readonly device: number;
}

/** How a provider is set up. */
export interface OpenidProviderOptions {
  /** The exact issuer, with a path if it has one. It must be where `handle` is reached. */
  readonly issuer: string;
  readonly clients: readonly OpenidClient[];
  readonly users: readonly OpenidUser[];
  /** Epoch milliseconds: `clock.now` of a virtual clock. Default: `Date.now`. */
  readonly now?: () => number;
  /** The `aud` of access tokens. Default: `<issuer>/api`. */
  readonly audience?: string;
  /** Scopes of the API, beside those that OpenID Connect defines. */
  readonly apiScopes?: readonly string[];
  /** What the first key signs with. Default: `RS256`. */
  readonly algorithm?: SigningAlgorithm;
  /** Keys made before (`generateSigningKey`): making an RSA key takes a while. The first one signs. */
  readonly keys?: readonly SigningKey[];
  /** `max-age` of the key set, in seconds. Default: 600. */
  readonly jwksMaxAge?: number;
  /** Default: code 60, access and id 3 600, refresh 30 days, device 600. */
  readonly lifetimes?: Partial<Lifetimes>;
}

/** What a signed or opaque token is for. */
export type TokenKind = 'id' | 'access' | 'refresh' | 'logout';

/** A token that left the provider. */
export interface IssuedToken {
  readonly token: string;
  readonly clientId: string;
  /** What it says, unless an attack wrote something else over it; of a refresh token, what it stands for. */
  readonly claims: Readonly<Record<string, unknown>>;
}

/** Where a request arrived. `trap` is where only a client that fell for an attack goes. */
export type Endpoint =
  | 'discovery'
  | 'jwks'
  | 'authorize'
  | 'sign_in'
  | 'token'
  | 'userinfo'
  | 'revocation'
  | 'introspection'
  | 'device_authorization'
  | 'device'
  | 'end_session'
  | 'trap'
  | 'unknown';

/** A request that reached the provider. */
export interface LoggedOpenidRequest {
  readonly endpoint: Endpoint;
  readonly method: string;
  readonly url: string;
  /** Of the query, or of the form for a POST. Of a repeated name, the last value. */
  readonly parameters: Readonly<Record<string, string>>;
}

/** A user's session at the provider. */
export interface OpenidSession {
  /** The `sid` of its tokens. */
  readonly id: string;
  readonly subject: string;
  /** When the user signed in, in epoch seconds. */
  readonly authTime: number;
  readonly clientIds: readonly string[];
  readonly ended: boolean;
}

/** Whom a logout token is about: a session, a user, or both. */
export interface LogoutTokenInput {
  readonly clientId: string;
  readonly subject?: string;
  readonly sessionId?: string;
}

/** An OpenID provider in memory: `serve` of `@patchbay/testing/node` puts it behind a socket. */
export interface OpenidProvider {
  readonly issuer: string;
  /** Answers one request. Rejects only when an alteration throws. */
  handle(request: Request): Promise<Response>;
  /**
   * The shortcut around the page: this user signs in, and the result is the browser's call of the client.
   * Rejects where the authorization endpoint would refuse.
   */
  signIn(authorizationUrl: string | URL, subject: string): Promise<Request>;
  /** The user types the code of a device and agrees, or not. Throws when no such code waits. */
  answerDevice(userCode: string, answer: { readonly subject: string } | 'deny'): void;
  /** Mints a token for the client's back-channel logout address; posting it there is up to the test. */
  logoutToken(input: LogoutTokenInput): Promise<string>;
  /** Makes the provider lie in one respect; without an argument it is honest again. */
  alter(alteration?: Alteration): void;
  readonly keys: KeyControls;
  /** Tokens in the order of issue. */
  readonly issued: Readonly<Record<TokenKind, readonly IssuedToken[]>>;
  readonly requests: readonly LoggedOpenidRequest[];
  /** How many requests reached an endpoint. */
  count(endpoint: Endpoint): number;
  readonly sessions: readonly OpenidSession[];
}
