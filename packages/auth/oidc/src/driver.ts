import type { AuthApi, DeviceAnswer, ProviderMetadata, TokenAnswer } from '@patchbay/auth';
import {
  type Attempt,
  type Call,
  type Driver,
  DriverFailure,
  isDriverFailure,
  type Kit,
  type Repeat,
  reveal,
} from '@patchbay/core';
import type { capabilities } from './capabilities.ts';
import type { OidcClient } from './client/client.ts';
import { toRefusal } from './client/refusal.ts';
import {
  requestDevice,
  requestKeys,
  requestRevocation,
  requestTokens,
  requestUserInfo,
} from './client/requests.ts';
import type { OidcAuthOptions } from './options.ts';
import {
  type GrantRequest,
  toCheckGrant,
  toClientGrant,
  toCodeGrant,
  toDeviceGrant,
  toRefreshGrant,
  toRevocation,
  toScope,
} from './request.ts';
import { fromDevice, fromDeviceRefusal, fromKeySet, fromTokens, fromUserInfo } from './response.ts';

/** One request per operation; before the first one of an instance the provider is discovered. */
export function driver(
  client: OidcClient,
  _: OidcAuthOptions,
  { clock }: Kit,
): Driver<AuthApi, typeof capabilities> {
  return {
    'flow.discover': (_input, call) => client.discover(call),
    'flow.keys': async (_input, call) => {
      const provider = await providerOf(client, call);
      return call.step('keys', 'safe', async (attempt) =>
        fromKeySet(await requestKeys(client, provider, attempt)),
      );
    },
    'flow.exchange': (input, call) => grant(client, call, 'never', toCodeGrant(input)),
    'flow.refresh': (input, call) => grant(client, call, 'never', toRefreshGrant(input)),
    'flow.revoke': async (input, call) => {
      const provider = await providerOf(client, call, 'revocation_endpoint');
      await call.step('revoke', 'natural', (attempt) =>
        requestRevocation(client, provider, toRevocation(input), attempt),
      );
    },
    'flow.userInfo': async ({ accessToken }, call) => {
      const provider = await providerOf(client, call, 'userinfo_endpoint');
      return call.step('profile', 'safe', async (attempt) =>
        fromUserInfo(await requestUserInfo(client, provider, reveal(accessToken), attempt)),
      );
    },
    'flow.clientCredentials': (input, call) => grant(client, call, 'natural', toClientGrant(input)),
    'flow.startDevice': async ({ scopes }, call) => {
      const provider = await providerOf(client, call, 'device_authorization_endpoint');
      return call.step('start', 'natural', async (attempt) =>
        fromDevice(await requestDevice(client, provider, toScope(scopes), attempt), clock.now()),
      );
    },
    'flow.pollDevice': async ({ deviceCode }, call) => {
      const provider = await providerOf(client, call);
      return call.step('tokens', 'never', (attempt) =>
        pollDevice(client, provider, reveal(deviceCode), attempt),
      );
    },
  };
}

/**
 * A harmless request that only a right secret gets through: for a refresh token that no provider ever gave. A public
 * client has nothing to prove, so that discovery is all there is to check.
 */
export async function checkClient(client: OidcClient, attempt: Attempt): Promise<void> {
  if (!client.isConfidential) {
    await client.discover(attempt);
    return;
  }
  const provider = client.published() ?? (await discoverUnseen(client, attempt));
  try {
    await requestTokens(client, provider, toCheckGrant(), attempt);
  } catch (thrown) {
    if (!provesClient.has(toRefusal(thrown)?.error)) throw thrown;
    attempt.acceptRefusal();
  }
}

/** What only a client hears whose secret is right: https://www.rfc-editor.org/rfc/rfc6749#section-5.2 (2026-11-22). */
const provesClient: ReadonlySet<string | undefined> = new Set([
  'invalid_grant',
  'unauthorized_client',
  'unsupported_grant_type',
]);

/** An attempt is one request, and a check is one attempt: this one goes out before it, under its signal alone. */
async function discoverUnseen(client: OidcClient, { signal }: Attempt): Promise<ProviderMetadata> {
  try {
    return await client.discover({ headers: {}, signal });
  } catch (thrown) {
    if (isDriverFailure(thrown) || toRefusal(thrown) !== undefined) throw thrown;
    throw new DriverFailure({ code: 'network', message: 'The provider could not be reached.' });
  }
}

type Endpoint = Extract<keyof ProviderMetadata, `${string}_endpoint`>;

/** What the provider published: kept, or read now. */
async function providerOf(client: OidcClient, call: Call, endpoint?: Endpoint): Promise<ProviderMetadata> {
  const provider =
    client.published() ?? (await call.step('discover', 'safe', (attempt) => client.discover(attempt)));
  if (endpoint === undefined || provider[endpoint] !== undefined) return provider;
  throw new DriverFailure({ code: 'unsupported', message: `The provider publishes no ${endpoint}.` });
}

async function grant(
  client: OidcClient,
  call: Call,
  repeat: Repeat,
  request: GrantRequest,
): Promise<TokenAnswer> {
  const provider = await providerOf(client, call);
  return call.step('tokens', repeat, async (attempt) =>
    fromTokens(await requestTokens(client, provider, request, attempt)),
  );
}

async function pollDevice(
  client: OidcClient,
  provider: ProviderMetadata,
  deviceCode: string,
  attempt: Attempt,
): Promise<DeviceAnswer> {
  try {
    const answer = await requestTokens(client, provider, toDeviceGrant(deviceCode), attempt);
    return { status: 'granted', tokens: fromTokens(answer) };
  } catch (thrown) {
    const status = fromDeviceRefusal(thrown);
    if (status === undefined) throw thrown;
    attempt.acceptRefusal();
    return { status };
  }
}
