import type { EmailEvent } from '@patchbay/email';
import { describe, expect, it } from 'vitest';
import { outboxEmail } from '../src/index.ts';
import { letter, openPost } from './support/post.ts';

const webhookUrl = 'https://shop.example/hooks';
const webhookSecret = 'whsec_of_the_outbox';

/** An application that is down for the first request, and then answers 204, as most do. */
function application() {
  const requests: Request[] = [];
  const fetch: typeof globalThis.fetch = async (url, init) => {
    requests.push(new Request(url, init));
    return new Response(null, { status: requests.length === 1 ? 503 : 204 });
  };
  return { requests, fetch };
}

/** The same kind of tests as core's `common-traps.test.ts`: the usual way failing, then ours passing. */
describe('T8: a webhook that is sent once, unsigned, and has arrived only when the answer is 200', () => {
  it('loses events, and calls others lost that arrived; ours sends until any 2xx comes', async () => {
    const { requests: seen, fetch: post } = application();
    const usual = async (): Promise<boolean> =>
      (await post(webhookUrl, { method: 'POST', body: '{}' })).status === 200;
    expect(await usual()).toBe(false); // down: lost, nobody tries again
    expect(await usual()).toBe(false); // arrived, and called lost
    expect(seen.every(({ headers }) => !headers.has('patchbay-signature'))).toBe(true);

    const { requests, fetch } = application();
    await using mailbox = await openPost({ webhookUrl, webhookSecret }, { transport: { fetch } });
    await mailbox.email.send(letter({ to: 'deliver@outbox.example' }));
    await mailbox.clock.settle(mailbox.outbox.settled());
    const events: EmailEvent[] = [];
    const receiver = outboxEmail({ root: false, webhookSecret }, { clock: mailbox.clock });
    for (const request of requests) events.push(...(await receiver.webhooks.receive(request.clone())));
    expect(events.map(({ type }) => type)).toEqual([
      'message.accepted',
      'message.accepted',
      'message.delivered',
    ]);
    expect(events[0]?.id).toBe(events[1]?.id);
  });

  it('is believed whoever sends it; ours is refused when a byte of it was changed', async () => {
    const { requests, fetch } = application();
    await using post = await openPost({ webhookUrl, webhookSecret }, { transport: { fetch } });
    await post.email.send(letter());
    await post.clock.settle(post.outbox.settled());
    const [genuine] = requests;
    const forged = new Request(webhookUrl, {
      method: 'POST',
      headers: genuine?.headers ?? {},
      body: (await genuine?.clone().text())?.replace('accepted', 'bounced') ?? '',
    });
    const usual = async (request: Request): Promise<unknown> =>
      Reflect.get(Object(await request.json()), 'type');
    expect(await usual(forged.clone())).toBe('bounced');
    const receiver = outboxEmail({ root: false, webhookSecret }, { clock: post.clock });
    await expect(receiver.webhooks.receive(forged)).rejects.toMatchObject({ code: 'webhook_rejected' });
  });
});
