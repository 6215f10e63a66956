import { readAuthorizationRequest } from './authorization-request.ts';
import { button, type CallbackTarget, form, type Incoming, OAuthError, page, required } from './http.ts';
import {
  type AuthorizationRequest,
  type ProviderState,
  randomToken,
  type Session,
  startSession,
} from './state.ts';
import type { OpenidUser } from './types.ts';

const sessionCookie = 'openid_session';

/** The authorization endpoint: the sign-in page, or the way back at once when a session will do. */
export function authorize(state: ProviderState, incoming: Incoming): Response {
  const request = readAuthorizationRequest(state, incoming.parameters);
  const session = sessionOf(state, incoming.headers);
  if (session && !mustAsk(state, request, session)) return approve(state, request, session);
  if (request.prompt.includes('none')) {
    throw new OAuthError('login_required', 'The user has to sign in.', { target: request.target });
  }
  const interaction = randomToken();
  state.interactions.set(interaction, request);
  return signInPage(state, request, interaction);
}

/** What the sign-in page sends: who signs in, or that nobody does. */
export function signIn(state: ProviderState, { parameters }: Incoming): Response {
  const interaction = required(parameters, 'interaction');
  const request = state.interactions.get(interaction);
  state.interactions.delete(interaction);
  if (!request) throw new OAuthError('invalid_request', 'This page was used before.');
  if (parameters.has('deny')) throw denied(request.target);
  const session = startSession(state, required(parameters, 'subject'));
  const response = approve(state, request, session);
  const secure = state.issuer.startsWith('https:') ? '; Secure' : '';
  response.headers.append(
    'set-cookie',
    `${sessionCookie}=${session.id}; Path=/; HttpOnly; SameSite=Lax${secure}`,
  );
  return response;
}

/** The shortcut: the page is skipped, and the result is what the browser would send to the client. */
export function signInDirectly(state: ProviderState, url: URL, subject: string): Request {
  const request = readAuthorizationRequest(state, url.searchParams);
  const { redirectUri, responseMode } = request.target;
  const parameters = callbackParameters(
    state,
    request.target,
    grantCode(state, request, startSession(state, subject)),
  );
  if (responseMode === 'form_post') return new Request(redirectUri, { method: 'POST', body: parameters });
  return new Request(withQuery(redirectUri, parameters));
}

/** Sends the browser back to the client with an answer or an error. */
export function callbackResponse(
  state: ProviderState,
  target: CallbackTarget,
  answer: Readonly<Record<string, string>>,
): Response {
  const parameters = callbackParameters(state, target, answer);
  if (target.responseMode === 'form_post') {
    return page('Signed in', form(target.redirectUri, parameters, button('', '', 'Continue')));
  }
  const location = withQuery(target.redirectUri, parameters);
  return new Response(null, { status: 303, headers: { location, 'cache-control': 'no-store' } });
}

export function sessionOf(state: ProviderState, headers: Headers): Session | undefined {
  const cookies = new Map((headers.get('cookie') ?? '').split('; ').map((pair) => cookiePair(pair)));
  const session = state.sessions.get(cookies.get(sessionCookie) ?? '');
  return session?.ended === false ? session : undefined;
}

/** The user picker, the hinted one first. */
export function userButtons(users: readonly OpenidUser[], loginHint?: string): string {
  const isHinted = ({ subject, claims = {} }: OpenidUser): boolean =>
    [subject, claims['email'], claims['preferred_username']].includes(loginHint);
  return [...users]
    .sort((a, b) => Number(isHinted(b)) - Number(isHinted(a)))
    .map(({ subject, claims }) => button('subject', subject, nameOf(claims) ?? subject))
    .join('');
}

function nameOf(claims: OpenidUser['claims']): string | undefined {
  const name = claims?.['name'];
  return typeof name === 'string' ? name : undefined;
}

function signInPage(state: ProviderState, request: AuthorizationRequest, interaction: string): Response {
  const buttons = userButtons(state.users, request.loginHint) + button('deny', 'yes', 'Cancel');
  return page('Sign in', form(state.url('sign_in'), new URLSearchParams({ interaction }), buttons));
}

function mustAsk(state: ProviderState, { prompt, maxAge }: AuthorizationRequest, session: Session): boolean {
  if (maxAge !== undefined && state.now() - session.authTime > maxAge) return true;
  return prompt.some((value) => value !== 'none');
}

function approve(state: ProviderState, request: AuthorizationRequest, session: Session): Response {
  return callbackResponse(state, request.target, grantCode(state, request, session));
}

function grantCode(state: ProviderState, request: AuthorizationRequest, session: Session): { code: string } {
  const { client, scope, target, challenge, nonce } = request;
  const code = randomToken();
  const grant = { client, scope, subject: session.subject, session, revoked: false };
  const expiresAt = state.now() + state.lifetimes.code;
  const { redirectUri } = target;
  state.codeStore.set(code, { grant, redirectUri, challenge, nonce, expiresAt, spent: false });
  return { code };
}

/** The answer with `state` as it came and the issuer of RFC 9207. */
function callbackParameters(
  state: ProviderState,
  target: CallbackTarget,
  answer: Readonly<Record<string, string>>,
): URLSearchParams {
  const parameters = new URLSearchParams(answer);
  if (target.state !== undefined) parameters.set('state', target.state);
  parameters.set('iss', state.issuer);
  state.alteration.callback?.(parameters, state);
  return parameters;
}

function withQuery(redirectUri: string, parameters: URLSearchParams): string {
  return `${redirectUri}${redirectUri.includes('?') ? '&' : '?'}${parameters.toString()}`;
}

function denied(target: CallbackTarget): OAuthError {
  return new OAuthError('access_denied', 'The user refused.', { target });
}

function cookiePair(pair: string): readonly [string, string] {
  const [name = '', value = ''] = pair.split('=');
  return [name, value];
}
