import type { BeginSignIn, ExchangeCode, SignIn, TokenSet } from '@patchbay/auth';
import type { OidcAuth } from '@patchbay/auth-oidc';
import { base64url } from 'jose';
import { failureOf } from '../support/world.ts';
import type { PeerCase } from './compare.ts';
import { ada, clientId, type Peer, redirectUri, signedOutUri } from './peer.ts';

const grantInvalid = ['unauthenticated', 'grant_invalid'];
const tokenRevoked = ['unauthenticated', 'token_revoked'];

/** What every OpenID provider does, seen through the adapter. */
export const peerCases = {
  sign_in: {
    standard: { email: ada.email, verified: true, name: ada.name, tokens: ['access', 'id', 'refresh'] },
    async run(peer) {
      const { identity, tokens } = await signIn(peer);
      const { email, name } = identity;
      return { email: email?.address, verified: email?.verified, name, tokens: kindsOf(tokens) };
    },
  },
  'sign_in.by_form': {
    standard: ['POST', 'accepted'],
    async run(peer) {
      const auth = peer.newAuth({ responseMode: 'form_post' });
      const request = await comeBack(peer, auth);
      return [request.method, await failureOf(auth.signIn.complete({ request }))];
    },
  },
  'sign_in.not_long_ago': {
    standard: 'accepted',
    run: (peer) => failureOf(signIn(peer, { maxAgeSeconds: 60 })),
  },
  'sign_in.without_a_page': {
    standard: ['access_denied', 'login_required'],
    run: (peer) => failureOf(signIn(peer, { prompt: 'none' })),
  },
  'sign_in.refused': {
    standard: ['access_denied', 'consent_denied'],
    async run(peer) {
      const request = await comeBack(peer, peer.auth, {}, 'nobody');
      return failureOf(peer.auth.signIn.complete({ request }));
    },
  },
  'exchange.twice': {
    standard: ['accepted', grantInvalid],
    async run(peer) {
      const input = await exchangeable(peer);
      return [
        await failureOf(peer.auth.flow.exchange(input)),
        await failureOf(peer.auth.flow.exchange(input)),
      ];
    },
  },
  'exchange.other_verifier': {
    standard: grantInvalid,
    run: async (peer) =>
      failureOf(peer.auth.flow.exchange({ ...(await exchangeable(peer)), codeVerifier: 'x'.repeat(43) })),
  },
  'exchange.other_redirect_uri': {
    standard: grantInvalid,
    run: async (peer) =>
      failureOf(
        peer.auth.flow.exchange({ ...(await exchangeable(peer)), redirectUri: 'https://app.test/other' }),
      ),
  },
  'verify.id_token': {
    standard: true,
    async run(peer) {
      const { identity, tokens } = await signIn(peer);
      const { key } = await peer.auth.tokens.verify(tokens.idToken ?? '', { kind: 'id' });
      return key.subject === identity.key.subject;
    },
  },
  'verify.access_token': {
    standard: 'accepted',
    async run({ audience, ...peer }) {
      const authorizationParameters = { resource: audience, audience };
      const auth = peer.newAuth({ authorizationParameters, scopes: ['openid', 'orders'] });
      const { tokens } = await signIn({ audience, ...peer, auth });
      return failureOf(auth.tokens.verify(tokens.accessToken, { audience, scopes: ['orders'] }));
    },
  },
  refresh: {
    standard: { sameSubject: true, newToken: true },
    async run(peer) {
      const { tokens } = await signIn(peer);
      const { subject, refreshToken } = await peer.auth.tokens.refresh(tokens);
      return {
        sameSubject: subject === tokens.subject,
        newToken: refreshToken?.reveal() !== tokens.refreshToken?.reveal(),
      };
    },
  },
  'refresh.reused': {
    standard: { reused: grantInvalid, newest: grantInvalid },
    async run(peer) {
      const { tokens } = await signIn(peer);
      const newest = await peer.auth.tokens.refresh(tokens);
      const reused = await failureOf(peer.auth.tokens.refresh(tokens));
      return { reused, newest: await failureOf(peer.auth.tokens.refresh(newest)) };
    },
  },
  'refresh.nonsense': {
    standard: grantInvalid,
    run: ({ auth }) => failureOf(auth.tokens.refresh('nobody-was-given-this')),
  },
  revoke: {
    standard: grantInvalid,
    async run(peer) {
      const { tokens } = await signIn(peer);
      await peer.auth.tokens.revoke(tokens);
      return failureOf(peer.auth.tokens.refresh(tokens));
    },
  },
  'revoke.nonsense': {
    standard: 'accepted',
    run: ({ auth }) => failureOf(auth.flow.revoke({ token: 'nobody-was-given-this', kind: 'refresh_token' })),
  },
  profile: {
    standard: { same: true, email: ada.email },
    async run(peer) {
      const { tokens } = await signIn(peer, { scopes: ['openid', 'profile', 'email'] });
      const { key, email } = await peer.auth.tokens.identity(tokens);
      return { same: key.subject === tokens.subject, email: email?.address };
    },
  },
  'profile.nonsense': {
    standard: tokenRevoked,
    run: ({ auth }) => failureOf(auth.flow.userInfo({ accessToken: 'nobody-was-given-this' })),
  },
  client_credentials: {
    standard: 'accepted',
    run: ({ auth, audience }) =>
      failureOf(
        auth.tokens
          .clientCredentials({ scopes: ['orders'], audience })
          .then(({ accessToken }) => auth.tokens.verify(accessToken, { audience, scopes: ['orders'] })),
      ),
  },
  device: {
    standard: { before: 'pending', after: true },
    async run(peer) {
      const { auth } = peer;
      const grant = await auth.device.begin();
      const before = (await auth.flow.pollDevice({ deviceCode: grant.deviceCode })).status;
      await peer.visit(grant.verificationUrlComplete ?? grant.verificationUrl);
      const { identity } = await auth.device.complete({ ...grant, intervalMs: 10 });
      return { before, after: identity.email?.address === ada.email };
    },
  },
  'device.refused': {
    standard: 'denied',
    async run({ auth, visit }) {
      const grant = await auth.device.begin();
      await visit(grant.verificationUrlComplete ?? grant.verificationUrl, 'nobody');
      return (await auth.flow.pollDevice({ deviceCode: grant.deviceCode })).status;
    },
  },
  'device.nonsense': {
    standard: grantInvalid,
    run: ({ auth }) => failureOf(auth.flow.pollDevice({ deviceCode: 'nobody-was-given-this' })),
  },
  sign_out: {
    standard: `${signedOutUri}?state=s`,
    async run(peer) {
      const { tokens } = await signIn(peer);
      const { idToken = '' } = tokens;
      const start = await peer.auth.signOut.begin({ idToken, state: 's' });
      if (start.kind === 'local_only') return start.kind;
      const end = await peer.visit(start.url);
      return end.kind === 'arrived' ? end.request.url : `a page of status ${end.status}`;
    },
  },
  check: {
    standard: ['accepted', ['provider_auth_failed', 'client_refused']],
    run: async ({ auth, newAuth }) => [
      await failureOf(auth.check()),
      await failureOf(newAuth({ clientSecret: 'another-secret-of-the-peers' }).check()),
    ],
  },
} as const satisfies Record<string, PeerCase>;

