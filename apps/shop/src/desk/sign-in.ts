import { randomBytes } from 'node:crypto';
import { decideLink, type Identity, type IdentityKey, type LinkDecision, type SignIn } from '@patchbay/auth';
import { reveal } from '@patchbay/core';
import type { Account, Session } from '../account.ts';
import { newId } from '../ids.ts';
import { Refusal } from '../refusal.ts';
import { type CallEntry, puttingAside, type TimelineEntry } from '../timeline.ts';
import type { Desk } from './desk.ts';

/** How long somebody stays signed in: a week. */
export const sessionSeconds = 7 * 24 * 3_600;

/** Whose browser it is that comes back from the provider. */
export interface Returning {
  readonly request: Request;
  /** The account that is signed in there already. */
  readonly accountId: string | undefined;
  /** Its session, which ends: ids are never kept over a sign-in. */
  readonly sessionId: string | undefined;
}

/** What became of a sign-in. */
export type SignedIn =
  | { readonly kind: 'session'; readonly sessionId: string; readonly returnTo: string }
  | { readonly kind: 'person_must_act'; readonly decision: Undecided };

/** What the shop does not do by itself. */
export type Undecided = Extract<LinkDecision, { action: 'prove_account' | 'refuse' }>;

/**
 * Completes a sign-in: whoever proved who they are gets a session of their account, new or known.
 * @throws `IntegrationError` `unauthenticated`, `access_denied`; `Refusal` when it was begun by another account.
 */
export async function completeSignIn(
  desk: Desk,
  returning: Returning,
): Promise<SignedIn & { readonly clearCookie: string }> {
  const { auth, store } = desk;
  const calls: CallEntry[] = [];
  const signIn = await puttingAside(calls, async () =>
    auth.signIn.complete(
      { request: returning.request },
      { claim: (id, expiresAt) => claimOnce(desk, id, expiresAt) },
    ),
  );
  assertSamePerson(signIn, returning);
  const at = Date.now();
  const entries = [...calls, { kind: 'step', at, step: 'signed_in', provider: auth.provider } as const];
  // In one transaction: two callbacks of somebody new make one account.
  return store.atomically(() => {
    const decision = decide(desk, signIn);
    const { clearCookie, returnTo } = signIn;
    if (decision.action === 'prove_account' || decision.action === 'refuse')
      return { kind: 'person_must_act', decision, clearCookie };
    const accountId = accountFor(desk, signIn.identity, decision);
    if (returning.sessionId !== undefined) store.sessions.end(returning.sessionId);
    const sessionId = randomBytes(32).toString('base64url');
    store.sessions.add(sessionId, toSession(signIn, accountId, entries));
    return { kind: 'session', sessionId, returnTo, clearCookie };
  });
}

/** A sign-in counts once: true for the first who comes back with it, in any process and over restarts. */
async function claimOnce({ state, clock }: Desk, id: string, expiresAt: Date): Promise<boolean> {
  const ttlMs = Math.max(1, expiresAt.getTime() - clock.now());
  return (await state.putIfAbsent({ key: `sign-in:${id}`, value: 'used', ttlMs })).isNew;
}

/** A form that the provider posts comes without the session's cookie: there the sealed transaction alone has to do. */
function assertSamePerson({ linkTo }: SignIn, { request, accountId }: Returning): void {
  if (linkTo === undefined || linkTo === accountId || request.method === 'POST') return;
  const text = 'Another account was signed in when this began. Please sign in to it and begin again.';
  throw new Refusal(409, 'Nothing was linked', text);
}

function decide(desk: Desk, { identity: { key: given, email }, linkTo }: SignIn): LinkDecision {
  const key = keyOf(desk, given);
  const meant = desk.store.accounts.meantBy({ key, email: email?.address, accountId: linkTo });
  // The shop writes to nobody to check an address, so none of its own opens an account.
  const accounts = meant.map((account) => ({ ...account, emailVerified: false }));
  return decideLink({
    identity: { key, ...(email !== undefined && { email }) },
    accounts,
    ...(linkTo !== undefined && { linkTo }),
  });
}

/** An embedded provider keeps its people in our own folder: they are the same at whichever port it is now. */
function keyOf({ auth }: Desk, { issuer, subject }: IdentityKey): IdentityKey {
  return { issuer: auth.capabilities.embedded === true ? auth.provider : issuer, subject };
}

function accountFor(desk: Desk, identity: Identity, decision: Exclude<LinkDecision, Undecided>): string {
  const { store } = desk;
  if (decision.action === 'sign_in') return decision.accountId;
  const id = decision.action === 'link' ? decision.accountId : newId('account');
  if (decision.action === 'create') store.accounts.add({ id, ...toProfile(identity) });
  store.accounts.link(id, keyOf(desk, identity.key));
  return id;
}

function toProfile({ name, username, email }: Identity): Pick<Account, 'name' | 'email'> {
  const shown = name ?? username;
  return {
    ...(shown !== undefined && { name: shown }),
    ...(email !== undefined && { email: email.address }),
  };
}

function toSession(
  { identity, tokens }: SignIn,
  accountId: string,
  entries: readonly TimelineEntry[],
): Session {
  const { sessionId } = identity.authentication;
  return {
    accountId,
    identity: identity.key,
    expiresAt: new Date(Date.now() + sessionSeconds * 1_000),
    entries,
    ...(sessionId !== undefined && { providerSessionId: sessionId }),
    ...(tokens.idToken !== undefined && { idToken: reveal(tokens.idToken) }),
  };
}
