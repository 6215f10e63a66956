export { type AcmePayments, acmePayments } from './adapter.ts';
export { capabilities as acmePaymentsCapabilities } from './capabilities.ts';
export type { AcmeClient, AcmeRequest } from './client.ts';
export type { AcmePaymentsOptions } from './options.ts';
