import { stripePayments } from '@patchbay/payments-stripe';
import { stripeSubject } from '../../subjects/stripe-payments.ts';

/** Repeats, below core, every request that was answered with 500. */
const retrying: typeof fetch = async (input, init) => {
  const answer = await fetch(input, init);
  return answer.status === 500 ? fetch(input, init) : answer;
};

export const subject = stripeSubject((options) =>
  stripePayments(options, { transport: { fetch: retrying } }),
);
