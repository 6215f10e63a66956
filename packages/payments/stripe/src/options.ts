import { reveal, type SecretInput } from '@patchbay/core';
import * as z from 'zod';

/** Settings of `stripePayments`. */
export interface StripePaymentsOptions {
  /**
   * Secret or restricted API key: `sk_test_…`, `sk_live_…`, `rk_test_…`, `rk_live_…`. Environment: `STRIPE_SECRET_KEY`.
   */
  readonly secretKey: SecretInput;
  /**
   * Signing secret of the webhook endpoint, `whsec_…`; several while one is rolled. Without it `webhooks.receive`
   * refuses. Environment: `STRIPE_WEBHOOK_SECRET`.
   */
  readonly webhookSecret?: SecretInput | readonly SecretInput[];
  /** Another server that speaks Stripe's API: a fake, a proxy. Environment: `STRIPE_BASE_URL`. */
  readonly baseUrl?: string;
  /** Connected account to act for, `acct_…`. Environment: `STRIPE_ACCOUNT`. */
  readonly account?: string;
}

const secretKey = z
  .string('a Stripe API key')
  .regex(/^(sk|rk)_(test|live)_\S+$/, 'a Stripe API key: sk_test_…, sk_live_…, rk_test_… or rk_live_…');

const webhookSecret = z.string('a signing secret').regex(/^\S+$/, 'a signing secret, not blank');

/** What `stripePayments` takes, with the names and places that configuration tells of. */
export const optionsSchema: z.ZodType<StripePaymentsOptions> = z.strictObject({
  secretKey: secretKey.meta({
    env: 'STRIPE_SECRET_KEY',
    secret: true,
    where: 'Dashboard > Developers > API keys',
  }),
  webhookSecret: z
    .union([webhookSecret, z.array(webhookSecret).min(1)])
    .exactOptional()
    .meta({
      env: 'STRIPE_WEBHOOK_SECRET',
      secret: true,
      where: 'Dashboard > Developers > Webhooks > the endpoint > Signing secret',
    }),
  baseUrl: z
    .url({ protocol: /^https?$/, error: 'an http or https URL' })
    .refine(isOrigin, 'an origin without a path or password, for example http://127.0.0.1:4242')
    .exactOptional()
    .meta({ env: 'STRIPE_BASE_URL' }),
  account: z
    .string()
    .regex(/^acct_\S+$/, 'a connected account: acct_…')
    .exactOptional()
    .meta({ env: 'STRIPE_ACCOUNT', where: 'Dashboard > Connect > Accounts' }),
});

/** Whether a key moves real money. https://docs.stripe.com/keys (2026-11-22) */
export function modeOf({ secretKey: key }: StripePaymentsOptions): 'live' | 'test' | undefined {
  const [, , mode] = /^(sk|rk)_(test|live)_/.exec(reveal(key)) ?? [];
  return mode === 'live' || mode === 'test' ? mode : undefined;
}

function isOrigin(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { pathname, search, hash, username, password } = new URL(url);
  return pathname === '/' && `${search}${hash}${username}${password}` === '';
}
