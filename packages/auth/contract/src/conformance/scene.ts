import { assert, Scene } from '@patchbay/core/conformance';
import { digestText, randomToken } from '../bytes.ts';
import type { AuthCapabilities } from '../capabilities.ts';
import type { DeviceGrant, ExchangeCode } from '../flow.ts';
import { authReasons } from '../reasons.ts';
import type { BeginSignIn, SignIn, SignInStart } from '../sign-in-types.ts';
import type { CreateUser, User } from '../user.ts';
import type { AnyAuth, AuthFixtures, AuthSubject, Somebody } from './harness.ts';

/** One fresh provider of auth as the cases use it, with the steps that many cases share. */
export class AuthScene extends Scene<AuthSubject> {
  readonly auth: AnyAuth;
  readonly fixtures: AuthFixtures;
  #users = 0;

  constructor(subject: AuthSubject) {
    super(subject, authReasons);
    this.auth = subject.facade;
    this.fixtures = subject.fixtures;
  }

  get capabilities(): AuthCapabilities {
    // The subject's facade is of this category.
    return this.auth.capabilities as AuthCapabilities;
  }

  /** A sign-in begins. */
  begin(input: BeginSignIn = {}, auth: AnyAuth = this.auth): Promise<SignInStart> {
    return this.value(auth.signIn.begin(input));
  }

  /** Somebody signs in; the browser's call of the application, with the cookies that it has by then. */
  async comeBack(
    { url, cookie }: SignInStart,
    person: Somebody = 'ada',
    cookies = pairOf(cookie),
  ): Promise<Request> {
    return withCookies(await this.value(this.subject.signIn(url, person)), cookies);
  }

  /** Somebody signs in, from the link to the identity. */
  async signIn(
    person: Somebody = 'ada',
    input: BeginSignIn = {},
    auth: AnyAuth = this.auth,
  ): Promise<SignIn> {
    const request = await this.comeBack(await this.begin(input, auth), person);
    return this.value(auth.signIn.complete({ request }));
  }

  /** Somebody signs in so that the tokens can be refreshed. */
  signInForLong(person: Somebody = 'ada'): Promise<SignIn> {
    return this.signIn(person, { scopes: this.fixtures.refreshScopes });
  }

  /** An access token in clear, for the API of the application. */
  async apiToken(person: Somebody = 'ada'): Promise<string> {
    const { tokens } = await this.signIn(person, { scopes: ['openid', this.fixtures.api.scope] });
    return tokens.accessToken.reveal();
  }

  /** What the token endpoint takes for a sign-in of Ada's. The request for it is the case's own. */
  async exchangeable(): Promise<ExchangeCode> {
    const { redirectUri, clientId } = this.fixtures;
    const { authorization_endpoint } = await this.value(this.auth.flow.discover());
    const codeVerifier = randomToken();
    const url = new URL(authorization_endpoint);
    const parameters = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      scope: 'openid',
      state: randomToken(),
      code_challenge: await digestText(codeVerifier),
      code_challenge_method: 'S256',
    };
    for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
    const answer = await answerOf(await this.value(this.subject.signIn(url.href, 'ada')));
    return { code: answer.get('code') ?? '', redirectUri, codeVerifier };
  }

  /** A device begins, and its owner has agreed. */
  async grantedDevice(): Promise<DeviceGrant> {
    const grant = await this.value(this.auth.device.begin());
    await this.value(this.subject.answerDevice(grant.userCode, 'ada'));
    return grant;
  }

  /** Somebody new, whom the directory does not have yet. */
  newcomer(more: Partial<CreateUser> = {}): CreateUser {
    this.#users += 1;
    return { email: `newcomer-${this.#users}@people.example`, ...more };
  }

  /** Somebody whom the directory has from now on. */
  create(more: Partial<CreateUser> = {}): Promise<User> {
    return this.value(this.auth.users.create(this.newcomer(more), this.once()));
  }

  /** Somebody with a password, and what they type. */
  async withPassword(password = goodPassword): Promise<{ readonly user: User; readonly identifier: string }> {
    const user = await this.create({ password });
    return { user, identifier: user.email ?? '' };
  }

  /** Lets time pass, here and at the provider. */
  async passTime(ms: number): Promise<void> {
    const { passTime } = this.subject;
    assert(passTime !== undefined, 'the harness moves the time of the provider, or exempts this case');
    await passTime.call(this.subject, ms);
  }
}

/** Long and unguessable enough for any directory. */
export const goodPassword = 'Correct-horse 7 battery staple';

/** A cookie as the browser sends it. */
export function pairOf({ name, value }: { readonly name: string; readonly value: string }): string {
  return `${name}=${value}`;
}

/** The request, with these cookies alone. */
export function withCookies(request: Request, cookies: string): Request {
  const copy = new Request(request);
  if (cookies === '') copy.headers.delete('cookie');
  else copy.headers.set('cookie', cookies);
  return copy;
}

/** What the provider answered by way of the browser: a query, or a form. */
export async function answerOf(request: Request): Promise<URLSearchParams> {
  if (request.method === 'GET') return new URL(request.url).searchParams;
  return new URLSearchParams(await request.clone().text());
}
