import type { Setup } from '@patchbay/core';
import type { PaymentsHarness } from '@patchbay/payments/conformance';
import { type StripePaymentsOptions, stripePayments } from '@patchbay/payments-stripe';
import { harness as sound } from '../../../../packages/payments/stripe/test/harness.ts';

/** Repeats, below core, every request that was answered with 500. */
function retrying(base: typeof fetch): typeof fetch {
  return async (input, init) => {
    const answer = await base(input, init);
    return answer.status === 500 ? base(input, init) : answer;
  };
}

const factory = (options: StripePaymentsOptions, setup: Setup) =>
  stripePayments(options, { ...setup, transport: { fetch: retrying(setup.transport?.fetch ?? fetch) } });

export const harness: PaymentsHarness = {
  ...sound,
  start: (options) => sound.start({ ...options, planted: { factory } }),
};
