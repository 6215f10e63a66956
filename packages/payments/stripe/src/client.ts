import { type Attempt, type Kit, reveal } from '@patchbay/core';
import type Stripe from 'stripe';
import type { StripePaymentsOptions } from './options.ts';

/** Above every limit of ours: the policy decides when to give up, not the SDK. */
const timeoutMs = 120_000;

/** Loads the SDK and makes its client. */
export async function loadClient(options: StripePaymentsOptions, kit: Kit): Promise<Stripe> {
  const { Stripe: Client } = await import('stripe');
  return new Client(reveal(options.secretKey), {
    maxNetworkRetries: 0,
    // The SDK's own Node client repeats a POST on ECONNRESET even with 0 retries; over fetch one call is one request.
    // https://github.com/stripe/stripe-node/issues/2808 (2026-11-22)
    httpClient: Client.createFetchHttpClient(kit.transport.fetch),
    timeout: timeoutMs,
    telemetry: false,
    appInfo: { name: 'patchbay', url: 'https://github.com/patchbay/patchbay' },
    ...(options.baseUrl !== undefined && toAddress(options.baseUrl)),
    ...(options.account !== undefined && { stripeAccount: options.account }),
  });
}

/**
 * The options of one SDK call: they bind it to its attempt. Always the last of all arguments of a method: in the
 * place of the parameters the SDK would send them as parameters.
 */
export function withAttempt({ headers, idempotencyKey }: Attempt): Stripe.RequestOptions {
  return { headers: { ...headers }, ...(idempotencyKey !== undefined && { idempotencyKey }) };
}

function toAddress(baseUrl: string): Pick<Stripe.StripeConfig, 'host' | 'port' | 'protocol'> {
  const { hostname, port, protocol } = new URL(baseUrl);
  return protocol === 'http:'
    ? { host: hostname, port: port || 80, protocol: 'http' }
    : { host: hostname, port: port || 443, protocol: 'https' };
}
