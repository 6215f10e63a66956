import { describe, expect, it } from 'vitest';
import { bodyOf, deliver, scene, start } from './support/scene.ts';

const day = 86_400_000;

describe('deliveries', () => {
  it('are listed with what became of them, page by page, without what the vendor said', async () => {
    const { machine, drain } = scene();
    const { receiver } = machine();
    for (const id of ['evt_1', 'evt_2', 'evt_3']) await receiver.handle(deliver(bodyOf({ id })));
    await drain(receiver);
    await receiver.handle(deliver(bodyOf({ id: 'evt_4', at: 3, about: 'cus_2' })));
    const all = [];
    for await (const delivery of receiver.deliveries.list('payments', { limit: 2 })) all.push(delivery);
    expect(all.map(({ key, status }) => [key, status]).toSorted()).toEqual([
      ['evt_1', 'done'],
      ['evt_2', 'done'],
      ['evt_3', 'done'],
      ['evt_4', 'received'],
    ]);
    expect(await receiver.deliveries.get('payments', 'evt_4')).toEqual({
      service: 'payments',
      key: 'evt_4',
      type: 'customer.updated',
      objectId: 'cus_2',
      status: 'received',
      receivedAt: expect.any(Date),
      occurredAt: new Date(start + 3000),
      changedAt: expect.any(Date),
      attempts: 0,
    });
    expect((await receiver.deliveries.list('payments', { limit: 2 }).page()).items.length).toBeLessThan(4);
  });

  it('are forgotten after their retention: then the same event is a new one', async () => {
    const { machine, clock, handled, drain } = scene();
    const { receiver } = machine({ receiver: { retentionMs: day } });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    await clock.advance(day - 5000);
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' }), { signedAt: day / 1000 }));
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
    await clock.advance(day);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toBeUndefined();
  });

  it('are remembered for longer than their jobs', async () => {
    const { machine, clock, whats, drain } = scene();
    const { receiver, jobs } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    await clock.advance(2 * day);
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' }), { signedAt: (2 * day) / 1000 }));
    expect(whats()).toEqual(['received', 'handled', 'duplicate']);
    expect(await jobs.stats({ queue: 'webhooks.payments' })).toMatchObject({ ready: 0 });
  });

  it('of another source are not among them', async () => {
    const { machine } = scene();
    const { receiver } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await expect(receiver.deliveries.get('paymen' as 'payments', 'ts:evt_1')).rejects.toMatchObject({
      code: 'not_found',
    });
  });
});

describe('a replay', () => {
  it('handles an event again that is done, after those of its object', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    await receiver.handle(deliver(bodyOf({ id: 'evt_2' })));
    await receiver.deliveries.replay('payments', 'evt_1');
    await drain(receiver);
    expect(handled).toEqual(['evt_1', 'evt_2', 'evt_1']);
    await receiver.deliveries.replay('payments', 'evt_1');
    await drain(receiver);
    expect(handled).toHaveLength(4);
  });

  it('that two ask for at the same time is one', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    await Promise.all([1, 2].map(() => receiver.deliveries.replay('payments', 'evt_1')));
    await drain(receiver);
    expect(handled).toHaveLength(2);
  });

  it('changes nothing of one that waits', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine();
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await receiver.deliveries.replay('payments', 'evt_1');
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
  });

  it('of what nobody remembers is refused', async () => {
    const { receiver } = scene().machine();
    await expect(receiver.deliveries.replay('payments', 'evt_9')).rejects.toMatchObject({
      code: 'not_found',
    });
  });

  it('brings a job back that was discarded', async () => {
    const { machine, handled, drain } = scene();
    let fails = true;
    const { receiver, jobs } = machine({
      handle: ({ id }) => {
        if (fails) throw new Error('broken');
        handled.push(id);
      },
    });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver, { retry: () => 'never' });
    await jobs.dead.discard({ queue: 'webhooks.payments', id: 'payments:evt_1' });
    fails = false;
    await receiver.deliveries.replay('payments', 'evt_1');
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
  });
});
