import { stripeFake } from '@patchbay/payments-stripe/fake';
import type { Intent } from '../script/script.ts';
import type { Account } from './account.ts';

/** What an intent is told by in the books: its amount in minor units. */
export function minorOf({ operation, index }: Intent): number {
  return (operation === 'create' ? 1000 : 100) + index;
}

/** A fake account of Stripe. */
export function stripeAccount(name: string, now: () => number): Account {
  const secret = `sk_test_chaos_${name}_0123456789`;
  const fake = stripeFake({ secretKey: secret, now });
  let seeded: Promise<string> | undefined;
  return {
    secret,
    handle: (request) => fake.handle(request),
    effects: (intent) => {
      const { payments, refunds } = fake.ledger;
      return intent.operation === 'create'
        ? payments.filter(({ amountReceived }) => amountReceived === minorOf(intent)).length
        : refunds.filter(({ amount }) => amount === minorOf(intent)).length;
    },
    refusal: (status) => ({
      error: {
        type: status < 500 ? 'invalid_request_error' : 'api_error',
        message: `No: ${secret}`,
        ...(status === 429 && { code: 'rate_limit' }),
      },
    }),
    storeError: () => fake.fail({ method: 'POST', afterCommit: true }),
    paymentId: () => (seeded ??= seedPayment(fake.handle, secret)),
  };
}

/** A payment from before, for refunds. */
async function seedPayment(handle: (request: Request) => Promise<Response>, secret: string): Promise<string> {
  const body = new URLSearchParams({
    amount: '50000',
    currency: 'eur',
    payment_method: 'pm_card_visa',
    confirm: 'true',
    'automatic_payment_methods[enabled]': 'true',
    'automatic_payment_methods[allow_redirects]': 'never',
  });
  const headers = { authorization: `Bearer ${secret}` };
  const answer = await handle(
    new Request('http://stripe.test/v1/payment_intents', { method: 'POST', body, headers }),
  );
  const made: unknown = await answer.json();
  const id: unknown = Reflect.get(Object(made), 'id');
  if (typeof id === 'string') return id;
  throw new Error(`No payment was made: ${JSON.stringify(made)}`);
}
