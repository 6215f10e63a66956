import { fieldsOf } from '@patchbay/core/conformance';
import { Stripe } from 'stripe';
import { cards, credentials, person, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** `stripe` as it comes. */
export const subject: Subject = {
  secrets: { credential: [credentials.stripe], 'personal data': personal },
  async open({ hostname: host, port, protocol }, fault) {
    const stripe = new Stripe(credentials.stripe, {
      host,
      port,
      protocol: protocol === 'https:' ? 'https' : 'http',
    });
    return {
      write: () =>
        stripe.paymentIntents.create({
          amount: 1200,
          currency: 'usd',
          confirm: true,
          automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
          payment_method: fault === 'declined' ? cards.declined : cards.good,
          description: person.letter,
          metadata: { name: person.name, email: person.email },
        }),
      told(result) {
        const { id, status } = fieldsOf(result);
        return {
          done: true,
          words: id === undefined ? 'a payment without an id' : `status ${String(status)}`,
        };
      },
      close: async () => {},
    };
  },
};
