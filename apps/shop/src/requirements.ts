import { payments } from '@patchbay/payments';

/** What the shop needs of whoever provides payments. Configuration says who that is. */
export function requirementsFor(currency: string) {
  return {
    payments: payments.needs('get', 'checkout.create', 'checkout.get', 'refunds.create', 'refunds.get', {
      traits: ['refund.partial', 'webhooks'],
      currencies: [currency],
    }),
  };
}

/** Payments as the shop holds them: whatever it did not ask for does not compile. */
export type ShopPayments = NonNullable<ReturnType<typeof requirementsFor>['payments']['facade']>;
