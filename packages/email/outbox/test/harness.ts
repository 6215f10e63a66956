import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StartOptions } from '@patchbay/core/conformance';
import { type RawWebhook, signWebhook } from '@patchbay/core/webhook';
import type { AnyEmail, EmailHarness, EmailSubject, Happening } from '@patchbay/email/conformance';
import { type OutboxEventType, outboxEmail } from '@patchbay/email-outbox';
import { virtualClock } from '@patchbay/testing';
import { capabilities } from '../src/capabilities.ts';
import { Outbox } from '../src/engine/outbox.ts';
import { isBusy } from './support/busy.ts';
import { mailboxOf } from './support/mailbox.ts';

const webhookUrl = 'https://shop.example/webhooks/email';
const inboundUrl = 'https://shop.example/inbound/email';
const secrets = { first: 'harness-first-secret', second: 'harness-second-secret', foreign: 'a-strangers' };

/** The outbox as the conformance suite drives it. */
export const harness: EmailHarness = {
  provider: 'outbox',
  capabilities,
  exempt: {
    'errors.send.unknown_template': 'the outbox keeps no templates: it shows what any would be filled with',
  },
  start: (options) => start(options, false),
};

/** The same with its mails on disk. */
export const diskHarness: EmailHarness = {
  ...harness,
  start: async (options) => start(options, await mkdtemp(join(tmpdir(), 'patchbay-outbox-'))),
};

async function start(
  { policy, planted }: StartOptions<AnyEmail> = {},
  root: string | false,
): Promise<EmailSubject> {
  const clock = virtualClock({ busy: isBusy });
  const options = { root, webhookSecret: [secrets.first, secrets.second] };
  const setup = { clock, ...(policy !== undefined && { policy }) };
  // A planted factory takes what the adapter's own takes; the suite cannot know the type.
  const facade = planted?.factory?.(options as never, setup) ?? outboxEmail(options, setup);
  const outbox = await outboxOf(facade);
  const sign = async (body: Uint8Array, at: number, key: keyof typeof secrets = 'first') => {
    const signature = await signWebhook(body, secrets[key], Math.floor(at / 1000));
    return { headers: new Headers({ 'patchbay-signature': signature }), body, url: webhookUrl };
  };
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    fixtures,
    mailbox: mailboxOf(outbox),
    happen: (what, { id }, recipient) => outbox.happen(happenings[what], id, recipient),
    passTime: (ms) => clock.advance(ms),
    webhooks: {
      sent: async () =>
        Promise.all((await outbox.events()).map((event) => sign(toBytes(event), event.createdAt))),
      sign: (body, { key, timestamp = clock.now() / 1000 } = {}) => sign(body, timestamp * 1000, key),
    },
    inboundOf: async (mail) => toRaw(await outbox.inbound(mail, inboundUrl)),
    secrets: [secrets.first, secrets.second],
    async [Symbol.asyncDispose]() {
      await facade.close();
      if (root !== false) await rm(root, { recursive: true });
    },
  };
}

/** The outbox behind a facade, be it broken on purpose. */
async function outboxOf(email: AnyEmail): Promise<Outbox> {
  const native: unknown = Reflect.get(email, 'native');
  const client: unknown = typeof native === 'function' ? await native() : undefined;
  if (client instanceof Outbox) return client;
  throw new Error('The facade does not hand out its outbox: native() is missing.');
}

const fixtures: EmailSubject['fixtures'] = {
  sender: 'orders@shop.example',
  domain: 'readers.example',
  refusedRecipient: 'refuse@outbox.example',
  fullRecipient: 'full@outbox.example',
  templateId: 'welcome',
  unknownMessageId: 'mail_000000000000000000000000',
};

const happenings = {
  delivered: 'delivered',
  deferred: 'deferred',
  bounced: 'bounced',
  blocked: 'blocked',
  opened: 'opened',
  clicked: 'clicked',
  complained: 'complained',
  unsubscribed: 'unsubscribed',
  resubscribed: 'resubscribed',
  unheard_of: 'forwarded',
} as const satisfies Record<Happening, OutboxEventType>;

async function toRaw(request: Request): Promise<RawWebhook> {
  const { headers, url } = request;
  return { headers, url, body: new Uint8Array(await request.arrayBuffer()) };
}

function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}
