import { authorize, callbackResponse, signIn, signInDirectly } from './authorize.ts';
import { answerDevice, authorizeDevice, devicePage } from './device.ts';
import { discovery, jwks } from './discovery.ts';
import { endSession } from './end-session.ts';
import { errorResponse, type Incoming, json, OAuthError, readIncoming } from './http.ts';
import { issueLogoutToken } from './issue.ts';
import { publicJwk } from './keys.ts';
import { paths } from './paths.ts';
import { newState, type ProviderState } from './state.ts';
import { token } from './token.ts';
import { introspect, revoke, userinfo } from './token-state.ts';
import type { Endpoint, OpenidProvider, OpenidProviderOptions } from './types.ts';

/**
 * An OpenID provider for tests: strict as long as it is honest, and hostile in one chosen way when it is not.
 *
 * It keeps everything in memory, has no listener and asks `now` for the time.
 *
 * @example
 * const provider = openidProvider({ issuer: 'https://id.test', clients, users, now: clock.now });
 * const callback = await provider.signIn(authorizationUrl, 'ada');
 * attacks.wrong_nonce.apply(provider);
 */
export function openidProvider(options: OpenidProviderOptions): OpenidProvider {
  const state = newState(options);
  const { issuer, requests, issued, keys } = state;
  return {
    issuer,
    issued,
    requests,
    keys: keys.controls,
    handle: (request) => handle(state, request),
    signIn: async (authorizationUrl, subject) => signInDirectly(state, new URL(authorizationUrl), subject),
    answerDevice: (userCode, answer) => answerDevice(state, userCode, answer),
    logoutToken: (input) => issueLogoutToken(state, input),
    alter(alteration = {}) {
      state.alteration = alteration;
    },
    count: (endpoint) => requests.filter((request) => request.endpoint === endpoint).length,
    get sessions() {
      return [...state.sessions.values()];
    },
  };
}

interface Route {
  readonly methods: readonly string[];
  readonly answer: (state: ProviderState, incoming: Incoming) => Response | Promise<Response>;
}

const routes: Readonly<Record<Exclude<Endpoint, 'unknown'>, Route>> = {
  discovery: { methods: ['GET'], answer: discovery },
  jwks: { methods: ['GET'], answer: jwks },
  authorize: { methods: ['GET', 'POST'], answer: authorize },
  sign_in: { methods: ['POST'], answer: signIn },
  token: { methods: ['POST'], answer: token },
  userinfo: { methods: ['GET', 'POST'], answer: userinfo },
  revocation: { methods: ['POST'], answer: revoke },
  introspection: { methods: ['POST'], answer: introspect },
  device_authorization: { methods: ['POST'], answer: authorizeDevice },
  device: { methods: ['GET', 'POST'], answer: devicePage },
  end_session: { methods: ['GET', 'POST'], answer: endSession },
  trap: { methods: ['GET', 'POST'], answer: trap },
};

async function handle(state: ProviderState, request: Request): Promise<Response> {
  const incoming = await readIncoming(request);
  const endpoint = endpointOf(state.issuer, incoming.url);
  const { method, url, parameters } = incoming;
  state.requests.push({ endpoint, method, url: url.href, parameters: Object.fromEntries(parameters) });
  return state.alteration.intercept?.(endpoint, state) ?? answer(state, endpoint, incoming);
}

async function answer(state: ProviderState, endpoint: Endpoint, incoming: Incoming): Promise<Response> {
  if (endpoint === 'unknown') return json({ error: 'not_found' }, { status: 404 });
  const route = routes[endpoint];
  if (!route.methods.includes(incoming.method)) {
    return json({ error: 'invalid_request' }, { status: 405, headers: { allow: route.methods.join(', ') } });
  }
  try {
    return await route.answer(state, incoming);
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    if (!error.target) return errorResponse(error);
    return callbackResponse(state, error.target, { error: error.code, error_description: error.message });
  }
}

function endpointOf(issuer: string, { pathname }: URL): Endpoint {
  const root = new URL(issuer).pathname.replace(/\/$/, '');
  if (!pathname.startsWith(`${root}/`)) return 'unknown';
  const below = pathname.slice(root.length);
  const endpoint = Object.keys(paths).find((name) => isRoute(name) && below === paths[name]) ?? '';
  if (isRoute(endpoint)) return endpoint;
  return below.startsWith(`${paths.trap}/`) ? 'trap' : 'unknown';
}

function isRoute(name: string): name is keyof typeof paths {
  return Object.hasOwn(paths, name);
}

/** Below `/trap` is what an attack lures a client to: the attacker's key, or the real answer after a redirect. */
async function trap(state: ProviderState, incoming: Incoming): Promise<Response> {
  const [, lured] = incoming.url.pathname.split(paths.trap);
  if (lured === paths.discovery) return discovery(state);
  if (lured === paths.jwks) return json({ keys: await state.keys.published() });
  if (lured === paths.token) return token(state, incoming);
  return json({ keys: [await publicJwk(await state.attackerKey())] });
}
