import { reveal, type SecretInput } from '@patchbay/core';
import * as z from 'zod';
import type { OutboxSettings } from './engine/outbox.ts';

/** Options of the outbox; all of them may be left out. */
export interface OutboxEmailOptions {
  /** The folder that keeps the mails over a restart. Default: `.patchbay/email`. `false`: in memory, as for tests. */
  readonly root?: string | false;
  /**
   * Where the application mounts the inbox, for example `http://localhost:3000/outbox`. Default:
   * `http://localhost:4242/email`.
   */
  readonly publicUrl?: string;
  /** Where signed webhooks are sent; without it none are. */
  readonly webhookUrl?: string;
  /**
   * Signs and verifies webhooks. A list while it is rotated: the first one signs, all of them verify. Default: a fixed
   * text that protects nothing.
   */
  readonly webhookSecret?: SecretInput | readonly SecretInput[];
}

/** Known to everybody: it protects nothing, and it lets development start without configuration. */
const developmentSecret = 'outbox-development-secret';
const developmentUrl = 'http://localhost:4242/email';
const defaultRoot = '.patchbay/email';

const filled = z.string().regex(/\S/, 'not blank');
const url = z.url({ protocol: /^https?$/ });

export const optionsSchema: z.ZodType<OutboxEmailOptions> = z.strictObject({
  root: z
    .union([filled, z.literal(false)])
    .exactOptional()
    .meta({
      env: 'EMAIL_OUTBOX_ROOT',
      description: 'Folder that keeps the mails over a restart',
      where: 'a path that the application may write to',
    }),
  publicUrl: url.exactOptional().meta({
    env: 'EMAIL_OUTBOX_PUBLIC_URL',
    description: 'Where the application mounts the inbox',
    where: 'the public URL of your application',
  }),
  webhookUrl: url.exactOptional().meta({
    env: 'EMAIL_OUTBOX_WEBHOOK_URL',
    description: 'Where signed webhooks are sent',
    where: 'the webhook route of your application',
  }),
  webhookSecret: z
    .union([filled, z.array(filled).min(1).readonly()])
    .exactOptional()
    .meta({
      env: 'EMAIL_OUTBOX_WEBHOOK_SECRET',
      secret: true,
      description: 'Signs and verifies webhooks',
      where: 'any text of your own',
    }),
});

/** All secrets that are valid now; the first one signs. */
export function secretsOf({
  webhookSecret = developmentSecret,
}: OutboxEmailOptions): readonly [string, ...string[]] {
  const [first = developmentSecret, ...more] = [webhookSecret].flat().map(reveal);
  return [first, ...more];
}

export function settingsOf(options: OutboxEmailOptions): OutboxSettings {
  const { root = defaultRoot, publicUrl = developmentUrl, webhookUrl } = options;
  return { root, publicUrl: publicUrl.replace(/\/+$/, ''), webhookUrl, secret: secretsOf(options)[0] };
}
