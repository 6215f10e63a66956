import { getCookie, setCookie } from 'hono/cookie';
import type { Account, Session } from '../account.ts';
import { sessionSeconds } from '../desk/sign-in.ts';
import type { RequestContext, Shop } from './context.ts';

/** Somebody who is signed in. */
export interface Visitor {
  readonly account: Account;
  readonly session: Session;
  /** From the cookie. */
  readonly sessionId: string;
}

/** Thrown where only somebody signed in may go: a page sends there, and comes back. */
export class SignInNeeded extends Error {
  readonly returnTo: string;

  constructor(returnTo: string) {
    super('Somebody has to sign in.');
    this.returnTo = returnTo;
  }
}

/** Who sits in front of this browser; `undefined` where nobody is signed in. */
export function visitorOf(
  { desk: { store, publicUrl } }: Shop,
  context: RequestContext,
): Visitor | undefined {
  const sessionId = getCookie(context, cookieOf(publicUrl).name);
  const session = sessionId === undefined ? undefined : store.sessions.get(sessionId);
  const account = session && store.accounts.get(session.accountId);
  return sessionId === undefined || session === undefined || account === undefined
    ? undefined
    : { account, session, sessionId };
}

/** @throws `SignInNeeded`, which comes back to this page unless another one is named. */
export function requireVisitor(shop: Shop, context: RequestContext, returnTo?: string): Visitor {
  const visitor = visitorOf(shop, context);
  if (visitor === undefined) throw new SignInNeeded(returnTo ?? pathOf(context));
  return visitor;
}

/** This page, as a path to come back to; what is sent by a form cannot be come back to. */
export function pathOf({ req }: RequestContext): string {
  const { pathname, search } = new URL(req.url);
  return req.method === 'GET' && !pathname.startsWith('/auth/') ? `${pathname}${search}` : '/';
}

/** The address of the page that signs in and comes back. */
export function signInPath(returnTo: string): string {
  return `/auth/sign-in?${new URLSearchParams({ returnTo }).toString()}`;
}

/** Signs this browser in, or out where there is no id. */
export function setSession({ desk }: Shop, context: RequestContext, sessionId: string | undefined): void {
  const { name, secure } = cookieOf(desk.publicUrl);
  const attributes = { path: '/', httpOnly: true, sameSite: 'Lax', secure } as const;
  setCookie(context, name, sessionId ?? '', {
    ...attributes,
    maxAge: sessionId === undefined ? 0 : sessionSeconds,
  });
}

/** With https under a name that no other host of the domain can set. */
function cookieOf(publicUrl: string): { readonly name: string; readonly secure: boolean } {
  const secure = publicUrl.startsWith('https:');
  return { name: secure ? '__Host-postcard-shop' : 'postcard-shop', secure };
}
