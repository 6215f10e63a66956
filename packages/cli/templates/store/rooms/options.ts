import type { SecretInput } from '@patchbay/core';
// only: jobs
import { keepDoneMsDescription, keepDoneMsSchema } from '@patchbay/jobs';
// all
import * as z from 'zod';

/** Settings of `acmePayments`. */
export interface AcmePaymentsOptions {
  /** Where Acme is, and as whom: `acme://user:password@host:4711`. Environment: `ACME_URL`. */
  readonly url: SecretInput;
  /**
   * What all keys begin with at Acme, so that others can use it too; instances that share what they keep have the same
   * one. Default: `patchbay:`. Environment: `PAYMENTS_ACME_PREFIX`.
   */
  readonly prefix?: string;
  // only: jobs
  /**
   * How long a job that was done is remembered, in milliseconds, 1000 to ten years: as long its id is taken. Default:
   * 86 400 000 (a day). Environment: `PAYMENTS_ACME_KEEP_DONE_MS`.
   */
  readonly keepDoneMs?: number;
  // all
}

/** What `acmePayments` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<AcmePaymentsOptions> = z.strictObject({
  url: z.url('a URL such as acme://user:password@host:4711').meta({
    env: 'ACME_URL',
    secret: true,
    description: 'The server, with user and password',
    where: 'the settings of the server, or the console of whoever hosts it',
  }),
  prefix: z
    .string()
    .regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u, '1 to 200 characters, none of them a control character')
    .exactOptional()
    .meta({ env: 'PAYMENTS_ACME_PREFIX', description: 'What all keys begin with on the server' }),
  // only: jobs
  keepDoneMs: keepDoneMsSchema.exactOptional().meta({
    env: 'PAYMENTS_ACME_KEEP_DONE_MS',
    description: keepDoneMsDescription,
  }),
  // all
});
