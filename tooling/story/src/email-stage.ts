import { join } from 'node:path';
import { outboxEmail } from '@patchbay/email-outbox';
import { startFake } from './fake.ts';
import type { Mailbag } from './far-side.ts';
import type { Part, PartOptions } from './stage.ts';

export type EmailProvider = 'outbox' | 'sendgrid';

/** Who sends mails. */
export const emailStages = {
  outbox: outboxStage,
  sendgrid: sendgridStage,
} as const satisfies Record<EmailProvider, (options: PartOptions) => Promise<Part<Mailbag>>>;

/** Nothing to set: it is what serves when no provider is named. Its mails are in the shop's folder. */
async function outboxStage({ folder }: PartOptions): Promise<Part<Mailbag>> {
  return {
    environment: {},
    async farSide() {
      await using email = outboxEmail({ root: join(folder, 'email') });
      const outbox = await email.native();
      const mails = await outbox.mails();
      const events = await outbox.events();
      return {
        mails: mails.map(({ from, recipients, subject = '', headers, attachments }) => ({
          from: from.email,
          recipients: recipients.map((recipient) => recipient.email).join(', '),
          subject,
          headers,
          pictures: attachments.flatMap(({ contentId }) => contentId ?? []),
        })),
        operations: events.map(({ type }) => `event ${type}`),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

async function sendgridStage({ shopUrl, fault, onOutput }: PartOptions): Promise<Part<Mailbag>> {
  const apiKey = 'SG.story.key';
  const sender = 'orders@postcards.example';
  const environment = {
    FAKE_API_KEY: apiKey,
    FAKE_SENDER: sender,
    FAKE_WEBHOOK_URL: `${shopUrl}/webhooks/email`,
  };
  const fake = await startFake('sendgrid', { environment, fault, onOutput });
  return {
    environment: {
      EMAIL_PROVIDER: 'sendgrid',
      SHOP_SENDER: `Postcard Shop <${sender}>`,
      SENDGRID_API_KEY: apiKey,
      SENDGRID_WEBHOOK_PUBLIC_KEY: fake.publicKey,
      SENDGRID_BASE_URL: fake.url,
    },
    farSide: () => fake.farSide<Mailbag>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}
