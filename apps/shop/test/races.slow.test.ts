import { describe, expect, it } from 'vitest';
import { newOrderId, openRaceShop, paidOf, type RaceShop } from './support/race-shop.ts';

const repeats = 100;
const onceBy = (by: string) => ({ paid: [by], captured: 400, receipts: 1 });

/** One race, and who wins it. */
type Race = (shop: RaceShop, orderId: string) => Promise<void>;

/** Runs a race over and over, each time with an order of its own: how each ended, and how often money moved. */
async function repeat(race: Race, settleAfter = '86400') {
  await using shop = await openRaceShop({ SHOP_SETTLE_AFTER: settleAfter });
  const ends = [];
  for (let round = 0; round < repeats; round += 1) {
    const orderId = newOrderId();
    await race(shop, orderId);
    ends.push(paidOf(shop, orderId));
  }
  return { ends, charges: shop.fake.ledger.charges.length };
}

/** Each order turned paid once, by this news. */
const eachOnceBy = (winner: string) => ({ ends: Array(repeats).fill(onceBy(winner)), charges: repeats });

const succeeded = (events: Awaited<ReturnType<RaceShop['pay']>>) =>
  events.find(({ type }) => type === 'payment_intent.succeeded');

const patience = { timeout: 300_000 }; // each race is run a hundred times, on a machine that may be busy

describe('an order is paid exactly once', patience, () => {
  it.each<[string, Race]>([
    [
      'is handled in vain before the order is written',
      async (shop, orderId) => {
        const event = succeeded(await shop.pay(await shop.pageWithoutOrder(orderId)));
        const inVain = shop.nextEvent('failed');
        expect(await shop.deliver(event)).toBe(200);
        await inVain;
        await shop.order(orderId);
        const handled = shop.nextEvent('handled');
        await shop.passUntil(handled); // it is tried again after a second
      },
    ],
    [
      'is kept before the order is written, and handled after',
      async (shop, orderId) => {
        const event = succeeded(await shop.pay(await shop.pageWithoutOrder(orderId)));
        const worker = shop.gates.hold('state.cas');
        const handled = shop.nextEvent('handled');
        expect(await shop.deliver(event)).toBe(200);
        await worker.reached;
        await shop.order(orderId);
        worker.open();
        await handled;
      },
    ],
  ])('when its webhook comes before it exists, and %s', async (_name, race) => {
    expect(await repeat(race)).toEqual(eachOnceBy('webhook'));
  });

  it.each([
    ['first', 0],
    ['second', 1],
  ])('when its webhook comes twice at the same instant, and the %s is kept first', async (_name, winner) => {
    const race: Race = async (shop, orderId) => {
      const event = succeeded(await shop.pay(await shop.order(orderId)));
      const gates = [shop.gates.hold('state.putIfAbsent'), shop.gates.hold('state.putIfAbsent')];
      const handled = shop.nextEvent('handled');
      const answers = [shop.deliver(event), shop.deliver(event)];
      await Promise.all(gates.map(({ reached }) => reached));
      for (const index of [winner, 1 - winner]) {
        gates[index]?.open();
        if (index === winner) await Promise.race(answers);
      }
      expect(await Promise.all(answers)).toEqual([200, 200]);
      await handled;
      const entries = shop.store.timeline.ofOrder(orderId);
      expect(entries.filter(({ kind }) => kind === 'event')).toHaveLength(1);
    };
    expect(await repeat(race)).toEqual(eachOnceBy('webhook'));
  });

  it.each(['as they happened', 'in reverse'])('when its webhooks come %s', async (how) => {
    const race: Race = async (shop, orderId) => {
      const events = await shop.pay(await shop.order(orderId));
      expect(events.length).toBeGreaterThan(1);
      for (const event of how === 'in reverse' ? [...events].reverse() : events) {
        const handled = shop.nextEvent('handled');
        expect(await shop.deliver(event)).toBe(200);
        await handled;
      }
    };
    expect(await repeat(race)).toEqual(eachOnceBy('webhook'));
  });

  it.each<[string, string, Race]>([
    [
      'the webhook comes after the return page',
      'return page',
      async (shop, orderId) => {
        const event = succeeded(await shop.pay(await shop.order(orderId)));
        expect(await shop.comeBack(orderId)).toBe(303);
        const handled = shop.nextEvent('handled');
        expect(await shop.deliver(event)).toBe(200);
        await handled;
      },
    ],
    [
      'the webhook comes while the return page reads the payment',
      'return page',
      async (shop, orderId) => {
        const event = succeeded(await shop.pay(await shop.order(orderId)));
        const reading = shop.gates.hold('payments.get');
        const back = shop.comeBack(orderId);
        await reading.reached;
        const handled = shop.nextEvent('handled');
        expect(await shop.deliver(event)).toBe(200);
        reading.open();
        expect(await back).toBe(303);
        await handled;
      },
    ],
    [
      'the payer comes back while the webhook reads the payment',
      'webhook',
      async (shop, orderId) => {
        const event = succeeded(await shop.pay(await shop.order(orderId)));
        const reading = shop.gates.hold('payments.get');
        const handled = shop.nextEvent('handled');
        expect(await shop.deliver(event)).toBe(200);
        await reading.reached;
        const back = shop.comeBack(orderId);
        reading.open();
        expect(await back).toBe(303);
        await handled;
      },
    ],
  ])('when %s', async (_name, winner, race) => {
    expect(await repeat(race)).toEqual(eachOnceBy(winner));
  });
});

describe('an order whose payer closed the tab', patience, () => {
  const settleAfterMs = 120_000;

  it('is paid exactly once when its webhook never comes', async () => {
    await using shop = await openRaceShop();
    const orderIds = Array.from({ length: repeats }, newOrderId);
    for (const orderId of orderIds) await shop.pay(await shop.order(orderId));
    await shop.clock.advance(settleAfterMs - 1000);
    expect(orderIds.flatMap((orderId) => paidOf(shop, orderId).paid)).toEqual([]);
    await shop.passUntilSo(() => orderIds.every((id) => paidOf(shop, id).receipts > 0));
    expect(shop.clock.monotonic()).toBeLessThan(settleAfterMs + 10_000);
    for (const orderId of orderIds) expect(paidOf(shop, orderId)).toEqual(onceBy('sweep'));
    expect(shop.fake.ledger.charges).toHaveLength(repeats);
  });

  it('is paid exactly once when its webhook comes while the sweep reads the payment', async () => {
    const race: Race = async (shop, orderId) => {
      const event = succeeded(await shop.pay(await shop.order(orderId)));
      const reading = shop.gates.hold('payments.get');
      await shop.passUntil(reading.reached); // the worker looks every second
      const handled = shop.nextEvent('handled');
      expect(await shop.deliver(event)).toBe(200);
      reading.open();
      await handled;
    };
    expect(await repeat(race, '1')).toEqual(eachOnceBy('sweep'));
  });

  it('is paid exactly once when the sweep comes while the webhook reads the payment', async () => {
    const race: Race = async (shop, orderId) => {
      const event = succeeded(await shop.pay(await shop.order(orderId)));
      const reading = shop.gates.hold('payments.get');
      const handled = shop.nextEvent('handled');
      expect(await shop.deliver(event)).toBe(200);
      await reading.reached;
      await shop.clock.advance(3000); // the worker looks every second
      reading.open();
      await handled;
    };
    expect(await repeat(race, '1')).toEqual(eachOnceBy('webhook'));
  });
});
