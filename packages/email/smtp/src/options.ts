import type { SecretInput } from '@patchbay/core';
import { isEmail } from '@patchbay/email';
import * as z from 'zod';

/** Settings of `smtpEmail`. */
export interface SmtpEmailOptions {
  /** Name or address of the mail server. Environment: `SMTP_HOST`. */
  readonly host: string;
  /** Port of the mail server. Default: 465 with `secure`, else 587. Environment: `SMTP_PORT`. */
  readonly port?: number;
  /** TLS from the first byte. Default: only on port 465. Environment: `SMTP_SECURE`. */
  readonly secure?: boolean;
  /**
   * Refuses a server that does not offer STARTTLS. Default: whenever there is a password, so that it never travels in
   * the clear. Environment: `SMTP_REQUIRE_TLS`.
   */
  readonly requireTls?: boolean;
  /**
   * Name to log in with; without it nobody logs in. A server that offers no login is then refused. Environment:
   * `SMTP_USER`.
   */
  readonly user?: string;
  /** Password of that name. Environment: `SMTP_PASSWORD`. */
  readonly password?: SecretInput;
  /** How many connections are kept open for the next mails. Default: 0. Environment: `SMTP_POOL_SIZE`. */
  readonly poolSize?: number;
  /**
   * Mailbox that bounces go to, `bounces@shop.example`: each mail has an address of its own below it,
   * `bounces+<id>@shop.example`. Default: they go to the sender. Environment: `SMTP_BOUNCE_ADDRESS`.
   */
  readonly bounceAddress?: string;
  /**
   * Signs the ids of mails, so that a bounce can be told from a forged one; several while one is replaced, the first
   * one signs. Without it `webhooks.receive` refuses. Environment: `SMTP_BOUNCE_SECRET`.
   */
  readonly bounceSecret?: SecretInput | readonly SecretInput[];
  /**
   * Asks the servers to tell of deliveries too, by a mail each. Default: false. Environment: `SMTP_DELIVERY_REPORTS`.
   */
  readonly deliveryReports?: boolean;
}

const bounceSecret = z
  .string('a secret')
  .regex(/^\S{16,}$/, 'a secret of 16 or more characters without spaces');

/** What `smtpEmail` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<SmtpEmailOptions> = z.strictObject({
  host: z
    .string('a mail server')
    .regex(/^[\w.:-]+$/, 'a host without a scheme, for example smtp.example.com')
    .meta({ env: 'SMTP_HOST' }),
  port: z.number().int().min(1).max(65_535).exactOptional().meta({ env: 'SMTP_PORT' }),
  secure: z.boolean().exactOptional().meta({ env: 'SMTP_SECURE' }),
  requireTls: z.boolean().exactOptional().meta({ env: 'SMTP_REQUIRE_TLS' }),
  user: z.string().min(1).exactOptional().meta({ env: 'SMTP_USER' }),
  password: z.string('a password').min(1).exactOptional().meta({ env: 'SMTP_PASSWORD', secret: true }),
  poolSize: z.number().int().min(0).max(100).exactOptional().meta({ env: 'SMTP_POOL_SIZE' }),
  bounceAddress: z
    .string('an address')
    .refine(isBounceAddress, 'an address whose local part has at most 19 characters and no +')
    .exactOptional()
    .meta({ env: 'SMTP_BOUNCE_ADDRESS' }),
  bounceSecret: z
    .union([bounceSecret, z.array(bounceSecret).min(1)])
    .exactOptional()
    .meta({ env: 'SMTP_BOUNCE_SECRET', secret: true }),
  deliveryReports: z.boolean().exactOptional().meta({ env: 'SMTP_DELIVERY_REPORTS' }),
});

/** The id of a mail has to fit beside it: a local part has 64 octets. */
function isBounceAddress(text: string): boolean {
  return isEmail(text) && /^[!-*,-?A-~]{1,19}@/.test(text);
}
