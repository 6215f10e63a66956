import type { Integration, Native } from '@patchbay/core';
import type { StartOptions, WebhookSource } from '@patchbay/core/conformance';
import type { AnyEmail, EmailHarness, EmailSubject, Happening } from '@patchbay/email/conformance';
import { type SmtpEmailOptions, smtpEmail, smtpEmailCapabilities } from '@patchbay/email-smtp';
import { virtualClock } from '@patchbay/testing';
import { mailServer } from './support/mail-server.ts';
import { localOf, toMailbox } from './support/mailbox.ts';
import { arf, type DeliveryStatus, dsn, signedId, toWebhook } from './support/reports.ts';
import { toWire, watchConnections } from './support/wire.ts';

const password = 'harness-password-of-the-shop';
const secrets = {
  first: 'harness-bounce-secret-1',
  second: 'harness-bounce-secret-2',
  foreign: 'harness-bounce-secret-3',
};

const replies: Readonly<Record<string, string>> = {
  'refused@elsewhere.example': '550 5.1.1 No such user here',
  'full@elsewhere.example': '452 4.2.2 Mailbox full',
};

const noHttp = 'a mail server sends no pages, no JSON and no bodies';
const noWait = 'no reply says how long to wait';
const definite = 'a reply of 4xx is a refusal: the mail was not taken (test/wire.test.ts)';
const closedPort = 'the harness cannot close the port between two attempts (test/wire.test.ts)';
const byId = 'the id of the mail is signed, not the bounce: mail servers sign none (test/webhook.test.ts)';
const untold = 'mail servers do not tell of it';

const exempt: EmailHarness['exempt'] = {
  'resilience.send.html_*': noHttp,
  'resilience.send.json_*': noHttp,
  'resilience.send.garbage': noHttp,
  'resilience.send.other_shape': noHttp,
  'resilience.send.truncated': noHttp,
  'resilience.send.slow_body': noHttp,
  'redaction.send.vendor_fault': `${noHttp}; test/errors.test.ts prints a refusal`,
  'resilience.send.aborted_within_the_body': noHttp,
  'resilience.send.aborted_while_waiting': noWait,
  'resilience.send.retry_after_as_a_date': noWait,
  'resilience.send.retry_after_in_*': noWait,
  'resilience.send.retry_after_beyond_the_deadline': noWait,
  'resilience.send.server_error': definite,
  'resilience.send.unavailable': definite,
  'resilience.send.no_retry_when_switched_off': definite,
  'contract.sendMany.outage_in_the_middle': definite,
  'resilience.send.refused': closedPort,
  'resilience.send.without_a_key_not_applied_is_repeated': closedPort,
  'scenarios.traffic.provider_out_of_reach': closedPort,
  'webhooks.webhooks.receive.any_byte_changed': byId,
  'webhooks.webhooks.receive.truncated': byId,
  'webhooks.webhooks.receive.extended': byId,
  'webhooks.webhooks.receive.serialised_again': byId,
  'webhooks.webhooks.receive.parsed_body': byId,
  'webhooks.webhooks.receive.empty_body': byId,
  'webhooks.webhooks.receive.unsigned': byId,
  'webhooks.webhooks.receive.stale': byId,
  'webhooks.webhooks.receive.from_the_future': byId,
  'webhooks.webhooks.receive.captured_and_sent_later': byId,
  'webhooks.webhooks.receive.signed_*': byId,
  'webhooks.webhooks.receive.accepted': untold,
  'webhooks.webhooks.receive.opened': untold,
  'webhooks.webhooks.receive.clicked': untold,
  'webhooks.webhooks.receive.unsubscribed': untold,
  'webhooks.webhooks.receive.resubscribed': untold,
  'webhooks.webhooks.receive.redelivery_has_the_same_key': 'its case opens the mail (test/webhook.test.ts)',
  'scenarios.lists.one_click_and_out': untold,
};

