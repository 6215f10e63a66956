import type { WebhookReceiver } from '@patchbay/webhooks';
import { describe, expect, it } from 'vitest';
import { bodyOf, deliver, scene, type Told } from './support/scene.ts';

async function deliverAll(receiver: Pick<WebhookReceiver, 'handle'>, told: readonly Told[]): Promise<void> {
  for (const event of told) await receiver.handle(deliver(bodyOf(event)));
}

describe('the order of an object', () => {
  it('is that of acceptance, also while one of its events fails again and again', async () => {
    const { machine, handled, drain } = scene();
    const failures = new Map([['evt_2', 3]]);
    const { receiver } = machine({
      handle: ({ id }) => {
        const left = failures.get(id) ?? 0;
        failures.set(id, left - 1);
        if (left > 0) throw new Error('not yet');
        handled.push(id);
      },
    });
    await deliverAll(receiver, [
      { id: 'evt_1' },
      { id: 'evt_2' },
      { id: 'evt_3' },
      { id: 'evt_4', about: 'cus_2' },
    ]);
    await drain(receiver, { concurrency: 8 });
    expect(handled.filter((id) => id !== 'evt_4')).toEqual(['evt_1', 'evt_2', 'evt_3']);
    expect(handled.indexOf('evt_4')).toBeLessThan(handled.indexOf('evt_2')); // it waits for nobody
    expect(await receiver.deliveries.get('payments', 'evt_2')).toMatchObject({
      status: 'done',
      attempts: 4,
      lastError: 'Error: not yet',
    });
  });

  it('tells a handler that an event is late', async () => {
    const { machine, drain } = scene();
    const late: [string, boolean][] = [];
    const { receiver } = machine({ handle: ({ id }, { isLate }) => void late.push([id, isLate]) });
    await deliverAll(receiver, [
      { id: 'evt_new', at: 10 },
      { id: 'evt_old', at: 5 },
      { id: 'evt_same', at: 10 },
      { id: 'evt_other', at: 1, about: 'cus_2' },
    ]);
    await drain(receiver, { concurrency: 1 });
    expect(late.toSorted()).toEqual([
      ['evt_new', false],
      ['evt_old', true],
      ['evt_other', false],
      ['evt_same', false],
    ]);
  });

  it('leaves late events out where the source says so', async () => {
    const { machine, handled, drain, whats } = scene();
    const { receiver } = machine({ late: 'skip' });
    await deliverAll(receiver, [
      { id: 'evt_new', at: 10 },
      { id: 'evt_old', at: 5 },
    ]);
    await drain(receiver);
    expect(handled).toEqual(['evt_new']);
    expect(whats()).toEqual(['received', 'received', 'handled', 'skipped']);
    const record = await receiver.deliveries.get('payments', 'evt_old');
    expect(record).toMatchObject({ status: 'done', skipped: 'late' });
  });

  it('is not upset for days by one that says it is of the future', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine({ late: 'skip' });
    await deliverAll(receiver, [
      { id: 'evt_future', at: 10 * 365 * 86_400 },
      { id: 'evt_soon', at: 400 },
    ]);
    await drain(receiver);
    expect(handled).toEqual(['evt_future', 'evt_soon']);
  });

  it('says no more that one was left out when a replay has handled it', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine({ late: 'skip' });
    await deliverAll(receiver, [
      { id: 'evt_new', at: 10 },
      { id: 'evt_old', at: 5 },
    ]);
    await drain(receiver);
    const { receiver: lenient } = machine({ late: 'handle' });
    await lenient.deliveries.replay('payments', 'evt_old');
    await drain(lenient);
    expect(handled).toEqual(['evt_new', 'evt_old']);
    const record = await lenient.deliveries.get('payments', 'evt_old');
    expect(record).toMatchObject({ status: 'done' });
    expect(record).not.toHaveProperty('skipped');
  });

  it('does not count an event that could not be handled as the newest', async () => {
    const { machine, handled, drain } = scene();
    const { receiver } = machine({
      late: 'skip',
      handle: ({ id }) => {
        if (id === 'evt_new') throw new Error('never');
        handled.push(id);
      },
    });
    await deliverAll(receiver, [
      { id: 'evt_new', at: 10 },
      { id: 'evt_old', at: 5 },
    ]);
    await drain(receiver, { retry: () => 'never' });
    expect(handled).toEqual(['evt_old']);
  });
});

