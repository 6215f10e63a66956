// Charges for ever, and says so after each charge. Started by `kill.slow.test.ts` in a process of its own.
import { sandboxPayments } from '@patchbay/payments-sandbox';

const payments = sandboxPayments({ file: process.argv[2] ?? '' });
for (let number = 1; ; number += 1) {
  const input = { amount: { minor: number, currency: 'EUR' }, paymentMethodId: 'pm_success' };
  const { id } = await payments.create(input, { idempotencyKey: `order-${number}` });
  process.stdout.write(`${id}\n`);
}
