import type { CompactJWSHeaderParameters, JWK } from 'jose';
import type { SigningKey } from './keys.ts';
import type { Endpoint, GrantType, OpenidClient, OpenidUser, TokenKind } from './types.ts';

/** A JSON object, as documents and claims are. */
export type JsonObject = Readonly<Record<string, unknown>>;

/** A token that is about to be signed. */
export interface TokenDraft {
  readonly kind: Exclude<TokenKind, 'refresh'>;
  readonly client: OpenidClient;
  /** What asked for it; absent for a logout token. */
  readonly grantType?: GrantType;
  readonly header: CompactJWSHeaderParameters;
  readonly claims: JsonObject;
  /** The payload's exact text, for what `JSON.stringify` would not write. Default: the claims. */
  readonly payload?: string;
}

/** What an alteration can work with. */
export interface Workbench {
  readonly issuer: string;
  /** The address of an endpoint. */
  url(endpoint: Exclude<Endpoint, 'unknown'>): string;
  readonly users: readonly OpenidUser[];
  /** Epoch seconds. */
  now(): number;
  /** The key that signs at the moment. */
  signingKey(): Promise<SigningKey>;
  /** A key of the same algorithm that was never published. Always the same one. */
  attackerKey(): Promise<SigningKey>;
  /** An RSA key of 1 024 bits, always the same one. */
  weakKey(): Promise<SigningKey>;
  /** Signs as an honest provider would, or with another key. */
  sign(draft: TokenDraft, key?: SigningKey): Promise<string>;
  /** An earlier code of this provider, oldest first. */
  readonly codes: readonly string[];
}

/** One way to lie. What is absent stays honest. */
export interface Alteration {
  /** Changes what the browser carries to the client's redirect address. */
  readonly callback?: (parameters: URLSearchParams, workbench: Workbench) => void;
  /** Changes a token before it is signed. */
  readonly draft?: (draft: TokenDraft, workbench: Workbench) => TokenDraft | Promise<TokenDraft>;
  /** Signs instead of the provider. */
  readonly sign?: (draft: TokenDraft, workbench: Workbench) => string | Promise<string>;
  /** Changes the discovery document. */
  readonly metadata?: (document: JsonObject, workbench: Workbench) => JsonObject;
  /** Changes the key set. */
  readonly jwks?: (keys: readonly JWK[], workbench: Workbench) => readonly JWK[] | Promise<readonly JWK[]>;
  /** Changes the answer of the token endpoint. */
  readonly tokens?: (body: JsonObject) => JsonObject;
  /** Changes the answer of userinfo. */
  readonly userinfo?: (claims: JsonObject, workbench: Workbench) => JsonObject;
  /** Answers instead of an endpoint, when it returns something. */
  readonly intercept?: (endpoint: Endpoint, workbench: Workbench) => Response | undefined;
  /** Redeems spent codes again. */
  readonly acceptSpentCodes?: boolean;
}
