import { IntegrationError } from '@patchbay/core';
import type { Auth, BeginSignIn, TokenSet } from '../../index.ts';
import { type Accounts, accountFor } from './accounts.ts';

/** What the website keeps of somebody who is signed in. */
export interface Session {
  readonly accountId: string;
  readonly subject: string;
  readonly sessionId: string | undefined;
  tokens: TokenSet;
  /** When they last proved who they are for what is precious. */
  steppedUpAt: number | undefined;
}

/** How a website is set up. */
export interface WebsiteOptions {
  readonly now: () => number;
  /** Where the provider sends the browser back to. */
  readonly redirectUri: string;
  /** What every sign-in asks for. */
  readonly scopes: readonly string[];
}

type Page = (request: Request, url: URL) => Promise<Response>;

/** A web application with sessions of its own. It names no provider. */
export class Website {
  readonly sessions = new Map<string, Session>();
  readonly accounts: Accounts = [];
  readonly #auth: Auth;
  readonly #now: () => number;
  readonly #scopes: readonly string[];
  readonly #pages: Readonly<Record<string, Page>>;

  constructor(auth: Auth, { now, redirectUri, scopes }: WebsiteOptions) {
    this.#auth = auth;
    this.#now = now;
    this.#scopes = scopes;
    this.#pages = {
      '/sign-in': (_, url) => this.#begin({ returnTo: url.searchParams.get('returnTo') ?? '/' }),
      [new URL(redirectUri).pathname]: (request) => this.#complete(request),
      '/link': (request) => this.#link(request),
      '/sign-out': (request) => this.#signOut(request),
      '/back-channel': (request) => this.#backChannel(request),
      '/vault': (request) => this.#vault(request),
    };
  }

  /** Answers a request. */
  async handle(request: Request): Promise<Response> {
    const url = new URL(request.url);
    try {
      return await (this.#pages[url.pathname]?.(request, url) ?? this.#page(request, url));
    } catch (error) {
      return toErrorPage(error);
    }
  }

  /** The session of a request, if it has one. */
  sessionOf(request: Request): Session | undefined {
    const [, id = ''] = /(?:^|; )session=([\w-]+)/.exec(request.headers.get('cookie') ?? '') ?? [];
    return this.sessions.get(id);
  }

  /** New tokens for a session: many tabs may ask at once. Ends the session where the provider says that it is over. */
  async refresh(session: Session): Promise<TokenSet | undefined> {
    try {
      session.tokens = await this.#auth.tokens.refresh(session.tokens);
      return session.tokens;
    } catch (error) {
      if (!IntegrationError.is(error, 'unauthenticated')) throw error;
      this.#end((candidate) => candidate === session);
      return undefined;
    }
  }

  /** All sessions of an account end, here and at the provider. */
  async signOutEverywhere(accountId: string): Promise<void> {
    for (const { tokens } of this.#end((session) => session.accountId === accountId))
      await this.#auth.tokens.revoke(tokens);
  }

  async #page(request: Request, { pathname, search }: URL): Promise<Response> {
    const session = this.sessionOf(request);
    if (session !== undefined) return new Response(`${pathname}${search} for ${session.accountId}`);
    return redirect(`/sign-in?returnTo=${encodeURIComponent(pathname + search)}`, request.url);
  }

  async #begin(input: BeginSignIn): Promise<Response> {
    const { url, cookie } = await this.#auth.signIn.begin({ scopes: this.#scopes, ...input });
    return new Response(null, { status: 303, headers: { location: url, 'set-cookie': cookie.header } });
  }

  async #complete(request: Request): Promise<Response> {
    const { identity, tokens, returnTo, purpose, linkTo, clearCookie } = await this.#auth.signIn.complete({
      request,
    });
    const account = accountFor(this.accounts, identity, linkTo);
    if (account === undefined)
      return new Response('Please prove that the account is yours.', { status: 409 });
    const id = crypto.randomUUID();
    this.sessions.set(id, {
      accountId: account.id,
      subject: identity.key.subject,
      sessionId: identity.authentication.sessionId,
      tokens,
      steppedUpAt: purpose === 'step_up' ? this.#now() : undefined,
    });
    const response = redirect(returnTo, request.url);
    response.headers.append('set-cookie', clearCookie);
    response.headers.append('set-cookie', `session=${id}; HttpOnly; Path=/; SameSite=Lax`);
    return response;
  }

  async #link(request: Request): Promise<Response> {
    const session = this.sessionOf(request);
    if (session === undefined) return new Response('Please sign in first.', { status: 401 });
    return this.#begin({ returnTo: '/account', purpose: 'link', linkTo: session.accountId });
  }

  /** What is precious needs a proof that is not older than five minutes. */
  async #vault(request: Request): Promise<Response> {
    const session = this.sessionOf(request);
    const provedAt = session?.steppedUpAt ?? Number.NEGATIVE_INFINITY;
    if (session !== undefined && this.#now() - provedAt < 5 * 60_000) return new Response('Gold.');
    return this.#begin({ returnTo: '/vault', purpose: 'step_up', maxAgeSeconds: 300 });
  }

  async #signOut(request: Request): Promise<Response> {
    const session = this.sessionOf(request);
    this.#end((candidate) => candidate === session);
    const { idToken } = session?.tokens ?? {};
    const start = await this.#auth.signOut.begin(idToken === undefined ? {} : { idToken });
    return redirect(start.kind === 'redirect' ? start.url : '/', request.url);
  }

  async #backChannel(request: Request): Promise<Response> {
    const { subject, sessionId } = await this.#auth.signOut.receive(request);
    this.#end((session) =>
      sessionId === undefined ? session.subject === subject : session.sessionId === sessionId,
    );
    return new Response(null, { headers: { 'cache-control': 'no-store' } });
  }

  #end(isMeant: (session: Session) => boolean): readonly Session[] {
    const ended = [...this.sessions].filter(([, session]) => isMeant(session));
    for (const [id] of ended) this.sessions.delete(id);
    return ended.map(([, session]) => session);
  }
}

function redirect(location: string, base: string): Response {
  return new Response(null, { status: 303, headers: { location: new URL(location, base).href } });
}

const statuses: Readonly<Record<string, number>> = {
  unauthenticated: 401,
  access_denied: 403,
  invalid_request: 400,
  webhook_rejected: 400,
};

/** What the person sees when it did not work: never why in detail. */
function toErrorPage(error: unknown): Response {
  if (!IntegrationError.is(error)) throw error;
  const status = statuses[error.code] ?? 503;
  return new Response(status === 503 ? 'Please try again in a moment.' : 'You are not signed in.', {
    status,
  });
}
