import type { StartOptions } from '@patchbay/core/conformance';
import type { AnyEmail, EmailHarness, EmailSubject } from '@patchbay/email/conformance';
import { acmeEmailCapabilities } from '../src/index.ts';
import { missing } from './support/missing.ts';
// only: webhooks
import { newStage, toWebhooks } from './support/stage.ts';
// only: no-webhooks
import { newStage } from './support/stage.ts';
// all

/** The adapter over the fake. `exempt` takes cases that cannot apply although the capabilities do not tell. */
export const harness: EmailHarness = {
  provider: 'acme',
  capabilities: acmeEmailCapabilities,
  start,
};

async function start(options?: StartOptions<AnyEmail>): Promise<EmailSubject> {
  const stage = await newStage(options);
  const { mails } = stage.fake.books;
  return {
    ...stage,
    fixtures,
    mailbox: { count: async () => mails.length, accepted: async () => mails },
    happen: missing('happen'),
    passTime: (ms) => stage.clock.advance(ms),
    // only: webhooks
    webhooks: toWebhooks(stage),
    // only: no-webhooks
    webhooks: { sent: async () => [], sign: () => Promise.reject(new Error('Acme signs nothing.')) },
    // all
  };
}

/** What a fresh account at Acme has: https://docs.acme.example/testing (<today>). The fake has to know it. */
const fixtures = {
  sender: 'orders@shop.example',
  unverifiedSender: 'orders@unverified.example',
  domain: 'readers.example',
  unknownMessageId: 'mail_0',
} as const;
