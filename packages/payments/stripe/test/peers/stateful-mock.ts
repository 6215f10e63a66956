import type { PeerRecord } from './compare.ts';

/** stripe-stateful-mock@0.0.16: the cases that it runs, and what it does instead of what Stripe does. */
export const statefulMock: PeerRecord = {
  cases: [
    'charge.declined',
    'charge.without_funds',
    'charge.too_small',
    'charge.too_large',
    'charge.unknown_currency',
    'capture.part_releases_the_rest',
    'refund.parts',
    'refund.too_much',
    'refund.twice',
    'key.replays',
    'key.of_another_refund',
    'key.replays_a_decline',
    'key.of_an_invalid_request',
    'customers.through_the_adapter',
    'refund.read_through_the_adapter',
  ],
  deviations: {
    // It keeps the answer to a request that Stripe refuses before it begins.
    'key.of_an_invalid_request': { http: 400 },
    // It forgets the name that a customer is made with, not the one that is changed.
    'customers.through_the_adapter': {
      created: undefined,
      updated: 'Admiral Hopper',
      reference: 'user-7',
      unknown: { code: 'not_found' },
    },
  },
};
