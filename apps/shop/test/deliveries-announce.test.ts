import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IntegrationError, type Interceptor } from '@patchbay/core';
import { sqliteJobs } from '@patchbay/jobs-sqlite';
import { money } from '@patchbay/payments';
import { sqliteState } from '@patchbay/state-sqlite';
import { type VirtualClock, virtualClock } from '@patchbay/testing';
import { type FaultServer, serve } from '@patchbay/testing/node';
import { describe, expect, it } from 'vitest';
import { createAnnouncer, wantAnnouncement } from '../src/desk/announce.ts';
import { createSender, isAddressList } from '../src/desk/announce-sender.ts';
import { openStore, type Store } from '../src/store/store.ts';

/** A shop's store and what announces its orders to one endpoint, with a store of jobs that can be away. */
interface Scene extends AsyncDisposable {
  readonly store: Store;
  readonly listener: FaultServer;
  readonly clock: VirtualClock;
  readonly gate: { isClosed: boolean };
  /** What went wrong while handing over. */
  readonly complaints: readonly unknown[];
  /** As a process of its own has it, until it dies: its note of what it sent can get lost. */
  collect(notes?: 'kept' | 'lost'): Promise<void>;
}

async function openScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'postcard-announce-'));
  const [gate, clock, store] = [{ isClosed: false }, virtualClock(), openStore(folder)];
  const complaints: unknown[] = [];
  const listener = await serve(() => new Response());
  const state = sqliteState({ file: join(folder, 'state.sqlite'), durability: 'process' });
  const interceptors = [awayWhen(() => gate.isClosed)];
  const jobs = sqliteJobs({ file: join(folder, 'jobs.sqlite'), durability: 'process' }, { interceptors });
  const allowedAddresses = ['127.0.0.1'];
  const sender = createSender({ state, jobs, dataFolder: folder, allowedAddresses, isPublic: false });
  await sender.endpoints.create({ url: `${listener.url}/hook` });
  const worker = sender.work({ pollMs: 50 });
  return {
    store,
    listener,
    clock,
    gate,
    complaints,
    async collect(notes = 'kept') {
      const { announcements } = store;
      const handedOver = notes === 'kept' ? announcements.handedOver : () => undefined;
      createAnnouncer({
        announcements: { ...announcements, handedOver },
        sender,
        clock,
        onError: (error) => complaints.push(error),
      }).collect();
      await clock.advance(0);
    },
    async [Symbol.asyncDispose]() {
      await worker.close();
      await Promise.all([listener.close(), state.close(), jobs.close()]);
      store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function awayWhen(isAway: () => boolean): Interceptor {
  return {
    async around(_operation, next) {
      if (!isAway()) return next();
      const message = 'The store of jobs is away.';
      throw new IntegrationError({ code: 'provider_unavailable', message, outcome: 'not_applied' });
    },
  };
}

const told = ({ listener }: Scene) =>
  listener.received.map(({ headers, text }) => [headers.get('webhook-id'), JSON.parse(text)]);

const amount = money(400, 'EUR');
const paid = { type: 'order.paid', orderId: 'order_1', amount } as const;
const refunded = { type: 'order.refunded', orderId: 'order_1', refundId: 'refund_1', amount } as const;

describe('what the shop announces', () => {
  it('is told once per change of an order, however often the change is wanted told', async () => {
    await using scene = await openScene();
    const { store, collect } = scene;
    for (const news of [paid, paid, refunded]) store.atomically(() => wantAnnouncement(store, news));
    await collect();
    await expect.poll(() => told(scene).length).toBe(2);
    const about = (type: string, more: object = {}) =>
      expect.objectContaining({ type, data: { orderId: 'order_1', amount: { ...amount }, ...more } });
    expect(told(scene)).toEqual(
      expect.arrayContaining([
        ['order-paid-order_1', about('order.paid')],
        ['order-refunded-refund_1', about('order.refunded', { refundId: 'refund_1' })],
      ]),
    );
    expect(store.announcements.due()).toEqual([]);
  });

  it('says nothing of a change that was rolled back', async () => {
    await using scene = await openScene();
    const { store, collect } = scene;
    const work = () =>
      store.atomically(() => {
        wantAnnouncement(store, paid);
        throw new Error('Somebody else was faster.');
      });
    expect(work).toThrow('faster');
    store.atomically(() => wantAnnouncement(store, refunded));
    await collect();
    await expect.poll(() => told(scene).length).toBe(1);
    expect(told(scene)[0]?.[0]).toBe('order-refunded-refund_1');
  });

  it('is told after all when the store of jobs was away', async () => {
    await using scene = await openScene();
    const { store, collect, gate, clock, complaints } = scene;
    store.atomically(() => wantAnnouncement(store, paid));
    gate.isClosed = true;
    await collect();
    await expect.poll(() => complaints).toHaveLength(1);
    expect(store.announcements.due()).toHaveLength(1);
    gate.isClosed = false;
    await clock.advance(30_000);
    await expect.poll(() => told(scene).map(([id]) => id)).toEqual(['order-paid-order_1']);
  });

  it('is told once when the shop ended between the sending and its note of it', async () => {
    await using scene = await openScene();
    const { store, collect } = scene;
    store.atomically(() => wantAnnouncement(store, paid));
    await collect('lost');
    await expect.poll(() => told(scene).length).toBe(1);
    expect(store.announcements.due()).toHaveLength(1);
    store.atomically(() => wantAnnouncement(store, refunded));
    await collect();
    await expect.poll(() => told(scene).length).toBe(2);
    expect(told(scene).map(([id]) => id)).toEqual(['order-paid-order_1', 'order-refunded-refund_1']);
    expect(store.announcements.due()).toEqual([]);
  });
});

describe('SHOP_ENDPOINTS_ALLOW', () => {
  it.each(['127.0.0.1', '127.0.0.0/8, ::1', '10.0.0.0/8,fd00::/8'])('may be %s', (text) => {
    expect(isAddressList(text)).toBe(true);
  });

  it.each(['', 'localhost', '127.0.0.0/40', '0.0.0.0/0', '::/0', '127.0.0.1 ::1'])(
    'may not be %j',
    (text) => {
      expect(isAddressList(text)).toBe(false);
    },
  );
});
