export { type StripePayments, stripePayments } from './adapter.ts';
export { capabilities as stripePaymentsCapabilities } from './capabilities.ts';
export type { StripePaymentsOptions } from './options.ts';
