import type { Configuration, Grant, KoaContextWithOIDC } from 'oidc-provider';
import * as screens from '../pages/screens.ts';
import { artifactStorage } from './artifacts.ts';
import type { LocalDirectory } from './directory.ts';
import { clientId, type IssuedTokens, paths, signingAlgorithm } from './protocol.ts';
import type { UserRecord } from './records.ts';
import type { Store } from './store.ts';

/** What the provider is made of. */
export interface ProviderParts {
  readonly issuer: string;
  readonly redirectUri: string;
  readonly signedOutUri: string;
  readonly clientSecret: string;
  readonly store: Store;
  readonly directory: LocalDirectory;
  /** Counted up with each token. */
  readonly issued: { -readonly [K in keyof IssuedTokens]: number };
}

const hour = 3600;
const fortnight = 14 * 24 * hour;

/** Lifetimes in seconds. */
const lifetimes = {
  AccessToken: hour,
  AuthorizationCode: 60,
  ClientCredentials: hour,
  DeviceCode: 10 * 60,
  Grant: fortnight,
  IdToken: hour,
  Interaction: hour,
  RefreshToken: fortnight,
  Session: fortnight,
};

/** Everything is said here: what is left out, oidc-provider prints a notice about. */
export function configurationOf(parts: ProviderParts): Configuration {
  const { store, directory, issuer } = parts;
  return {
    adapter: artifactStorage(store),
    jwks: { keys: store.ledger.signingKeys },
    cookies: cookiesOf(issuer, store.ledger.cookieKeys),
    clients: [clientOf(parts)],
    clientBasedCORS: () => false,
    claims: {
      openid: ['sub'],
      email: ['email', 'email_verified'],
      profile: ['name', 'preferred_username', 'picture', 'updated_at'],
    },
    scopes: ['openid', 'offline_access', 'email', 'profile'],
    responseTypes: ['code'],
    pkce: { required: () => true },
    routes: {
      authorization: paths.authorization,
      code_verification: paths.device,
      device_authorization: paths.startDevice,
      end_session: paths.signOut,
      jwks: paths.keys,
      revocation: paths.revocation,
      token: paths.token,
      userinfo: paths.userInfo,
    },
    features: featuresOf(parts),
    ttl: lifetimes,
    rotateRefreshToken: true,
    findAccount: (_context, id) => toAccount(directory.activeUser(id)),
    loadExistingGrant: grantAll,
    interactions: { url: (_context, { uid }) => `${issuer}/interaction/${uid}` },
    renderError: screens.showError,
  };
}

function clientOf({ clientSecret, redirectUri, signedOutUri }: ProviderParts) {
  return {
    client_id: clientId,
    client_secret: clientSecret,
    token_endpoint_auth_method: 'client_secret_post',
    redirect_uris: [redirectUri],
    post_logout_redirect_uris: [signedOutUri],
    grant_types: [
      'authorization_code',
      'refresh_token',
      'client_credentials',
      'urn:ietf:params:oauth:grant-type:device_code',
    ],
    response_types: ['code'],
    id_token_signed_response_alg: signingAlgorithm,
    require_auth_time: true,
  } as const;
}

/** Of this provider alone: several of them may live under one host. */
function cookiesOf(issuer: string, keys: readonly string[]): NonNullable<Configuration['cookies']> {
  const { pathname: path } = new URL(issuer);
  return {
    names: { session: 'local-session', interaction: 'local-interaction', resume: 'local-resume' },
    long: { httpOnly: true, sameSite: 'lax', signed: true, path },
    short: { httpOnly: true, sameSite: 'lax', signed: true },
    keys,
  };
}

function featuresOf({ issuer, store }: ProviderParts): NonNullable<Configuration['features']> {
  return {
    clientCredentials: { enabled: true },
    devInteractions: { enabled: false },
    deviceFlow: {
      enabled: true,
      userCodeInputSource: screens.askDeviceCode,
      userCodeConfirmSource: screens.confirmDevice,
      successSource: screens.showDeviceDone,
    },
    dPoP: { enabled: false },
    pushedAuthorizationRequests: { enabled: false },
    revocation: {
      enabled: true,
      allowedPolicy: (_context, { clientId: own }, token) => token.clientId === own,
    },
    resourceIndicators: {
      enabled: true,
      defaultResource: async (_context, _client, asked) => asked?.[0] ?? `${issuer}/api`,
      useGrantedResource: async () => true,
      getResourceServerInfo: async (context, resource) => ({
        scope: scopeOf(context),
        audience: resource,
        accessTokenTTL: lifetimes.AccessToken,
        accessTokenFormat: 'jwt',
        jwt: { sign: { alg: signingAlgorithm } },
      }),
    },
    rpInitiatedLogout: {
      enabled: true,
      logoutSource: (context) => screens.confirmSignOut(context, (grantId) => endGrant(store, grantId)),
      postLogoutSuccessSource: screens.showSignedOut,
    },
  };
}

/** Every API has every scope: what an application asks for is granted, so that none has to be declared. */
function scopeOf({ oidc }: KoaContextWithOIDC): string {
  const { AuthorizationCode: code, RefreshToken: refreshToken, DeviceCode: device } = oidc.entities;
  const { scope } = oidc.params ?? {};
  if (typeof scope === 'string') return scope;
  return (code ?? refreshToken ?? device)?.scope ?? '';
}

/** Nobody is asked for consent: who picks a person agrees. */
async function grantAll({ oidc }: KoaContextWithOIDC): Promise<Grant | undefined> {
  const { provider, account, client, session, resourceServers = {} } = oidc;
  if (account === undefined || client === undefined) return undefined;
  const known = session?.grantIdFor(client.clientId);
  const found = known === undefined ? undefined : await provider.Grant.find(known);
  const grant =
    found?.accountId === account.accountId
      ? found
      : new provider.Grant({ accountId: account.accountId, clientId: client.clientId });
  grant.addOIDCScope([...oidc.requestParamOIDCScopes].join(' '));
  for (const resource of Object.keys(resourceServers)) {
    grant.addResourceScope(resource, [...oidc.requestParamScopes].join(' '));
  }
  await grant.save();
  return grant;
}

function endGrant({ ledger }: Store, grantId: string): void {
  ledger.removeWhere(({ id, model, payload }) =>
    model === 'Grant' ? id === grantId : payload['grantId'] === grantId,
  );
}

function toAccount(user: UserRecord | undefined) {
  if (user === undefined) return undefined;
  const { id, email, emailVerified, username, name, pictureUrl, updatedAt } = user;
  const claims = {
    sub: id,
    ...(email !== undefined && { email, email_verified: emailVerified }),
    ...(username !== undefined && { preferred_username: username }),
    ...(name !== undefined && { name }),
    ...(pictureUrl !== undefined && { picture: pictureUrl }),
    updated_at: Math.floor(updatedAt / 1000),
  };
  return { accountId: id, claims: async () => claims };
}
