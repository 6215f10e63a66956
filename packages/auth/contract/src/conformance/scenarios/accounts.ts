import { decideLink, type Identity, type IdentityKey } from '../../index.ts';

/** An account of an application. */
export interface Account {
  readonly id: string;
  readonly email?: string;
  /** Whether the application has checked the address itself. */
  readonly emailVerified: boolean;
  readonly identities: IdentityKey[];
}

/** All accounts of an application. */
export type Accounts = Account[];

/** The account of somebody who signed in: known, linked or new. `undefined`: they have to prove that it is theirs. */
export function accountFor(accounts: Accounts, identity: Identity, linkTo?: string): Account | undefined {
  const decision = decideLink({
    identity,
    accounts,
    ...(linkTo !== undefined && { linkTo }),
    policy: { linkByEmail: true },
  });
  if (decision.action === 'create') return added(accounts, identity);
  if (decision.action !== 'sign_in' && decision.action !== 'link') return undefined;
  const account = accounts.find(({ id }) => id === decision.accountId);
  if (decision.action === 'link') account?.identities.push(identity.key);
  return account;
}

function added(accounts: Accounts, { key, email }: Identity): Account {
  const account: Account = {
    id: `account-${accounts.length + 1}`,
    ...(email !== undefined && { email: email.address }),
    emailVerified: email?.verified === true,
    identities: [key],
  };
  accounts.push(account);
  return account;
}
