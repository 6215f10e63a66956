import { email } from '@patchbay/email';
import { payments } from '@patchbay/payments';

/** What the shop needs of whoever provides payments and email. Configuration says who that is. */
export function requirementsFor(currency: string) {
  return {
    payments: payments.needs('get', 'checkout.create', 'checkout.get', 'refunds.create', 'refunds.get', {
      traits: ['refund.partial', 'webhooks'],
      currencies: [currency],
    }),
    email: email.needs('send', { traits: ['attachments', 'inline', 'headers'] }),
  };
}

type Requirements = ReturnType<typeof requirementsFor>;

/** Payments as the shop holds them: whatever it did not ask for does not compile. */
export type ShopPayments = NonNullable<Requirements['payments']['facade']>;

/** Email, in the same way. */
export type ShopEmail = NonNullable<Requirements['email']['facade']>;
