import type { PaymentEvent } from '@patchbay/payments';
import { describe, expect, it } from 'vitest';
import { bodyOf, breakable, deliver, scene, start, type Told } from './support/scene.ts';

const hour = 3600;

/** What the vendor remembers, the newest first, as Stripe lists it. */
function vendor(world: ReturnType<typeof scene>) {
  const told: Told[] = [];
  const asked: number[] = [];
  const list = async function* (since: Date): AsyncGenerator<PaymentEvent> {
    asked.push((since.getTime() - start) / 1000);
    for (const event of told.toReversed())
      if (start + (event.at ?? 0) * 1000 >= since.getTime())
        yield* await world.payments.webhooks.receive(deliver(bodyOf(event), { signedAt: nowOf(world) }));
  };
  return { told, asked, list };
}

function nowOf({ clock }: ReturnType<typeof scene>): number {
  return Math.floor((clock.now() - start) / 1000);
}

describe('a sweep', () => {
  it('finds what never came, and only that, in the order in which it happened', async () => {
    const world = scene();
    const { machine, clock, handled, drain } = world;
    const { told, list } = vendor(world);
    const { receiver } = machine();
    told.push({ id: 'evt_1', at: 1 }, { id: 'evt_2', at: 2 }, { id: 'evt_3', at: 2 }, { id: 'evt_4', at: 3 });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1', at: 1 })));
    await drain(receiver);
    await clock.advance(10_000);
    const swept = await receiver.sweep('payments', { list });
    expect(swept).toMatchObject({ listed: 4, missed: 3, isCut: false });
    await drain(receiver);
    expect(handled).toEqual(['evt_1', 'evt_2', 'evt_3', 'evt_4']);
    const again = await receiver.sweep('payments', { list });
    expect(again).toMatchObject({ listed: 4, missed: 0 });
    await receiver.handle(deliver(bodyOf({ id: 'evt_2', at: 2 }), { signedAt: nowOf(world) }));
    await drain(receiver);
    expect(handled).toHaveLength(4);
  });

  it('begins an overlap before the last one that came to its end', async () => {
    const world = scene();
    const { list, asked } = vendor(world);
    const { receiver } = world.machine();
    await receiver.sweep('payments', { list, overlapMs: 60_000 });
    await world.clock.advance(2 * hour * 1000);
    const broken = () => {
      throw new Error('the vendor is away');
    };
    await expect(receiver.sweep('payments', { list: broken })).rejects.toThrow('away');
    await receiver.sweep('payments', { list, overlapMs: 60_000 });
    await receiver.sweep('payments', { list, overlapMs: 60_000 });
    expect(asked).toEqual([-60, -60, 2 * hour - 60]);
  });

  it('finds an event that was noted and has no job', async () => {
    const world = scene();
    const { told, list } = vendor(world);
    const interceptor = breakable();
    interceptor.broken = 'jobs.enqueue';
    await world.machine({ interceptor }).receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    told.push({ id: 'evt_1' });
    const { receiver } = world.machine();
    expect(await receiver.sweep('payments', { list })).toMatchObject({ missed: 1 });
    await world.drain(receiver);
    expect(world.handled).toEqual(['evt_1']);
  });

  it('leaves types alone that nobody wants', async () => {
    const world = scene();
    const { told, list } = vendor(world);
    told.push({ id: 'evt_1' });
    const { receiver } = world.machine({ events: ['payment.captured'] });
    expect(await receiver.sweep('payments', { list })).toMatchObject({ listed: 1, missed: 0 });
  });

  it('is done by one process at a time', async () => {
    const world = scene();
    const { list } = vendor(world);
    const both = [world.machine(), world.machine()].map(({ receiver }) =>
      receiver.sweep('payments', { list }),
    );
    const results = await Promise.all(both);
    expect(results.filter((result) => result !== undefined)).toHaveLength(1);
  });

  it('hands on what a handler throws, also where that is a lease that another has', async () => {
    const world = scene({ hasJobs: false });
    const { told, list } = vendor(world);
    told.push({ id: 'evt_1' });
    const { receiver, state } = world.machine({
      handle: () => state.leases.with('stock', { ttlMs: 1000 }, async () => undefined),
    });
    await state.leases.acquire({ name: 'stock', ttlMs: 60_000 });
    await expect(receiver.sweep('payments', { list })).rejects.toMatchObject({ reason: 'lease_taken' });
  });

  it('refuses an overlap that is no time, for it would find nothing and go on', async () => {
    const world = scene();
    const { list, asked } = vendor(world);
    const { receiver } = world.machine();
    for (const overlapMs of [Number.NaN, -1, Number.POSITIVE_INFINITY]) {
      const sweeping = receiver.sweep('payments', { list, overlapMs });
      await expect(sweeping).rejects.toMatchObject({ code: 'invalid_request', outcome: 'not_applied' });
      await expect(sweeping).rejects.toThrow(`overlapMs: found ${overlapMs}`);
    }
    expect(asked).toEqual([]);
  });

  it('looks no further back than events are remembered, and says that it was cut', async () => {
    const world = scene();
    const { told, list } = vendor(world);
    const retentionMs = 24 * hour * 1000;
    const { receiver } = world.machine({ receiver: { retentionMs } });
    await receiver.sweep('payments', { list });
    told.push({ id: 'evt_old', at: hour }, { id: 'evt_new', at: 47 * hour });
    await receiver.handle(deliver(bodyOf({ id: 'evt_old', at: hour })));
    await world.drain(receiver);
    await world.clock.advance(48 * hour * 1000);
    expect(await receiver.deliveries.get('payments', 'evt_old')).toBeUndefined();
    expect(await receiver.sweep('payments', { list })).toMatchObject({ missed: 1, isCut: true });
    await world.drain(receiver);
    expect(world.handled).toEqual(['evt_old', 'evt_new']);
  });

  it('takes nothing from before its time, whatever the list brings', async () => {
    const world = scene();
    const { told, list } = vendor(world);
    told.push({ id: 'evt_old', at: -2 * hour }, { id: 'evt_new', at: -60 });
    const { receiver } = world.machine();
    const all = () => list(new Date(0));
    expect(await receiver.sweep('payments', { list: all })).toMatchObject({ listed: 2, missed: 1 });
    await world.drain(receiver);
    expect(world.handled).toEqual(['evt_new']);
  });

  it('without jobs tries again what could not be handled, and goes on with the others', async () => {
    const world = scene({ hasJobs: false });
    const { told, list } = vendor(world);
    let isMended = false;
    const { receiver } = world.machine({
      handle: ({ id }) => {
        if (id === 'evt_1' && !isMended) throw new Error('broken');
        world.handled.push(id);
      },
    });
    told.push({ id: 'evt_1' }, { id: 'evt_2' });
    await expect(receiver.sweep('payments', { list })).rejects.toThrow('broken');
    isMended = true;
    expect(await receiver.sweep('payments', { list })).toMatchObject({ missed: 1 });
    expect(world.handled).toEqual(['evt_2', 'evt_1']);
  });
});

describe('events from elsewhere', () => {
  it('go the same way as those that are delivered', async () => {
    const { machine, payments, handled, drain } = scene();
    const { receiver } = machine();
    const events = await payments.webhooks.receive(deliver(bodyOf({ id: 'evt_1' })));
    expect(await receiver.accept('payments', events)).toEqual(['received']);
    expect(await receiver.accept('payments', events)).toEqual(['duplicate']);
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
  });

  it('are not accepted while a store is away', async () => {
    const { machine, payments } = scene();
    const interceptor = breakable();
    interceptor.broken = 'jobs.enqueue';
    const events = await payments.webhooks.receive(deliver(bodyOf({ id: 'evt_1' })));
    const accepting = machine({ interceptor }).receiver.accept('payments', events);
    await expect(accepting).rejects.toMatchObject({ code: 'provider_unavailable' });
  });
});
