/**
 * How far an e-mail address may be trusted, and on whose word. `mailbox_provider`: the issuer runs the mailbox, so it
 * cannot be mistaken. `issuer_verified`: the issuer says that it checked. `issuer_asserted`: the issuer only passes on
 * what it was told. Account linking needs the first; see `decideLink`.
 */
export type EmailAuthority = 'mailbox_provider' | 'issuer_verified' | 'issuer_asserted';

/** An e-mail address as an identity provider tells it. It is no key: two people may come to have the same one. */
export interface IdentityEmail {
  readonly address: string;
  /** `unknown` where the provider says nothing. */
  readonly verified: true | false | 'unknown';
  readonly authority: EmailAuthority;
}

/** Who a person is at an issuer: the only key that never changes hands. */
export interface IdentityKey {
  readonly issuer: string;
  readonly subject: string;
}

/** A person, as an identity provider vouches for them. */
export interface Identity {
  readonly key: IdentityKey;
  readonly provider: string;
  readonly email?: IdentityEmail;
  readonly name?: string;
  readonly givenName?: string;
  readonly familyName?: string;
  readonly username?: string;
  readonly pictureUrl?: string;
  readonly locale?: string;
  /** How and when they proved it. */
  readonly authentication: {
    readonly at?: Date;
    /** Authentication context class (`acr`). */
    readonly level?: string;
    /** Methods (`amr`), for example `pwd`, `otp`. */
    readonly methods: readonly string[];
    /** The provider's session (`sid`): back-channel logout names it. */
    readonly sessionId?: string;
  };
  /** All claims; not enumerable. */
  readonly raw: unknown;
}
