export { type OidcAuth, oidcAuth } from './adapter.ts';
export { capabilities as oidcAuthCapabilities } from './capabilities.ts';
export type { OidcClient } from './client/client.ts';
export type { OidcAuthOptions } from './options.ts';
