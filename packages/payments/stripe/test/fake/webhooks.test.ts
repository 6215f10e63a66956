import { describe, expect, it } from 'vitest';
import { stripeFake } from '../../src/fake/index.ts';
import { connected } from './requests.ts';

const payment = {
  amount: 1000,
  currency: 'usd',
  confirm: true,
  payment_method: 'pm_card_visa',
  return_url: 'https://shop.example/back',
};
const url = 'http://127.0.0.1:3000/webhooks';
const secret = 'whsec_test';

/** An endpoint that keeps what it got and answers with the given statuses, then 200. */
function endpoint(...statuses: number[]) {
  const received: { readonly body: string; readonly signature: string }[] = [];
  const receive = async (input: string | URL | Request): Promise<Response> => {
    const request = new Request(input);
    received.push({ body: await request.text(), signature: request.headers.get('stripe-signature') ?? '' });
    return new Response('ok', { status: statuses.shift() ?? 200 });
  };
  return { received, webhook: { url, secret, fetch: receive } };
}

describe('webhooks', () => {
  it('deliver what the SDK verifies: whole events, signed over the raw body', async () => {
    const { received, webhook } = endpoint();
    const { fake, stripe } = connected({ webhook });
    const intent = await stripe.paymentIntents.create(payment, { idempotencyKey: 'k' });
    await fake.settled();

    const events = await Promise.all(
      received.map(({ body, signature }) => stripe.webhooks.constructEventAsync(body, signature, secret)),
    );

    const paid = events.find(({ type }) => type === 'payment_intent.succeeded');
    expect(paid).toMatchObject({
      object: 'event',
      api_version: '2026-10-28.endive',
      livemode: false,
      pending_webhooks: 1,
      request: { idempotency_key: 'k', id: expect.stringMatching(/^req_/) },
      data: { object: { id: intent.id, status: 'succeeded' } },
    });
    expect(events).toHaveLength(3);
    expect(fake.deliveries.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await stripe.events.retrieve(paid?.id ?? '')).pending_webhooks).toBe(0);
  });

  it('fail verification with another secret, a changed body or an old timestamp', async () => {
    const { fake, stripe } = connected();
    await stripe.customers.create();
    const [event] = fake.events;
    if (event === undefined) throw new Error('no event');
    const verify = async (request: Request, body?: string) =>
      stripe.webhooks.constructEventAsync(
        body ?? (await request.text()),
        request.headers.get('stripe-signature') ?? '',
        'whsec_fake',
      );
    await expect(verify(await fake.sign(event))).resolves.toMatchObject({ id: event.id });
    await expect(
      verify(await fake.sign(event, { secret: 'whsec_old', extraSecrets: ['whsec_fake'] })),
    ).resolves.toMatchObject({ id: event.id });
    await expect(verify(await fake.sign(event, { secret: 'whsec_other' }))).rejects.toThrow(
      'No signatures found',
    );
    await expect(verify(await fake.sign(event), '{}')).rejects.toThrow('No signatures found');
    await expect(verify(await fake.sign(event, { timestamp: 1_600_000_000 }))).rejects.toThrow(
      'Timestamp outside',
    );
  });

  it('are delivered again under the same id with the same body', async () => {
    const { received, webhook } = endpoint(500);
    const { fake, stripe } = connected({ webhook });
    await stripe.customers.create();
    await fake.settled();
    const [event] = fake.events;
    expect(fake.deliveries).toMatchObject([{ eventId: event?.id, status: 500 }]);
    expect(await fake.deliver(event?.id ?? '')).toBe(200);
    expect(received[1]?.body).toBe(received[0]?.body);
  });

  it('an endpoint that cannot be reached is noted, and nothing else breaks', async () => {
    const unreachable = () => Promise.reject(new TypeError('fetch failed'));
    const { fake, stripe } = connected({ webhook: { url, secret, fetch: unreachable } });
    await stripe.customers.create();
    await fake.settled();
    expect(fake.deliveries).toMatchObject([{ status: 0, type: 'customer.created' }]);
  });

  it('snapshots do not change with the object, and updates say what was before', async () => {
    const { fake, stripe } = connected();
    const { id } = await stripe.customers.create({ name: 'Ada' });
    await stripe.customers.update(id, { name: 'Bob' });
    expect(fake.events.map(({ data }) => data)).toMatchObject([
      { object: { name: 'Ada' } },
      { object: { name: 'Bob' }, previous_attributes: { name: 'Ada' } },
    ]);
    expect(Object.keys(fake.events[1]?.data.previous_attributes ?? {})).toEqual(['name']);
  });

  it('of one object come one after the other', async () => {
    const order: string[] = [];
    const slow = async (input: string | URL | Request): Promise<Response> => {
      const { type } = JSON.parse(await new Request(input).text());
      order.push(`start ${type}`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`end ${type}`);
      return new Response(null, { status: 200 });
    };
    const { fake, stripe } = connected({ webhook: { url, secret, fetch: slow } });
    await stripe.paymentIntents.create(payment);
    await fake.settled();
    const own = order.filter((entry) => entry.includes('payment_intent.'));
    expect(own).toEqual([
      'start payment_intent.created',
      'end payment_intent.created',
      'start payment_intent.succeeded',
      'end payment_intent.succeeded',
    ]);
  });

  it('never leave this machine', () => {
    expect(() => stripeFake({ webhook: { url: 'https://shop.example/webhooks', secret } })).toThrow(
      'loopback',
    );
    expect(() => stripeFake({ webhook: { url: 'http://127.0.0.1.example.com/', secret } })).toThrow(
      'loopback',
    );
    expect(() => stripeFake({ webhook: { url: 'http://[::1]:3000/', secret } })).not.toThrow();
  });
});
