import { reveal, type SecretInput } from '@patchbay/core';
import { isCurrency } from '@patchbay/payments';
import * as z from 'zod';
import { defaultPlans, type SandboxPlan } from './engine/plans.ts';
import type { SandboxSettings } from './engine/sandbox.ts';

/** Options of the sandbox; all of them may be left out. */
export interface SandboxPaymentsOptions {
  /** Where signed webhooks are sent; without it none are. */
  readonly webhookUrl?: string;
  /**
   * Signs and verifies webhooks. A list while it is rotated: the first one signs, all of them verify. Default: a fixed
   * text that protects nothing.
   */
  readonly webhookSecret?: SecretInput | readonly SecretInput[];
  /** A JSON file that keeps everything over a restart. Without it the books are in memory. */
  readonly file?: string;
  /**
   * Where the application mounts the pages, for example `https://shop.example/payments`. Default:
   * `http://localhost:4242/payments`.
   */
  readonly publicUrl?: string;
  /** What can be subscribed to. Default: `plan_basic` and `plan_plus`, EUR 5 and EUR 15 a month. */
  readonly plans?: readonly SandboxPlan[];
}

/** Known to everybody: it protects nothing, and it lets development start without configuration. */
const developmentSecret = 'sandbox-development-secret';
const developmentUrl = 'http://localhost:4242/payments';

const filled = z.string().regex(/\S/, 'not blank');
const url = z.url({ protocol: /^https?$/ });

const plan = z.strictObject({
  id: filled,
  name: filled,
  amount: z.strictObject({
    minor: z.number().int().positive(),
    currency: z.string().refine(isCurrency, 'a currency of ISO 4217'),
  }),
  interval: z.enum(['day', 'week', 'month', 'year']),
});

export const optionsSchema: z.ZodType<SandboxPaymentsOptions> = z.strictObject({
  webhookUrl: url.exactOptional().meta({
    env: 'PAYMENTS_SANDBOX_WEBHOOK_URL',
    description: 'Where signed webhooks are sent',
    where: 'the webhook route of your application',
  }),
  webhookSecret: z
    .union([filled, z.array(filled).min(1).readonly()])
    .exactOptional()
    .meta({
      env: 'PAYMENTS_SANDBOX_WEBHOOK_SECRET',
      secret: true,
      description: 'Signs and verifies webhooks',
      where: 'any text of your own',
    }),
  file: filled.exactOptional().meta({
    env: 'PAYMENTS_SANDBOX_FILE',
    description: 'JSON file that keeps everything over a restart',
    where: 'a path that the application may write to',
  }),
  publicUrl: url.exactOptional().meta({
    env: 'PAYMENTS_SANDBOX_PUBLIC_URL',
    description: 'Where the application mounts the pages',
    where: 'the public URL of your application',
  }),
  plans: z.array(plan).min(1).readonly().exactOptional().meta({ description: 'What can be subscribed to' }),
});

/** All secrets that are valid now; the first one signs. */
export function secretsOf({
  webhookSecret = developmentSecret,
}: SandboxPaymentsOptions): readonly [string, ...string[]] {
  const [first = developmentSecret, ...more] = [webhookSecret].flat().map(reveal);
  return [first, ...more];
}

export function settingsOf(options: SandboxPaymentsOptions): SandboxSettings {
  const { webhookUrl, publicUrl = developmentUrl, plans = defaultPlans, file } = options;
  return {
    publicUrl: publicUrl.replace(/\/+$/, ''),
    plans,
    webhook: webhookUrl === undefined ? undefined : { url: webhookUrl, secret: secretsOf(options)[0] },
    file,
  };
}
