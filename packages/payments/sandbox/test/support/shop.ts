import type { Setup } from '@patchbay/core';
import type { CreatePayment } from '@patchbay/payments';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { pendingFiles } from '@patchbay/testing/node';
import { type SandboxPaymentsOptions, sandboxPayments } from '../../src/index.ts';
import { browser } from './browser.ts';

interface ShopSetup extends Omit<Setup, 'clock'> {
  readonly clock?: VirtualClock;
}

/** Where the pages of a test are mounted. */
export const publicUrl = 'https://pay.example/sandbox';

/** A sandbox on a virtual clock, its client and a payer in front of its pages. */
export async function openShop(
  options: SandboxPaymentsOptions = {},
  { clock = virtualClock({ busy: pendingFiles }), ...setup }: ShopSetup = {},
) {
  const payments = sandboxPayments({ publicUrl, ...options }, { clock, ...setup });
  const sandbox = await payments.native();
  let keys = 0;
  return {
    clock,
    payments,
    sandbox,
    payer: browser((request) => sandbox.handle(request), publicUrl),
    /** Call options under a key of their own. */
    once: () => ({ idempotencyKey: `key-${(keys += 1)}` }),
    /** A payment with a card that works. */
    pay: (input: Partial<CreatePayment> = {}) => {
      const payment = { amount: euros(1200), paymentMethodId: 'pm_success', ...input };
      return payments.create(payment, { idempotencyKey: `key-${(keys += 1)}` });
    },
    /** Types of all events so far. */
    eventTypes: async () => (await sandbox.events()).map(({ type }) => type),
    [Symbol.asyncDispose]: () => payments.close(),
  };
}

/** `minor` cents. */
export function euros(minor: number) {
  return { minor, currency: 'EUR' };
}

/** A cart of EUR 12.00 and where its payer comes back to. */
export const cart = {
  items: [
    { name: 'Postcard', unitAmount: euros(450), quantity: 2 },
    { name: 'Postage', unitAmount: euros(300), quantity: 1 },
  ],
  successUrl: 'https://shop.example/thanks?checkout={CHECKOUT_ID}',
  cancelUrl: 'https://shop.example/cart',
  reference: 'order-1',
};
