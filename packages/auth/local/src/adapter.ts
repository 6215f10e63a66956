import { type AuthOf, auth } from '@patchbay/auth';
import { type AdapterInfo, defineAdapter, type Kit, type Native, type Setup } from '@patchbay/core';
import { capabilities } from './capabilities.ts';
import { loadClient } from './client.ts';
import { driver } from './driver.ts';
import type { LocalProvider } from './engine/local-provider.ts';
import { toFailure } from './errors.ts';
import { flow } from './flow.ts';
import { type LocalAuthOptions, optionsSchema } from './options.ts';

/** The auth of one embedded provider. */
export interface LocalAuth extends AuthOf<typeof capabilities>, Native<LocalProvider> {}

/** The provider of each instance: its pages and its operations work on the same people. */
const providers = new WeakMap<Kit, Promise<LocalProvider>>();

const factory = defineAdapter({
  spec: 1,
  contract: auth,
  capabilities,
  options: optionsSchema,
  client: (options, kit) => {
    const provider = loadClient(options, kit);
    providers.set(kit, provider);
    return provider;
  },
  driver,
  toFailure,
  check: async (provider: LocalProvider) => provider.directory.count(),
  mode: () => 'test',
  close: (provider: LocalProvider) => provider.close(),
  parts: {
    flow,
    pages: (_options, kit) => ({ handle: async (request) => (await providers.get(kit))?.respond(request) }),
  },
});

/**
 * Auth without an account and without a network: for development, tests and demos. Refuses production.
 * It is an OpenID provider whose sign-in page lets you pick who you are, and a directory of people.
 * @throws `IntegrationError` `config_invalid` when the options are not valid.
 * @example
 * const auth = localAuth({ publicUrl: 'http://localhost:3000/provider/auth' });
 */
export function localAuth(options: LocalAuthOptions = {}, setup?: Setup): LocalAuth {
  return factory(options, setup);
}

/** What is known of the provider without making an instance. */
localAuth.adapter = factory.adapter satisfies AdapterInfo;
