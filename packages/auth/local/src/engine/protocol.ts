/** The one application that the provider knows. */
export const clientId = 'application';

/** How tokens are signed. */
export const signingAlgorithm = 'ES256';

/** Where the provider answers, below the issuer. */
export const paths = {
  discovery: '/.well-known/openid-configuration',
  authorization: '/auth',
  keys: '/jwks',
  token: '/token',
  revocation: '/token/revocation',
  userInfo: '/me',
  device: '/device',
  startDevice: '/device/auth',
  signOut: '/session/end',
} as const;

/** How many tokens of each kind were handed out since the start. */
export type IssuedTokens = Readonly<Record<'access' | 'id' | 'refresh', number>>;

/** A request as the protocol gets it. */
export interface ProtocolRequest {
  readonly method: string;
  /** The path below the issuer, with the query. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: string | undefined;
}

/** OpenID Connect and OAuth over one ledger. */
export type Protocol = (request: ProtocolRequest) => Promise<Response>;
