import type { StartOptions } from '@patchbay/core/conformance';
import { signWebhook } from '@patchbay/core/webhook';
import { virtualClock } from '@patchbay/testing';
import type { AnyEmail, ArrivedMail, EmailHarness, EmailSubject } from '../../src/conformance/index.ts';
import { toBase64 } from '../../src/index.ts';
import { capabilities, postEmail, secrets } from './adapter.ts';
import { Post } from './post.ts';

/** A provider in memory that can do all that the contract knows: the suite itself is tried out on it. */
export const harness: EmailHarness = {
  provider: 'post',
  capabilities,
  exempt: { 'errors.send.unverified_sender': 'anyone may send' },
  start,
};

async function start({ policy }: StartOptions<AnyEmail> = {}): Promise<EmailSubject> {
  const clock = virtualClock();
  const post = new Post(clock);
  const facade = postEmail({ post }, { clock, ...(policy !== undefined && { policy }) });
  return {
    facade,
    clock,
    settle: (promise) => clock.settle(promise),
    fixtures: {
      sender: 'post@shop.example',
      domain: 'reader.example',
      refusedRecipient: 'refused@elsewhere.example',
      fullRecipient: 'full@elsewhere.example',
      templateId: 'welcome',
      unknownTemplateId: 'unknown',
      unknownMessageId: 'mail-0',
    },
    mailbox: {
      count: async () => post.mails.length,
      accepted: async () =>
        post.mails.map(({ message: _own, key: _key, ...mail }) => ({ ...mail, status: post.statusOf(mail) })),
    },
    happen: async (what, { id }, recipient) => post.happen(what, id, recipient),
    passTime: (ms) => clock.advance(ms),
    webhooks: {
      sent: async () => Promise.all(post.events.map((event) => sign(toBytes(event), event.at))),
      sign: (body, { key = 'first', timestamp = clock.now() / 1000 } = {}) =>
        sign(body, timestamp * 1000, key),
    },
    inboundOf: async (mail) => ({
      url: 'https://shop.example/inbound',
      headers: new Headers(),
      body: toBytes(written(mail)),
    }),
    secrets,
    [Symbol.asyncDispose]: () => facade.close(),
  };
}

function written({ attachments = [], ...mail }: ArrivedMail): object {
  const files = attachments.map(({ bytes, ...file }) => ({ ...file, base64: toBase64(bytes) }));
  return { ...mail, attachments: files };
}

function toBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

const keys = { first: secrets[0], second: secrets[1], foreign: 'somebody-else' } as const;

async function sign(body: Uint8Array, at: number, key: keyof typeof keys = 'first') {
  const headers = new Headers({
    'post-signature': await signWebhook(body, keys[key], Math.floor(at / 1000)),
  });
  return { headers, body, url: 'https://shop.example/webhooks' };
}
