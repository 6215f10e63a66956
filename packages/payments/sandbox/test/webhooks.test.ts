import type { PaymentEvent } from '@patchbay/payments';
import { virtualClock, wireRecorder } from '@patchbay/testing';
import { type FaultServer, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { cart, openShop } from './support/shop.ts';

describe('the delivery of webhooks', () => {
  it('sends each event signed, in order, and the facade takes it', async () => {
    await using shop = await connected();
    await shop
      .pay({ reference: 'order-1', capture: 'manual' })
      .then(({ id }) => shop.payments.capture(id, shop.once()));
    expect(shop.server.received).toHaveLength(0);
    await shop.settle();
    expect(shop.events.map(({ type, reference }) => [type, reference])).toEqual([
      ['payment.authorized', 'order-1'],
      ['payment.captured', 'order-1'],
    ]);
  });

  it('tries again with growing waits until it is taken', async () => {
    await using shop = await connected();
    shop.server.fault({ kind: 'status', status: 500, times: 2 }, { kind: 'resetBefore' });
    await shop.pay();
    await shop.settle();
    expect(shop.startedAtMs()).toEqual([0, 1000, 4000, 13_000]);
    expect(await shop.sandbox.deliveries()).toMatchObject([
      { state: 'delivered', attempts: 4, lastStatus: 200 },
    ]);
    expect(new Set(shop.events.map(({ dedupeKey }) => dedupeKey)).size).toBe(1);
  });

  it('gives up after eight attempts, and sends again when asked to', async () => {
    await using shop = await connected();
    shop.server.fault({ kind: 'status', status: 503, times: 8 });
    await shop.pay();
    await shop.settle();
    expect(await shop.sandbox.deliveries()).toMatchObject([
      { state: 'given_up', attempts: 8, lastStatus: 503 },
    ]);
    const [event] = await shop.sandbox.events();
    await shop.sandbox.redeliver(event?.id ?? '');
    await shop.settle();
    expect(shop.events.map(({ id }) => id)).toEqual([event?.id]);
  });

  it('stops at 410: the endpoint is gone', async () => {
    await using shop = await connected();
    shop.server.fault({ kind: 'status', status: 410 });
    await shop.pay();
    await shop.settle();
    expect(shop.server.received).toHaveLength(1);
    expect(await shop.sandbox.deliveries()).toMatchObject([{ state: 'given_up', attempts: 1 }]);
  });

  it('does not follow redirects', async () => {
    await using shop = await connected();
    shop.server.fault({ kind: 'status', status: 302, headers: { location: '/elsewhere' } });
    await shop.pay();
    await shop.settle();
    expect(shop.server.received.map(({ target }) => target)).toEqual(['/webhooks', '/webhooks']);
  });

  it('waits ten seconds for an answer', async () => {
    await using shop = await connected();
    shop.server.fault({ kind: 'hang', commit: false });
    await shop.pay();
    await shop.settle();
    expect(shop.startedAtMs()).toEqual([0, 11_000]);
  });

  it('holds back the later events of an object, not those of others', async () => {
    await using shop = await connected();
    const [slow, quick] = [await shop.pay({ capture: 'manual' }), await shop.pay()];
    await shop.payments.cancel(slow.id, shop.once());
    shop.server.fault({ kind: 'status', status: 500, match: ({ text }) => text.includes(slow.id) });
    await shop.settle();
    expect(shop.events.map(({ type, subject }) => [type, subject.id])).toEqual([
      ['payment.captured', quick.id],
      ['payment.authorized', slow.id],
      ['payment.canceled', slow.id],
    ]);
  });

  it('tells of a page that nobody paid when its time is over', async () => {
    await using shop = await connected();
    await shop.payments.checkout.create(cart, shop.once());
    await shop.clock.advance(86_400_000);
    await shop.settle();
    expect(shop.events.map(({ type }) => type)).toEqual(['checkout.expired']);
  });

  it('ends with the instance: no timer and no request is left', async () => {
    const shop = await connected();
    shop.server.fault({ kind: 'status', status: 500, times: 8 });
    await shop.pay();
    await shop.payments.checkout.create(cart, shop.once());
    await shop.clock.advance(0);
    await shop[Symbol.asyncDispose]();
    expect(shop.clock.timers).toBe(0);
  });
});

async function connected() {
  const events: PaymentEvent[] = [];
  let receive: (request: Request) => Promise<readonly PaymentEvent[]> = async () => [];
  const server: FaultServer = await serve(async (request) => {
    events.push(...(await receive(request)));
    return new Response('taken');
  });
  const clock = virtualClock();
  const recorder = wireRecorder(fetch, { clock });
  const options = { webhookUrl: `${server.url}/webhooks`, webhookSecret: 'a-secret-of-tests' };
  const shop = await openShop(options, { clock, transport: { fetch: recorder.fetch } });
  receive = (request) => shop.payments.webhooks.receive(request);
  return {
    ...shop,
    server,
    events,
    /** When each attempt began, in milliseconds of the clock. */
    startedAtMs: () => recorder.requests.map(({ startedAtMs }) => startedAtMs),
    /** Lets time run until all webhooks have arrived or were given up. */
    settle: () => shop.clock.settle(shop.sandbox.settled(), { busy: () => recorder.inFlight > server.held }),
    async [Symbol.asyncDispose]() {
      await shop.payments.close();
      await server.close();
    },
  };
}
