import { type AdapterFactory, defineAdapter, type Native } from '@patchbay/core';
import { type EmailOf, email } from '@patchbay/email';
import { capabilities } from './capabilities.ts';
import { loadClient, type SendgridClient } from './client/client.ts';
import { checkScopes, driver } from './driver/driver.ts';
import { toFailure } from './errors.ts';
import { optionsSchema, type SendgridEmailOptions } from './options.ts';
import { inbound } from './webhook/inbound.ts';
import { webhook } from './webhook/webhook.ts';

/** Email through SendGrid: all operations of the category, and the SDK's clients by `native()`. */
export interface SendgridEmail extends EmailOf<typeof capabilities>, Native<SendgridClient> {}

/**
 * Makes email through SendGrid. The SDK is loaded on the first call, never for a webhook.
 *
 * SendGrid honours no idempotency key: a mail whose answer was lost is not sent again, and its error says `unknown`.
 * @throws `IntegrationError` `config_invalid` when an option is missing or malformed.
 * @see https://docs.sendgrid.com/api-reference
 * @example
 * const email = sendgridEmail({ apiKey: env.SENDGRID_API_KEY, webhookPublicKey: env.SENDGRID_WEBHOOK_PUBLIC_KEY });
 * await email.send({ from: 'shop@example.com', to: 'ada@example.com', subject: 'Your order', text: 'Thank you.' });
 */
export const sendgridEmail: AdapterFactory<SendgridEmailOptions, SendgridEmail> = defineAdapter({
  spec: 1,
  contract: email,
  capabilities,
  options: optionsSchema,
  client: loadClient,
  driver,
  toFailure,
  parts: { webhook, inbound },
  check: checkScopes,
});
