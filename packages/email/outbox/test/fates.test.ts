import { describe, expect, it } from 'vitest';
import { letter, openPost } from './support/post.ts';

const told = {
  deliver: ['accepted', 'delivered'],
  open: ['accepted', 'delivered', 'opened'],
  click: ['accepted', 'delivered', 'opened', 'clicked'],
  delay: ['accepted', 'deferred', 'delivered'],
  bounce: ['accepted', 'bounced'],
  block: ['accepted', 'blocked'],
  complain: ['accepted', 'delivered', 'complained'],
  unsubscribe: ['accepted', 'delivered', 'unsubscribed'],
} as const;

describe('a test mailbox', () => {
  it.each(Object.entries(told))('%s@outbox.example is told as %j', async (name, types) => {
    await using post = await openPost();
    const { status } = await post.email.send(letter({ to: `${name}+order-7@Outbox.example` }));
    expect(status).toBe('accepted');
    expect(await post.eventTypes()).toEqual(types);
  });

  it.each([
    ['refuse', 'refused', 'mailbox_unknown'],
    ['full', 'deferred', 'mailbox_full'],
  ])('%s@outbox.example is %s in the receipt', async (name, status, reason) => {
    await using post = await openPost();
    const receipt = await post.email.send(letter({ to: `${name}@outbox.example` }));
    expect(receipt).toMatchObject({ status: 'refused', recipients: [{ status, reason }] });
    expect(await post.eventTypes()).toEqual([]);
  });

  it.each([
    ['bounce', 'bounced'],
    ['complain', 'complained'],
    ['unsubscribe', 'unsubscribed'],
  ])('%s@outbox.example gets no second mail', async (name, reason) => {
    await using post = await openPost();
    const message = letter({ to: `${name}@outbox.example` });
    await post.email.send(message);
    expect(await post.email.suppressions.get(`${name}@outbox.example`)).toMatchObject([{ reason }]);
    expect((await post.email.send(message)).recipients).toMatchObject([{ status: 'suppressed' }]);
  });

  it('is none at another domain', async () => {
    await using post = await openPost();
    for (const to of ['bounce@shop.example', 'bounce@mail.outbox.example', 'constructor@outbox.example'])
      expect((await post.email.send(letter({ to }))).status).toBe('accepted');
    expect(new Set(await post.eventTypes())).toEqual(new Set(['accepted']));
  });

  it('that clicks clicks on the first link of the mail', async () => {
    await using post = await openPost();
    const html = '<a class="x" href="https://shop.example/?a=1&amp;b=2">Confirm</a>';
    await post.email.send(letter({ to: 'click@outbox.example', html }));
    expect((await post.outbox.events()).at(-1)?.url).toBe('https://shop.example/?a=1&b=2');
  });
});
