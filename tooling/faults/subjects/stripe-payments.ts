import { fieldsOf } from '@patchbay/core/conformance';
import { type StripePayments, type StripePaymentsOptions, stripePayments } from '@patchbay/payments-stripe';
import { cards, credentials, person, personal } from './input.ts';
import type { Subject } from './subject.ts';

/** The adapter under its default policy. */
export const stripeSubject = (factory: (options: StripePaymentsOptions) => StripePayments): Subject => ({
  secrets: { credential: [credentials.stripe], 'personal data': personal },
  async open({ origin }, fault) {
    const payments = factory({ secretKey: credentials.stripe, baseUrl: origin });
    await payments.native();
    return {
      write: () =>
        payments.create(
          {
            amount: { minor: 1200, currency: 'USD' },
            paymentMethodId: fault === 'declined' ? cards.declined : cards.good,
            description: person.letter,
            metadata: { name: person.name, email: person.email },
          },
          { idempotencyKey: 'faults-1' },
        ),
      told(result) {
        const { status } = fieldsOf(result);
        return { done: status !== 'failed', words: `status ${String(status)}` };
      },
      close: () => payments.close(),
    };
  },
});

export const subject = stripeSubject(stripePayments);
