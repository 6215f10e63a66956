// Runs in a process of its own, which may trust another certificate: sends one mail and prints what became of it.
import { IntegrationError } from '@patchbay/core';
import { smtpEmail } from '@patchbay/email-smtp';

const [, , port = '', secure = ''] = process.argv;
await using email = smtpEmail(
  {
    host: '127.0.0.1',
    port: Number(port),
    secure: secure === 'secure',
    user: 'shop',
    password: 'swordfish-42',
  },
  { policy: { retry: false } },
);
try {
  const mail = { from: 'shop@example.com', to: 'ada@example.com', subject: 'Hello', text: 'Hello.' };
  const { recipients } = await email.send(mail);
  console.log(JSON.stringify(recipients.map(({ status }) => status)));
} catch (error) {
  if (!IntegrationError.is(error)) throw error;
  const { code, outcome } = error;
  console.log(JSON.stringify({ code, outcome }));
}
