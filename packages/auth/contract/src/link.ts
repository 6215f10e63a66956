import type { Identity, IdentityKey } from './identity.ts';

/** An account of yours, as far as linking needs it. */
export interface LinkableAccount {
  readonly id: string;
  readonly email?: string;
  /** Whether you have checked the address yourself. */
  readonly emailVerified: boolean;
  /** Identities that sign in to it. */
  readonly identities: readonly IdentityKey[];
}

/** What your application allows. */
export interface LinkPolicy {
  /** Links an identity whose e-mail address is the same, under the two conditions that make it safe. Default: false. */
  readonly linkByEmail?: boolean;
  /** Makes an account for somebody new. Default: true. */
  readonly createAccounts?: boolean;
}

/** What to do with somebody who signed in. */
export type LinkDecision =
  | { readonly action: 'sign_in'; readonly accountId: string }
  | { readonly action: 'link'; readonly accountId: string }
  | { readonly action: 'create' }
  | {
      readonly action: 'prove_account';
      readonly accountId: string;
      readonly why: 'email_not_proved_by_issuer' | 'email_not_verified_here' | 'linking_not_allowed';
    }
  | {
      readonly action: 'refuse';
      readonly why:
        | 'belongs_to_another_account'
        | 'accounts_are_not_created'
        | 'no_such_account'
        | 'ambiguous_email';
    };

/** Somebody who signed in, and the accounts that they could be meant to have. */
export interface LinkQuestion {
  readonly identity: Pick<Identity, 'key' | 'email'>;
  /**
   * Accounts of yours that have this identity, or an e-mail address that is the same but for case; and with `linkTo`
   * the account of that id. Others are ignored.
   */
  readonly accounts: readonly LinkableAccount[];
  /** `linkTo` of the completed sign-in: the signed-in user who wants to add this identity. */
  readonly linkTo?: string;
  readonly policy?: LinkPolicy;
}

/**
 * What to do with somebody who signed in: a pure table over what you know. The identity's key decides first; an e-mail
 * address alone never opens an account, unless the policy allows it, the issuer runs the mailbox and you have checked
 * the address yourself.
 * @example
 * const decision = decideLink({ identity, accounts: await accountsOf(identity) });
 * if (decision.action === 'sign_in') return startSession(decision.accountId);
 */
export function decideLink(question: LinkQuestion): LinkDecision {
  const { identity, accounts, linkTo, policy = {} } = question;
  const owner = accounts.find(({ identities }) => identities.some((key) => isSameKey(key, identity.key)));
  if (linkTo !== undefined) return decideExplicitLink(owner, accounts, linkTo);
  if (owner !== undefined) return { action: 'sign_in', accountId: owner.id };
  const [account, another] = accounts.filter(({ email }) => isSameAddress(email, identity.email?.address));
  if (another !== undefined) return { action: 'refuse', why: 'ambiguous_email' };
  if (account !== undefined) return decideByEmail(identity, account, policy);
  return policy.createAccounts === false
    ? { action: 'refuse', why: 'accounts_are_not_created' }
    : { action: 'create' };
}

function decideExplicitLink(
  owner: LinkableAccount | undefined,
  accounts: readonly LinkableAccount[],
  linkTo: string,
): LinkDecision {
  if (!accounts.some(({ id }) => id === linkTo)) return { action: 'refuse', why: 'no_such_account' };
  if (owner === undefined) return { action: 'link', accountId: linkTo };
  return owner.id === linkTo
    ? { action: 'sign_in', accountId: linkTo }
    : { action: 'refuse', why: 'belongs_to_another_account' };
}

function decideByEmail(
  { email }: LinkQuestion['identity'],
  { id: accountId, emailVerified }: LinkableAccount,
  { linkByEmail = false }: LinkPolicy,
): LinkDecision {
  if (!linkByEmail) return { action: 'prove_account', accountId, why: 'linking_not_allowed' };
  if (email?.authority !== 'mailbox_provider' || email.verified !== true) {
    return { action: 'prove_account', accountId, why: 'email_not_proved_by_issuer' };
  }
  if (!emailVerified) return { action: 'prove_account', accountId, why: 'email_not_verified_here' };
  return { action: 'link', accountId };
}

function isSameKey(one: IdentityKey, other: IdentityKey): boolean {
  return one.issuer === other.issuer && one.subject === other.subject;
}

/** Only the case of A to Z is no difference: `toLowerCase` makes one of letters that are different addresses. */
function isSameAddress(one: string | undefined, other: string | undefined): boolean {
  return one !== undefined && other !== undefined && toLower(one) === toLower(other);
}

function toLower(address: string): string {
  return address.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
