// Sends for ever, and says so after each mail. Started by `disk.test.ts` in a process of its own.
import { outboxEmail } from '@patchbay/email-outbox';

const [, , root = '', prefix = 'order'] = process.argv;
const email = outboxEmail({ root });
for (let number = 1; ; number += 1) {
  const message = {
    from: 'shop@shop.example',
    to: 'ada@readers.example',
    subject: `Mail ${number}`,
    text: 'Hello.',
  };
  const { id } = await email.send(message, { idempotencyKey: `${prefix}-${number}` });
  process.stdout.write(`${id}\n`);
}
