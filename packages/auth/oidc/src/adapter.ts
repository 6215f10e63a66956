import { type AuthOf, auth } from '@patchbay/auth';
import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { capabilities } from './capabilities.ts';
import { loadClient, type OidcClient } from './client/client.ts';
import { checkClient, driver } from './driver.ts';
import { toFailure } from './errors.ts';
import { flow } from './flow.ts';
import { type OidcAuthOptions, optionsSchema } from './options.ts';

/** Auth by any OpenID provider: sign-in, tokens, devices, sign-out, and oauth4webapi by `native()`. */
export interface OidcAuth extends AuthOf<typeof capabilities>, Native<OidcClient> {}

/**
 * Makes auth by an OpenID provider that has discovery. oauth4webapi makes the requests and is loaded on the first call;
 * what comes back is checked by the contract, the same for every provider.
 *
 * Codes and rotating refresh tokens have one try: a request for them whose answer was lost is not repeated, and its
 * error says `unknown`.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://openid.net/specs/openid-connect-core-1_0.html
 * @example
 * const issuer = 'https://id.example.com';
 * const auth = oidcAuth({ issuer, clientId: 'shop', clientSecret, redirectUri, transactionSecret });
 * const { url, cookie } = await auth.signIn.begin({ returnTo: '/orders' });
 */
export const oidcAuth: AdapterFactory<OidcAuthOptions, OidcAuth> = defineAdapter({
  spec: 1,
  contract: auth,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  check: checkClient,
  parts: { flow },
});
