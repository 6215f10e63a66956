import { assertEqual } from '@patchbay/core/conformance';
import type { State } from '../../contract.ts';
import { cases } from '../define.ts';

/* Application code: it names no provider. */

type Inbox = State<'get' | 'putIfAbsent' | 'cas'>;

const week = 7 * 86_400_000;
const patienceMs = 60_000;

/** Handles an event unless it was handled, or somebody is at it. A handler that died is followed after a minute. */
async function receive(inbox: Inbox, id: string, handle: () => Promise<void>): Promise<string> {
  const key = `event:${id}`;
  const mine = `working ${crypto.randomUUID()}`;
  const { isNew, value } = await inbox.putIfAbsent({ key, value: mine, ttlMs: patienceMs });
  if (!isNew) return value === 'done' ? 'known' : 'under way';
  try {
    await handle();
  } catch {
    await inbox.cas({ key, expected: mine, value: undefined });
    return 'failed';
  }
  await inbox.cas({ key, expected: mine, value: 'done', ttlMs: week });
  return 'handled';
}

/** Moves an order on from a status, once. */
async function move(orders: State<'cas'>, id: string, from: string, to: string): Promise<boolean> {
  return (await orders.cas({ key: `order:${id}`, expected: from, value: to })).isSwapped;
}

/** Events that come twice, and orders that are paid once. */
export const eventScenarios = cases('scenarios', 'events', {
  delivered_many_times: {
    title: 'An event that comes eight times at once, over several machines, is handled once.',
    needs: { operations: ['putIfAbsent', 'cas'] },
    async run(scene) {
      let handled = 0;
      const count = async (): Promise<void> => {
        handled += 1;
      };
      const ends = await scene.value(
        Promise.all((await scene.clients(8)).map((inbox) => receive(inbox, 'evt_1', count))),
      );
      assertEqual([handled, ends.filter((end) => end === 'handled').length], [1, 1], 'effects, and handlers');
      assertEqual(await scene.value(receive(scene.state, 'evt_1', count)), 'known', 'the ninth');
    },
  },
  handler_fails: {
    title: 'An event whose handler failed is handled when it comes again.',
    needs: { operations: ['putIfAbsent', 'cas'] },
    async run(scene) {
      const failing = () => Promise.reject(new Error('The database is away.'));
      assertEqual(await scene.value(receive(scene.state, 'evt_1', failing)), 'failed', 'the first');
      assertEqual(await scene.value(receive(scene.state, 'evt_1', async () => {})), 'handled', 'the second');
    },
  },
  handler_dies: {
    title: 'An event whose handler died is handled again once its time has passed.',
    needs: { operations: ['putIfAbsent', 'cas'] },
    async run(scene) {
      const { state } = scene;
      await scene.value(state.putIfAbsent({ key: 'event:evt_1', value: 'working 1', ttlMs: scene.lifeMs }));
      assertEqual(await scene.value(receive(state, 'evt_1', async () => {})), 'under way', 'at once');
      await scene.pass();
      assertEqual(await scene.value(receive(state, 'evt_1', async () => {})), 'handled', 'later');
    },
  },
  page_and_webhook: {
    title: 'The return page and the webhook settle an order at the same time: one of them does.',
    needs: { operations: ['get', 'put', 'cas'] },
    async run(scene) {
      await scene.put('order:7', 'open');
      const ends = await scene.value(
        Promise.all((await scene.clients(2)).map((orders) => move(orders, '7', 'open', 'paid'))),
      );
      assertEqual(
        [ends.filter(Boolean).length, await scene.read('order:7')],
        [1, 'paid'],
        'settled, and status',
      );
    },
  },
  late_event: {
    title: 'An event that comes after a later one moves nothing back.',
    needs: { operations: ['get', 'put', 'cas'] },
    async run(scene) {
      await scene.put('order:7', 'open');
      await scene.value(move(scene.state, '7', 'open', 'paid'));
      await scene.value(move(scene.state, '7', 'paid', 'refunded'));
      assertEqual(await scene.value(move(scene.state, '7', 'open', 'paid')), false, 'whether it moved');
      await scene.assertKept('order:7', 'refunded');
    },
  },
});
