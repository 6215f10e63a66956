export { type AcmePayments, acmePayments } from './adapter.ts';
export { capabilities as acmePaymentsCapabilities } from './capabilities.ts';
// only: http
export type { AcmeClient, AcmeRequest } from './client.ts';
// only: store
export type { AcmeClient, AcmeCommand } from './client.ts';
// all
export type { AcmePaymentsOptions } from './options.ts';
