import type {
  AnyCapabilities,
  CallOptions,
  Contract,
  Facade,
  Integration,
  MethodsBase,
  OperationName,
  Portable,
  Requirement,
  SecretInput,
} from '@patchbay/core';
import type { RawWebhook, WebhookInput } from '@patchbay/core/webhook';
import type { AuthApi } from './api.ts';
import type { AuthTrait } from './capabilities.ts';
import type { AuthEvent } from './events.ts';
import type { ClientCredentials, DeviceGrant } from './flow.ts';
import type { Identity } from './identity.ts';
import { authMethods } from './methods.ts';
import { operations } from './operations.ts';
import type { FlowRules } from './rules.ts';
import type {
  BackChannelLogout,
  BeginSignIn,
  BeginSignOut,
  CompleteOptions,
  CompleteSignIn,
  SignIn,
  SignInStart,
  SignOutStart,
  TokenExpectation,
  VerifiedToken,
} from './sign-in-types.ts';
import type { TokenSet } from './token-set.ts';
import type { TokenSource, TokenSourceOptions } from './token-source.ts';

/** What the category offers over its operations, the same for every vendor. @sealed */
export interface AuthMethods {
  /** Signing in through the provider, in the browser. */
  readonly signIn: {
    /**
     * Begins: send the browser to `url` with the cookie.
     * @throws `IntegrationError` `invalid_request` (`return_to_refused`); as a read of the provider's metadata does.
     */
    begin(input?: BeginSignIn, options?: CallOptions): Promise<SignInStart>;
    /**
     * Completes: the only way from a callback to an `Identity`. State, PKCE, nonce, issuer, signature and all claims
     * are checked; a transaction counts once.
     * @throws `IntegrationError` `unauthenticated` (see `authReasons`), `access_denied` when the person or the provider
     * refused.
     */
    complete(input: CompleteSignIn, options?: CompleteOptions): Promise<SignIn>;
  };
  /** What tokens are good for. */
  readonly tokens: {
    /**
     * Checks a token: algorithm, signature, issuer, audience, times, kind, scopes. Keys are kept, and still serve while
     * the provider cannot be reached.
     * @throws `IntegrationError` `unauthenticated`, `access_denied` (`scope_missing`), `provider_unavailable`
     * (`keys_unavailable`).
     */
    verify(token: SecretInput, expectation?: TokenExpectation, options?: CallOptions): Promise<VerifiedToken>;
    /**
     * New tokens for a refresh token. Concurrent calls with the same one make one request.
     * @throws `IntegrationError` `unauthenticated` (`grant_invalid`): the person has to sign in again.
     */
    refresh(tokens: TokenSet | SecretInput, options?: CallOptions): Promise<TokenSet>;
    /** Ends the refresh token and, where there is none, the access token. */
    revoke(tokens: TokenSet, options?: CallOptions): Promise<void>;
    /**
     * Tokens for the application itself, kept and renewed: make one for each API, when the application starts.
     * @throws `IntegrationError` `config_invalid` when the options would not hold.
     * @example
     * const orders = auth.tokens.source({ scopes: ['orders'], audience: 'https://orders.example.com' });
     * const response = await orders.fetch('https://orders.example.com/7');
     */
    source(options?: TokenSourceOptions): TokenSource;
    /** Tokens for the application itself, asked for anew by each call: see `source`. */
    clientCredentials(input?: ClientCredentials, options?: CallOptions): Promise<TokenSet>;
    /** The profile as it is now; it must be that of the person whom the tokens are of. */
    identity(tokens: TokenSet, options?: CallOptions): Promise<Identity>;
  };
  /** Signing in on a device without a browser (RFC 8628). */
  readonly device: {
    /** Begins: show `userCode` and `verificationUrl`. */
    begin(input?: { readonly scopes?: readonly string[] }, options?: CallOptions): Promise<DeviceGrant>;
    /**
     * Waits until the person has decided, at the provider's pace. `deadlineMs` does not count here; use `signal`.
     * @throws `IntegrationError` `access_denied` (`consent_denied`), `unauthenticated` (`grant_invalid`) when it
     * expired.
     */
    complete(grant: DeviceGrant, options?: CallOptions): Promise<{ identity: Identity; tokens: TokenSet }>;
  };
  /** Signing out, also at the provider. */
  readonly signOut: {
    /** Where to send the browser; `local_only` where the provider has no such page. */
    begin(input?: BeginSignOut, options?: CallOptions): Promise<SignOutStart>;
    /**
     * Reads the provider's word that a session is over: end it in your store. Trait `sign_out.back_channel`.
     * @throws `IntegrationError` `webhook_rejected`; answer with its HTTP status.
     */
    receive(input: WebhookInput, options?: CallOptions): Promise<BackChannelLogout>;
  };
  readonly webhooks: {
    /**
     * Verifies a webhook on its raw bytes and returns its events; a forged, stale or malformed one is refused.
     * @throws `IntegrationError` `webhook_rejected`; answer with its HTTP status.
     */
    receive(input: WebhookInput): Promise<readonly AuthEvent[]>;
  };
  /**
   * Answers a request for a page that the provider serves from within your application, as an embedded one does.
   * `undefined`: the request is not for it, or the vendor hosts its pages itself.
   * @example app.all('/auth/provider/*', async (request) => (await auth.pages(request)) ?? notFound());
   */
  pages(request: Request): Promise<Response | undefined>;
}

/** The parts of an auth adapter outside the pipeline. */
export interface AuthParts {
  /** The rules of this application at this provider. */
  readonly flow: FlowRules;
  /** Verifies raw bytes and maps the vendor's events. Never loads the vendor's SDK. */
  readonly webhook?: { readonly verify: (webhook: RawWebhook) => Promise<readonly AuthEvent[]> };
  /** Pages that are served from within the application. Called when the client is loaded. */
  readonly pages?: { readonly handle: (request: Request) => Promise<Response | undefined> };
}

/** What the category's methods are built on. */
export type AuthBase = MethodsBase<AuthApi, AuthParts>;

/** The auth of one vendor: what it lacks does not compile. For adapter authors. */
export type AuthOf<C extends AnyCapabilities> = Integration & Facade<AuthApi, C> & AuthMethods;

/** The auth of any vendor that has the operations `N`. For application code. */
export type Auth<N extends OperationName<AuthApi> = never> = Integration & Portable<AuthApi, N> & AuthMethods;

/** What application code may need beyond operations. */
export interface AuthNeeds {
  /** Abilities within operations, for example `sign_in`. */
  readonly traits?: readonly AuthTrait[];
}

/** The auth category as data. @sealed */
export interface AuthContract extends Contract<AuthApi, AuthMethods, AuthParts> {
  /**
   * What application code requires of whoever provides auth: operations, traits.
   * @example auth.needs('users.get', { traits: ['sign_in', 'sign_out'] })
   */
  needs<const N extends readonly (OperationName<AuthApi> | AuthNeeds)[]>(
    ...needs: N
  ): Requirement<Auth<Extract<N[number], string>>>;
}

/** The auth category: its table of operations, its methods, and `needs`. */
export const auth: AuthContract = {
  category: 'auth',
  operations,
  methods: authMethods,
  needs(...needs) {
    const further = needs.filter((need) => typeof need === 'object');
    return {
      category: 'auth',
      operations: needs.filter((need) => typeof need === 'string'),
      traits: further.flatMap(({ traits = [] }) => traits),
      problems: () => [],
    };
  },
};