async function comeBack(
  { visit }: Peer,
  auth: OidcAuth,
  input: BeginSignIn = {},
  person: 'ada' | 'nobody' = 'ada',
): Promise<Request> {
  const { url, cookie } = await auth.signIn.begin(input);
  const end = await visit(url, person);
  if (end.kind === 'page') throw new Error(`The provider shows a page of status ${end.status}: ${end.html}`);
  end.request.headers.set('cookie', `${cookie.name}=${cookie.value}`);
  return end.request;
}

async function signIn(peer: Peer, input: BeginSignIn = {}): Promise<SignIn> {
  return peer.auth.signIn.complete({ request: await comeBack(peer, peer.auth, input) });
}

/** A code of Ada's, for a request that the case makes itself. */
async function exchangeable({ auth, visit }: Peer): Promise<ExchangeCode> {
  const { authorization_endpoint: endpoint } = await auth.flow.discover();
  const codeVerifier = base64url.encode(crypto.getRandomValues(new Uint8Array(32)));
  const hash = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(codeVerifier));
  const url = new URL(endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: 'openid',
    state: 'state-of-the-case',
    code_challenge: base64url.encode(new Uint8Array(hash)),
    code_challenge_method: 'S256',
  }).toString();
  const end = await visit(url.href);
  if (end.kind === 'page') throw new Error(`The provider shows a page of status ${end.status}.`);
  return { code: new URL(end.request.url).searchParams.get('code') ?? '', redirectUri, codeVerifier };
}

function kindsOf({ idToken, refreshToken }: TokenSet): readonly string[] {
  return ['access', ...(idToken ? ['id'] : []), ...(refreshToken ? ['refresh'] : [])];
}
