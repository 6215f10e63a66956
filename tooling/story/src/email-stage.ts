import { join } from 'node:path';
import { outboxEmail } from '@patchbay/email-outbox';
import { sha256 } from './digest.ts';
import { startFake } from './fake.ts';
import type { Mailbag, SeenMail } from './far-side.ts';
import { sendgridStage } from './sendgrid-stage.ts';
import type { Part, PartOptions } from './stage.ts';

export type EmailProvider = 'outbox' | 'sendgrid' | 'smtp';

/** Who sends mails. */
export const emailStages = {
  outbox: outboxStage,
  sendgrid: sendgridStage,
  smtp: smtpStage,
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
        mails: await Promise.all(mails.map((mail) => toSeenMail(outbox, mail))),
        operations: events.map(({ type }) => `event ${type}`),
      };
    },
    async [Symbol.asyncDispose]() {},
  };
}

type Outbox = Awaited<ReturnType<ReturnType<typeof outboxEmail>['native']>>;
type OutboxMail = Awaited<ReturnType<Outbox['mails']>>[number];

async function toSeenMail(outbox: Outbox, mail: OutboxMail): Promise<SeenMail> {
  const { id, from, recipients, subject = '', headers, attachments } = mail;
  const pictures = await Promise.all(
    attachments.map(async ({ contentId }, index) => ({
      contentId,
      sha256: sha256(await outbox.attachment(id, index)),
    })),
  );
  return {
    from: from.email,
    recipients: recipients.map(({ email }) => email).join(', '),
    subject,
    headers,
    pictures: pictures.flatMap(({ contentId, ...rest }) =>
      contentId === undefined ? [] : [{ contentId, ...rest }],
    ),
  };
}

/** A mail server without TLS: a password may then travel in the clear only because this says so. */
async function smtpStage({ shopUrl, fault, onOutput }: PartOptions): Promise<Part<Mailbag>> {
  const user = 'shop';
  const password = 'story-password';
  const environment = {
    FAKE_USER: user,
    FAKE_PASSWORD: password,
    FAKE_WEBHOOK_URL: `${shopUrl}/webhooks/email`,
  };
  const fake = await startFake('smtp', { environment, fault, onOutput });
  return {
    environment: {
      EMAIL_PROVIDER: 'smtp',
      SMTP_HOST: '127.0.0.1',
      SMTP_PORT: fake.told['port'] ?? '',
      SMTP_REQUIRE_TLS: 'false',
      SMTP_USER: user,
      SMTP_PASSWORD: password,
      SMTP_BOUNCE_SECRET: 'story-bounce-secret',
      SMTP_DELIVERY_REPORTS: 'true',
    },
    farSide: () => fake.farSide<Mailbag>(),
    [Symbol.asyncDispose]: fake[Symbol.asyncDispose],
  };
}
