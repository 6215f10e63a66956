import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EmailEvent } from '@patchbay/email';
import { serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { outboxEmail } from '../src/index.ts';
import { letter, openPost } from './support/post.ts';

const webhookSecret = ['first-secret', 'second-secret'];
const receiver = outboxEmail({ root: false, webhookSecret });

/** An application that receives webhooks, and answers the first `failures` of them with 500. */
async function listen(failures = 0) {
  const received: EmailEvent[] = [];
  let left = failures;
  const server = await serve(async (request) => {
    left -= 1;
    if (left >= 0) return new Response(null, { status: 500 });
    received.push(...(await receiver.webhooks.receive(request)));
    return new Response(null, { status: 204 });
  });
  return { received, webhookUrl: server.url, [Symbol.asyncDispose]: () => server.close() };
}

describe('webhooks of the outbox', () => {
  it('arrive signed, in the order in which things happened to a mail', async () => {
    await using application = await listen();
    const { webhookUrl, received } = application;
    await using email = outboxEmail({ root: false, webhookUrl, webhookSecret });
    const { id } = await email.send(letter({ to: 'complain@outbox.example', reference: 'order-7' }));
    await (await email.native()).settled();
    expect(received.map(({ type, messageId, reference }) => [type, messageId, reference])).toEqual(
      ['message.accepted', 'message.delivered', 'message.complained'].map((type) => [type, id, 'order-7']),
    );
  });

  it('that were not delivered are sent after a restart, under their old ids', async () => {
    const root = await mkdtemp(join(tmpdir(), 'patchbay-outbox-webhooks-'));
    {
      await using closed = outboxEmail({ root, webhookUrl: 'http://127.0.0.1:9/', webhookSecret });
      await closed.send(letter());
    }
    await using application = await listen();
    await using email = outboxEmail({ root, webhookUrl: application.webhookUrl, webhookSecret });
    const outbox = await email.native();
    await outbox.settled();
    expect(application.received.map(({ id }) => id)).toEqual((await outbox.events()).map(({ id }) => id));
    expect(application.received).toHaveLength(1);
    await rm(root, { recursive: true });
  });

  it('tell of a scheduled mail when its time has come, without anybody asking', async () => {
    const requests: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (_url, init) => {
      requests.push(
        JSON.parse(new TextDecoder().decode(init?.body instanceof Uint8Array ? init.body : undefined)),
      );
      return new Response(null, { status: requests.length === 2 ? 503 : 204 });
    };
    await using post = await openPost({ webhookUrl: 'https://shop.example/hooks' }, { transport: { fetch } });
    const sendAt = new Date(post.clock.now() + 60_000);
    await post.email.send(letter({ to: 'deliver@outbox.example', sendAt }));
    await post.clock.settle(post.outbox.settled());
    expect(requests).toMatchObject([{ type: 'accepted' }]);
    await post.clock.advance(60_000);
    await post.clock.settle(post.outbox.settled());
    expect(requests).toMatchObject([{ type: 'accepted' }, { type: 'delivered' }, { type: 'delivered' }]);
  });
});
