import type { Integration, Native } from '@patchbay/core';
import type { StartOptions } from '@patchbay/core/conformance';
import type { RawWebhook } from '@patchbay/core/webhook';
import type {
  AnyEmail,
  ArrivedMail,
  EmailHarness,
  EmailSubject,
  Happening,
} from '@patchbay/email/conformance';
import {
  type SendgridEmailOptions,
  sendgridEmail,
  sendgridEmailCapabilities,
} from '@patchbay/email-sendgrid';
import { type EventType, type SendgridFake, sendgridFake } from '@patchbay/email-sendgrid/fake';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { serve } from '@patchbay/testing/node';
import { idOf, toMailbox } from './support/mailbox.ts';
import { newKey, toRaw, toWebhooks } from './support/webhooks.ts';
import { toWire } from './support/wire.ts';

const apiKey = 'SG.harness.key0000000000000000000001';
const inboundPassword = 'harness-inbound-password';
const keys = { first: newKey(), second: newKey(), foreign: newKey() };
const templateId = 'd-0123456789abcdef0123456789abcdef';

/** The SendGrid adapter over the SendGrid fake, through real sockets and in virtual time. */
export const harness: EmailHarness = {
  provider: 'sendgrid',
  capabilities: sendgridEmailCapabilities,
  exempt: {
    'errors.send.unknown_template': 'SendGrid finds that out after it took the mail',
    'resilience.suppressions.remove.lost_answer':
      'it asks five lists; account.test.ts loses one of the answers',
  },
  start,
};

async function start({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyEmail> = {}): Promise<EmailSubject> {
  const clock = virtualClock();
  const fake = newFake(() => clock.now());
  const handle = (request: Request): Promise<Response> => fake.handle(request);
  const server = await serve(planted?.handle?.(handle) ?? handle, { clock });
  const { wire, fetch } = await toWire(server);
  const recorder = wireRecorder(fetch, { clock });
  const options = toOptions(credential, server.url);
  const setup = { clock, transport: { fetch: recorder.fetch }, ...(policy && { policy }) };
  // The suite cannot know that a planted factory takes the adapter's own options, nor what the types hide of ours.
  const made: Integration = planted?.factory?.(options as never, setup) ?? sendgridEmail(options, setup);
  const facade = made as AnyEmail;
  // Loading takes real time, which the virtual clock does not see.
  if (isLoadable(facade)) await facade.native();
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise, { busy: () => recorder.inFlight > server.held }),
    fixtures,
    mailbox: toMailbox(fake),
    happen: async (what, { id }, recipient) => happen(fake, what, id, recipient),
    async passTime(ms) {
      await clock.advance(ms);
      fake.runDue();
    },
    webhooks: toWebhooks(fake, keys, () => clock.now()),
    inboundOf: (mail) => inboundOf(fake, mail),
    secrets: [apiKey, inboundPassword],
    wire,
    async [Symbol.asyncDispose]() {
      await facade.close();
      await server.close();
    },
  };
}

function newFake(now: () => number): SendgridFake {
  const version = { subject: 'Welcome', text: 'Hello {{name}}.' };
  return sendgridFake({
    apiKey,
    now,
    verifiedSenders: ['shop.example'],
    templates: [{ id: templateId, name: 'Welcome', version }],
    signingKeys: [keys.first.encoded, keys.second.encoded],
  });
}

function toOptions(credential: StartOptions['credential'], baseUrl: string): SendgridEmailOptions {
  return {
    apiKey: credential === 'wrong' ? 'SG.another.key0000000000000000000002' : apiKey,
    webhookPublicKey: [keys.first.publicKey, keys.second.publicKey],
    inboundPassword,
    baseUrl,
  };
}

function isLoadable(email: AnyEmail): email is AnyEmail & Native<unknown> {
  return 'native' in email;
}

const fixtures = {
  sender: 'orders@shop.example',
  unverifiedSender: 'orders@unverified.example',
  domain: 'readers.example',
  templateId,
  unknownMessageId: 'AAAAAAAAAAAAAAAAAAAAAA.4102444800',
} as const;

const happenings = {
  delivered: 'delivered',
  deferred: 'deferred',
  bounced: 'bounce',
  blocked: 'blocked',
  opened: 'open',
  clicked: 'click',
  complained: 'spamreport',
  unsubscribed: 'unsubscribe',
  resubscribed: 'group_resubscribe',
  unheard_of: 'open',
} as const satisfies Record<Happening, EventType>;

function happen(fake: SendgridFake, what: Happening, id: string, email: string): void {
  const mail = fake.accepted.find((candidate) => idOf(candidate) === id);
  if (mail === undefined) throw new Error(`No mail has the id ${id}.`);
  const details = what === 'unheard_of' ? { event: 'account_status_change' } : {};
  fake.emit(happenings[what], { messageId: mail.messageId, email }, details);
}

async function inboundOf(fake: SendgridFake, mail: ArrivedMail): Promise<RawWebhook> {
  const { attachments = [], ...rest } = mail;
  const files = attachments.map(({ contentType: type, ...file }) => ({ ...file, type }));
  const url = 'https://shop.example/inbound/sendgrid';
  const request = fake.inbound({ ...rest, ...(files.length > 0 && { attachments: files }) }, { url });
  request.headers.set('authorization', `Basic ${btoa(`sendgrid:${inboundPassword}`)}`);
  return toRaw(request);
}
