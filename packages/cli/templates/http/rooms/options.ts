import type { SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Settings of `acmePayments`. */
export interface AcmePaymentsOptions {
  /** Acme's secret API key. Environment: `ACME_API_KEY`. */
  readonly apiKey: SecretInput;
  // only: webhooks
  /** What webhooks are signed with; several while one is rotated. Environment: `ACME_WEBHOOK_SECRET`. */
  readonly webhookSecret?: SecretInput | readonly SecretInput[];
  // only: auth
  /** Where tokens come from, to the character. Environment: `ACME_ISSUER`. */
  readonly issuer: string;
  /** The application at Acme. Environment: `ACME_CLIENT_ID`. */
  readonly clientId: string;
  /** Where Acme sends the browser back to. Environment: `ACME_REDIRECT_URI`. */
  readonly redirectUri: string;
  /** Seals the transaction of a sign-in: 32 characters or more. Environment: `ACME_TRANSACTION_SECRET`. */
  readonly transactionSecret: SecretInput;
  // all
  /** Another server that speaks Acme's API: a fake, a proxy. Environment: `ACME_BASE_URL`. */
  readonly baseUrl?: string;
}

/** What `acmePayments` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<AcmePaymentsOptions> = z.strictObject({
  apiKey: z
    .string('an API key')
    .regex(/^\S+$/, 'an API key, not blank')
    .meta({ env: 'ACME_API_KEY', secret: true, where: 'Acme > Settings > API keys' }),
  // only: webhooks
  webhookSecret: z
    .union([z.string().regex(/^\S+$/), z.array(z.string().regex(/^\S+$/)).min(1)])
    .exactOptional()
    .meta({ env: 'ACME_WEBHOOK_SECRET', secret: true, where: 'Acme > Settings > Webhooks' }),
  // only: auth
  issuer: z.url('an issuer’s URL').meta({ env: 'ACME_ISSUER' }),
  clientId: z.string('a client id').min(1).meta({ env: 'ACME_CLIENT_ID', where: 'Acme > Applications' }),
  redirectUri: z.url('an absolute URL').meta({ env: 'ACME_REDIRECT_URI' }),
  transactionSecret: z
    .string('a secret of your own')
    .min(32, 'at least 32 characters')
    .meta({ env: 'ACME_TRANSACTION_SECRET', secret: true, where: 'make one: openssl rand -hex 32' }),
  // all
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an http or https URL' })
    .exactOptional()
    .meta({ env: 'ACME_BASE_URL' }),
});