describe('what a handler is given', () => {
  it('is the event as the source made it, and what is known of its delivery', async () => {
    const { machine, payments, drain } = scene();
    const seen: unknown[] = [];
    const { receiver } = machine({ handle: (event, delivery) => void seen.push(event, event.raw, delivery) });
    const [event] = await payments.webhooks.receive(deliver(bodyOf({ id: 'evt_1' })));
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    expect(seen).toEqual([
      event,
      event?.raw,
      expect.objectContaining({ service: 'payments', key: 'evt_1', attempt: 1, current: undefined }),
    ]);
    expect(Object.keys(seen[0] ?? {})).not.toContain('raw');
  });

  it('has the object as it is now where the source refetches, read anew at each try', async () => {
    const { machine, drain } = scene();
    let reads = 0;
    const currents: unknown[] = [];
    const { receiver } = machine({
      refetch: async (event) => `${event.objectId} ${(reads += 1)}`,
      handle: (_event, { current }) => {
        currents.push(current);
        if (currents.length < 3) throw new Error('again');
      },
    });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    expect(currents).toEqual(['cus_1 1', 'cus_1 2', 'cus_1 3']);
  });
});

describe('an error that cannot be read', () => {
  it('is a failed try like any other, and ends as a dead letter', async () => {
    const { machine, drain, whats } = scene();
    const unreadable = Object.defineProperty(new Error('odd'), 'message', {
      get: () => {
        throw new Error('Not now.');
      },
    });
    const { receiver } = machine({ handle: () => Promise.reject(unreadable) });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver, { retry: ({ job }) => (job.attempt < 2 ? 0 : 'never') });
    expect(whats()).toEqual(['received', 'failed', 'failed', 'dead']);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({
      status: 'dead',
      lastError: 'Something was thrown that cannot be read.',
    });
  });
});

describe('an event that is given up', () => {
  async function dead() {
    const { machine, handled, drain, whats } = scene();
    let isMended = false;
    const { receiver, jobs } = machine({
      handle: ({ id }) => {
        if (!isMended) throw new Error('broken');
        handled.push(id);
      },
    });
    await receiver.handle(deliver(bodyOf({ id: 'evt_1' })));
    await drain(receiver);
    const mend = (): void => {
      isMended = true;
    };
    return { receiver, jobs, handled, drain, whats, mend };
  }

  it('is dead after ten tries, says why, and is a duplicate for the vendor', async () => {
    const { receiver, whats } = await dead();
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({
      status: 'dead',
      attempts: 10,
      lastError: 'Error: broken',
    });
    expect((await receiver.handle(deliver(bodyOf({ id: 'evt_1' }), { signedAt: 500 }))).status).toBe(200);
    expect(whats().filter((what) => what === 'failed')).toHaveLength(10);
    expect(whats().slice(-2)).toEqual(['dead', 'duplicate']);
  });

  it('is handled after a replay', async () => {
    const { receiver, handled, drain, mend } = await dead();
    mend();
    await receiver.deliveries.replay('payments', 'evt_1');
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
    expect(await receiver.deliveries.get('payments', 'evt_1')).toMatchObject({
      status: 'done',
      attempts: 11,
    });
  });

  it('is handled after its job was redriven by other means', async () => {
    const { receiver, jobs, handled, drain, mend } = await dead();
    mend();
    await jobs.dead.redrive({ queue: 'webhooks.payments', id: 'payments:evt_1' });
    await drain(receiver);
    expect(handled).toEqual(['evt_1']);
  });
});
