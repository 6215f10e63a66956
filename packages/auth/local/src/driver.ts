import {
  type AuthApi,
  type DeviceAnswer,
  type PollDevice,
  toProviderMetadata,
  type VendorInput,
} from '@patchbay/auth';
import { type Driver, DriverFailure, type Kit, reveal } from '@patchbay/core';
import type { capabilities } from './capabilities.ts';
import type { LocalProvider } from './engine/local-provider.ts';
import { paths } from './engine/protocol.ts';
import { LocalAuthError } from './engine/refusal.ts';
import type { LocalAuthOptions } from './options.ts';
import * as request from './request.ts';
import * as response from './response.ts';

type LocalDriver = Driver<AuthApi, typeof capabilities>;

/** Every operation at one provider: the protocol through its endpoints, the people in its directory. */
export function driver(provider: LocalProvider, _options: LocalAuthOptions, kit: Kit): LocalDriver {
  return { ...flowOperations(provider, kit), ...userOperations(provider) };
}

function flowOperations(provider: LocalProvider, { clock }: Kit) {
  const { issuer } = provider;
  const read = async (path: string) => response.fromAnswer(await provider.ask(path));
  const post = async (path: string, form: request.Form) =>
    response.fromAnswer(await provider.ask(path, { form }));
  const tokens = async (form: request.Form) => response.fromTokens(await post(paths.token, form));
  return {
    'flow.discover': async () =>
      toProviderMetadata(await read(paths.discovery), { issuer, endpointOrigins: [] }),
    'flow.keys': async () => response.fromKeys(await read(paths.keys)),
    'flow.exchange': (input) => tokens(request.toCodeForm(input)),
    'flow.refresh': (input) => tokens(request.toRefreshForm(input)),
    'flow.revoke': async (input) => {
      await post(paths.revocation, request.toRevocationForm(input));
    },
    'flow.userInfo': async ({ accessToken }) => {
      const answer = await provider.ask(paths.userInfo, { bearer: reveal(accessToken) });
      return response.fromClaims(await response.fromAnswer(answer));
    },
    'flow.clientCredentials': (input) => tokens(request.toClientForm(input)),
    'flow.startDevice': async (input) =>
      response.fromDevice(await post(paths.startDevice, request.toDeviceForm(input)), clock.now()),
    'flow.pollDevice': (input) => pollDevice(input, tokens),
  } satisfies Partial<LocalDriver>;
}

/** How far a device is comes as a refusal; here it is an answer. */
async function pollDevice(
  input: PollDevice,
  tokens: (form: request.Form) => ReturnType<LocalDriver['flow.exchange']>,
): Promise<DeviceAnswer> {
  try {
    return { status: 'granted', tokens: await tokens(request.toPollForm(input)) };
  } catch (error) {
    const status = error instanceof LocalAuthError ? deviceStatuses[error.code] : undefined;
    if (status === undefined) throw error;
    return { status };
  }
}

const deviceStatuses: Readonly<Record<string, Exclude<DeviceAnswer['status'], 'granted'> | undefined>> = {
  access_refused: 'denied',
  device_expired: 'expired',
  device_pending: 'pending',
  device_too_fast: 'slow_down',
};

function userOperations({ directory, issuer }: LocalProvider) {
  type Found = Awaited<ReturnType<typeof directory.get>>;
  const one = async (found: Promise<Found>) => response.fromUser(await found, issuer);
  return {
    'users.create': (input, { idempotencyKey }) => {
      refuseVendorInput(input);
      return one(directory.create(input, idempotencyKey));
    },
    'users.get': ({ id }) => one(directory.get(id)),
    'users.find': async (input) =>
      (await directory.find(input)).map((found) => response.fromUser(found, issuer)),
    'users.list': async (input, { cursor, limit }) => {
      const page = await directory.list(input, { cursor, limit });
      return { ...page, items: page.items.map((found) => response.fromUser(found, issuer)) };
    },
    'users.update': (input) => {
      refuseVendorInput(input);
      return one(directory.update(input));
    },
    'users.disable': ({ id }) => one(directory.setStatus(id, 'disabled')),
    'users.enable': ({ id }) => one(directory.setStatus(id, 'active')),
    'users.delete': ({ id }) => directory.delete(id),
    'users.setPassword': (input) => directory.setPassword(input),
    'users.verifyPassword': async (input) =>
      response.fromVerdict(await directory.verifyPassword(input), issuer),
    'users.endSessions': ({ id }) => directory.endSessions(id),
  } satisfies Partial<LocalDriver>;
}

/** The directory has no parameters beyond the contract's: one that is given is refused, not ignored. */
function refuseVendorInput({ vendor = {} }: { readonly vendor?: VendorInput }): void {
  const [name] = Object.keys(vendor);
  if (name === undefined) return;
  const message = `vendor.${name}: the directory has no parameters of its own.`;
  throw new DriverFailure({ code: 'invalid_request', reason: 'parameter_invalid', message });
}