/** The SMTP adapter over smtp-server, through real sockets and in virtual time. */
export const harness: EmailHarness = {
  provider: 'smtp',
  capabilities: smtpEmailCapabilities,
  exempt,
  start,
};

/** The composer of mails goes from immediate to immediate: real work that the virtual clock does not see. */
function isComposing(): boolean {
  return process.getActiveResourcesInfo().includes('Immediate');
}

async function start({
  credential = 'right',
  policy,
  planted,
}: StartOptions<AnyEmail> = {}): Promise<EmailSubject> {
  const clock = virtualClock();
  const server = await mailServer({ password, recipient: (address) => replies[address], sender });
  const connections = watchConnections(server.port);
  const options = toOptions(server.port, credential);
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // The suite cannot know that a planted factory takes the adapter's own options, nor what the types hide of ours.
  const made: Integration = planted?.factory?.(options as never, setup) ?? smtpEmail(options, setup);
  const facade = made as AnyEmail;
  // Loading takes real time, which the virtual clock does not see.
  if (isLoadable(facade)) await facade.native();
  const reports: string[] = [];
  return {
    facade,
    clock,
    settle: (promise) =>
      clock.settle(promise, { busy: () => connections.open > server.held || isComposing() }),
    fixtures,
    mailbox: toMailbox(server.mails),
    happen: async (what, { id }, recipient) => {
      const messageId = `<report-${reports.length}@mta.example>`;
      reports.push(toReport(what, localOf(server.mails, id), recipient, { messageId, at: clock.now() }));
    },
    passTime: (ms) => clock.advance(ms),
    webhooks: { sent: async () => reports.map(toWebhook), sign },
    secrets: [password, secrets.first, secrets.second],
    wire: toWire(server),
    async [Symbol.asyncDispose]() {
      await facade.close();
      connections[Symbol.dispose]();
      await server[Symbol.asyncDispose]();
    },
  };
}

const fixtures = {
  sender: 'orders@shop.example',
  unverifiedSender: 'orders@unverified.example',
  domain: 'readers.example',
  refusedRecipient: 'refused@elsewhere.example',
  fullRecipient: 'full@elsewhere.example',
  unknownMessageId: '0'.repeat(44),
};

/** The id that stands in it, signed with a key. */
const sign: WebhookSource['sign'] = async (body, { key = 'first' } = {}) => {
  const text = new TextDecoder().decode(body);
  return toWebhook(text.replace(/[0-9a-f]{44}/g, (id) => signedId(id, secrets[key])));
};

function sender(address: string): string | undefined {
  return address.endsWith('@unverified.example') ? '550 5.7.1 Sender address rejected' : undefined;
}

function toOptions(port: number, credential: StartOptions['credential']): SmtpEmailOptions {
  return {
    host: '127.0.0.1',
    port,
    requireTls: false,
    user: 'shop',
    password: credential === 'wrong' ? 'another-password' : password,
    bounceSecret: [secrets.first, secrets.second],
  };
}

function isLoadable(email: AnyEmail): email is AnyEmail & Native<unknown> {
  return 'native' in email;
}

const statuses: Readonly<Partial<Record<Happening, Omit<DeliveryStatus, 'recipient'>>>> = {
  delivered: { action: 'delivered', status: '2.0.0' },
  deferred: { action: 'delayed', status: '4.4.1', diagnostic: '451 4.4.1 No answer from host' },
  bounced: { action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 No such user here' },
  blocked: { action: 'failed', status: '5.7.1', diagnostic: '550 5.7.1 Blocked' },
  unheard_of: { action: 'quarantined', status: '2.0.0' },
};

function toReport(
  what: Happening,
  local: string,
  recipient: string,
  stamp: { readonly messageId: string; readonly at: number },
): string {
  if (what === 'complained') return arf(local, recipient);
  const status = statuses[what];
  if (status === undefined) throw new Error(`No mail server tells that a mail was ${what}.`);
  return dsn(local, [{ ...status, recipient }], stamp);
}
