import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type EmailOf, email } from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import { loadClient, type SmtpClient } from './client/client.ts';
import { driver } from './driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type SmtpEmailOptions } from './options.ts';
import { webhook } from './webhook/webhook.ts';

/** Email through any mail server: `send`, bounces as events, and nodemailer's transporter by `native()`. */
export interface SmtpEmail extends EmailOf<typeof capabilities>, Native<SmtpClient> {}

/**
 * Makes email through a mail server. nodemailer is loaded on the first call, never for a bounce.
 *
 * SMTP knows no idempotency keys: a mail whose last reply was lost is not sent again, and its error says `unknown`.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://www.rfc-editor.org/rfc/rfc5321
 * @example
 * const email = smtpEmail({ host: 'smtp.example.com', user: 'shop', password: env.SMTP_PASSWORD });
 * await email.send({ from: 'shop@example.com', to: 'ada@example.com', subject: 'Your order', text: 'Thank you.' });
 */
export const smtpEmail: AdapterFactory<SmtpEmailOptions, SmtpEmail> = defineAdapter({
  spec: 1,
  contract: email,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  parts: { webhook },
  check: (client, { signal }) => client.check(signal),
  close: (client) => client.close(),
});
