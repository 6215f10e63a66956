import type { SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Settings of `sendgridEmail`. */
export interface SendgridEmailOptions {
  /** API key, `SG.…`. Environment: `SENDGRID_API_KEY`. */
  readonly apiKey: SecretInput;
  /**
   * Verification key of the signed event webhook; several while one is replaced. Without it `webhooks.receive` refuses.
   * Environment: `SENDGRID_WEBHOOK_PUBLIC_KEY`.
   */
  readonly webhookPublicKey?: string | readonly string[];
  /**
   * Password in the URL that Inbound Parse posts to, `https://sendgrid:<password>@shop.example/inbound`: its requests
   * are not signed. Without it `inbound.receive` refuses. Environment: `SENDGRID_INBOUND_PASSWORD`.
   */
  readonly inboundPassword?: SecretInput;
  /** Where the account's mail is kept and sent. Default: `global`. Environment: `SENDGRID_REGION`. */
  readonly region?: 'global' | 'eu';
  /** Another server that speaks SendGrid's API: a fake, a proxy. Environment: `SENDGRID_BASE_URL`. */
  readonly baseUrl?: string;
}

/** A point on P-256 as SPKI in base64, as the dashboard shows it. */
const publicKey = z
  .string('a verification key')
  .regex(
    /^MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE[A-Za-z0-9+/]{86}==$/,
    'a verification key: 124 characters of base64 that begin with MFkwEwYHKoZIzj0',
  );

/** What `sendgridEmail` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<SendgridEmailOptions> = z.strictObject({
  apiKey: z
    .string('a SendGrid API key')
    .regex(/^SG\.\S+$/, 'a SendGrid API key: SG.…')
    .meta({ env: 'SENDGRID_API_KEY', secret: true, where: 'Settings > API Keys' }),
  webhookPublicKey: z
    .union([publicKey, z.array(publicKey).min(1)])
    .exactOptional()
    .meta({
      env: 'SENDGRID_WEBHOOK_PUBLIC_KEY',
      where: 'Settings > Mail Settings > Event Webhooks > the webhook > Signature verification',
    }),
  inboundPassword: z
    .string('a password')
    .regex(/^\S{16,}$/, 'a password of 16 or more characters without spaces')
    .exactOptional()
    .meta({
      env: 'SENDGRID_INBOUND_PASSWORD',
      secret: true,
      where: 'Settings > Inbound Parse > the host > Destination URL',
    }),
  region: z.enum(['global', 'eu']).exactOptional().meta({ env: 'SENDGRID_REGION' }),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an http or https URL' })
    .refine(isOrigin, 'an origin without a path or password, for example http://127.0.0.1:4242')
    .exactOptional()
    .meta({ env: 'SENDGRID_BASE_URL' }),
});

function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search, hash, username, password } = new URL(url);
  return pathname === '/' && `${search}${hash}${username}${password}` === '';
}
