import type { Integration } from '@patchbay/core';
import type { BaseSubject, ConformanceCase, Harness } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type { AuthApi } from '../api.ts';
import type { AuthCapabilities } from '../capabilities.ts';
import type { AuthMethods } from '../contract.ts';

/** What an adapter of auth hands to the suite. */
export type AuthHarness = Harness<AuthSubject, AuthCapabilities>;

/** One behaviour of auth. */
export type AuthCase = ConformanceCase<AuthSubject, AuthCapabilities>;

/** All operations by name, as a dynamic caller sees them: what the provider lacks throws `unsupported`. */
export type AnyAuth = Integration & AuthApi & AuthMethods;

/** One provider of auth with its people, and one application's facade over it. */
export interface AuthSubject extends BaseSubject<AnyAuth> {
  readonly fixtures: AuthFixtures;
  /**
   * What somebody does in a browser of their own, with fresh cookies: opens the URL and signs in, or says no.
   * Resolves to the browser's call of the application, without the application's cookies. Rejects where the provider
   * shows a page of its own instead. Trait `sign_in`.
   */
  signIn(url: string, person: Somebody): Promise<Request>;
  /** Somebody types the code of a device at the provider, and agrees or not. Operation `flow.startDevice`. */
  answerDevice(userCode: string, person: PersonName | 'nobody'): Promise<void>;
  /** What the provider posts to the application when somebody's sessions end. Trait `sign_out.back_channel`. */
  logoutOf?(person: PersonName): Promise<RawWebhook>;
  /** How many tokens of each kind the provider issued so far, counted there. */
  issued(): Promise<Readonly<Record<'access' | 'id' | 'refresh', number>>>;
  /** How many people the provider's directory has, counted there. Operation `users.create`. */
  people(): Promise<number>;
  /**
   * Lets time pass on the facade's clock and at the provider. Cases about expiry need it; a provider whose time
   * nobody can move has none, and its harness exempts them.
   */
  passTime?(ms: number): Promise<void>;
  /**
   * The provider signs with a new key from now on, and publishes the old one beside it. One whose keys nobody can
   * rotate has none, and its harness exempts the case.
   */
  rotateKeys?(): Promise<void>;
  /** A second instance of the application, as another machine runs it. The subject disposes of it. */
  another(): Promise<AnyAuth>;
}

/** Whom every fresh provider knows. */
export type PersonName = 'ada' | 'bob';

/** Who sits in front of a browser: with `subject` somebody whom the directory has by this id. `nobody` says no. */
export type Somebody = PersonName | 'nobody' | { readonly subject: string };

/** Somebody who can sign in. */
export interface Person {
  /** The provider's id for them: `identity.key.subject`, and the user's id in its directory. */
  readonly subject: string;
  readonly email: string;
  readonly name: string;
}

/** What is known of every fresh provider. */
export interface AuthFixtures {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly signedOutUri: string;
  /** Ada's e-mail address is verified by the provider, Bob's is not. */
  readonly people: Readonly<Record<PersonName, Person>>;
  /** An API of the application: access tokens are for `audience`; `scope` is granted when it is asked for. */
  readonly api: { readonly audience: string; readonly scope: string };
  /** What `signIn.begin` has to ask for so that tokens can be refreshed. */
  readonly refreshScopes: readonly string[];
  /** An id of the directory's form that names nobody. */
  readonly unknownUserId: string;
}
