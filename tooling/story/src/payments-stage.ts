import { join } from 'node:path';
import { sandboxPayments } from '@patchbay/payments-sandbox';
import { startFake } from './fake.ts';
import type { PaymentBooks } from './far-side.ts';
import type { Part, PartOptions } from './stage.ts';

export type PaymentsProvider = 'sandbox' | 'stripe';

/** Who pays out. */
export const paymentsStages = {
  sandbox: sandboxStage,
  stripe: stripeStage,
} as const satisfies Record<PaymentsProvider, (options: PartOptions) => Promise<Part<PaymentBooks>>>;

/** Nothing to set: it is what serves when no provider is named. Its books are in the shop's folder. */
async function sandboxStage({ folder }: PartOptions): Promise<Part<PaymentBooks>> {
  return {
    environment: {},
    async farSide() {
      await using payments = sandboxPayments({ file: join(folder, 'payments.json') });
      const sandbox = await payments.native();
      const { captured, refunded, charges, refunds } = await sandbox.books();
      const events = await sandbox.events();
      return {
        captured: captured['EUR'] ?? 0,
        refunded: refunded['EUR'] ?? 0,
        charges,
        refunds,
        writes: [],
        operations: events.map(({ type }) => `event ${type}`),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function stripeStage({ shopUrl, fault, chaos, onOutput }: PartOptions): Promise<Part<PaymentBooks>> {
  const secretKey = 'sk_test_story';
  const webhookSecret = 'whsec_story';
  const environment = {
    FAKE_SECRET_KEY: secretKey,
    FAKE_WEBHOOK_SECRET: webhookSecret,
    FAKE_WEBHOOK_URL: `${shopUrl}/webhooks/payments`,
  };
  const breaks = chaos === 'payments:reset-after' ? 'reset-after' : undefined;
  const fake = await startFake('stripe', { environment, fault, chaos: breaks, onOutput });
  return {
    environment: {
      PAYMENTS_PROVIDER: 'stripe',
      STRIPE_SECRET_KEY: secretKey,
      STRIPE_WEBHOOK_SECRET: webhookSecret,
      STRIPE_BASE_URL: fake.told.url,
    },
    farSide: () => fake.farSide<PaymentBooks>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}
