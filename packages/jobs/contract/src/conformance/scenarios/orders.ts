import { assert, assertEqual } from '@patchbay/core/conformance';
import type { Jobs } from '../../contract.ts';
import type { Json } from '../../job.ts';
import { cases } from '../define.ts';
import { wait, whileWorking, withWork } from '../work/working.ts';

/* Application code: it names no provider. */

/** Sends the receipt of an order once, however often it is asked for. */
async function requestReceipt(jobs: Jobs<'enqueue'>, orderId: string): Promise<boolean> {
  const { isNew } = await jobs.enqueue({ queue: 'cases', id: `receipt:${orderId}`, payload: { orderId } });
  return isNew;
}

/** Cancels an order that nobody paid for in time. */
async function expireLater(jobs: Jobs<'enqueue'>, orderId: string, at: Date): Promise<void> {
  await jobs.enqueue({ queue: 'cases', id: `expire:${orderId}`, payload: { orderId }, runAt: at });
}

function orderOf(payload: Json): string {
  assert(
    typeof payload === 'object' && payload !== null && 'orderId' in payload,
    'the payload names an order',
  );
  return textOf(payload.orderId);
}

function textOf(value: unknown): string {
  assert(typeof value === 'string', 'it is a text');
  return value;
}

/** Work that an order brings. */
export const orderScenarios = cases('scenarios', 'orders', {
  receipt_once: {
    title: 'A receipt that webhook and return page ask for at the same time is sent once.',
    needs: { operations: withWork },
    async run(scene) {
      const sent: string[] = [];
      const clients = await scene.clients(4);
      const asked = await scene.value(Promise.all(clients.map((jobs) => requestReceipt(jobs, '7'))));
      assertEqual(asked.filter(Boolean).length, 1, 'requests that were new');
      const send = async ({ payload }: { payload: Json }) => void sent.push(orderOf(payload));
      await whileWorking(scene, send, {}, async () => {
        await scene.until(() => sent.length > 0, 'the receipt is sent');
        assertEqual(
          await scene.value(requestReceipt(scene.jobs, '7')),
          false,
          'asked for again when it was sent',
        );
        await scene.clock.advance(1000);
      });
      assertEqual(sent, ['7'], 'receipts');
    },
  },
  expiry: {
    title: 'An order that is not paid for in time is cancelled then, and one that is paid is not.',
    needs: { operations: withWork },
    async run(scene) {
      const orders = new Map([
        ['1', 'open'],
        ['2', 'open'],
      ]);
      const at = new Date(scene.clock.now() + scene.leaseMs);
      for (const id of orders.keys()) await scene.value(expireLater(scene.jobs, id, at));
      let checked = 0;
      const expire = async ({ payload }: { payload: Json }) => {
        const id = orderOf(payload);
        if (orders.get(id) === 'open') orders.set(id, 'cancelled');
        checked += 1;
      };
      await whileWorking(scene, expire, {}, async () => {
        await scene.clock.advance(scene.leaseMs / 4);
        assertEqual([...orders.values()], ['open', 'open'], 'orders before the time');
        orders.set('2', 'paid');
        await scene.until(() => checked === 2, 'both are checked');
      });
      assertEqual(
        [...orders],
        [
          ['1', 'cancelled'],
          ['2', 'paid'],
        ],
        'orders',
      );
    },
  },
  states_in_order: {
    title: 'What happens to an order is applied in the order in which it came, though one step fails twice.',
    needs: { traits: ['ordering'], operations: withWork },
    async run(scene) {
      const applied: string[] = [];
      for (const step of ['created', 'paid', 'shipped', 'refunded'])
        await scene.enqueue({ id: `7:${step}`, payload: step, orderingKey: 'order:7' });
      const apply = async ({ payload, attempt }: { payload: Json; attempt: number }) => {
        if (payload === 'paid' && attempt < 3) throw new Error('The ledger is away.');
        applied.push(textOf(payload));
      };
      await whileWorking(scene, apply, { concurrency: 4 }, async () => {
        await scene.until(() => applied.length === 4, 'all is applied');
      });
      assertEqual(applied, ['created', 'paid', 'shipped', 'refunded'], 'steps');
    },
  },
  stock_in_order: {
    title: 'Changes of stock of two articles come in order for each, and neither waits for the other.',
    needs: { traits: ['ordering'], operations: withWork },
    async run(scene) {
      const stock = new Map<string, string>();
      for (const change of ['a:1', 'b:1', 'a:2', 'b:2', 'a:3', 'b:3'])
        await scene.enqueue({ id: change, payload: change, orderingKey: change.slice(0, 1) });
      const apply = async ({ payload }: { payload: Json }) => {
        const [article = '', count = ''] = textOf(payload).split(':');
        await wait(scene, article === 'a' ? 40 : 5);
        stock.set(article, `${stock.get(article) ?? ''}${count}`);
      };
      await whileWorking(scene, apply, { concurrency: 3 }, async () => {
        await scene.until(() => stock.get('a') === '123' && stock.get('b') === '123', 'both are in order');
      });
    },
  },
  order_with_a_job: {
    title: 'An order and the mail about it come together, or not at all.',
    needs: { traits: ['transaction'], operations: ['enqueue', 'claim'] },
    async run(scene) {
      const { subject } = scene;
      assert(subject.transact !== undefined, 'the harness has transact');
      for (const [orderId, end] of [
        ['good', 'commit'],
        ['bad', 'rollback'],
      ] as const)
        await scene.value(
          subject.transact(async (transaction) => {
            await scene.jobs.enqueue({ queue: scene.queue, id: orderId, payload: { orderId }, transaction });
          }, end),
        );
      await scene.assertClaimed(['good']);
    },
  },
  import_in_parts: {
    title: 'A job that makes further jobs, and is cut off in the middle, makes each of them once.',
    needs: { operations: withWork },
    async run(scene) {
      const done: string[] = [];
      let cut = true;
      const split = async ({ id }: { id: string }) => {
        if (id !== 'import') return void done.push(id);
        for (const part of ['part:1', 'part:2', 'part:3']) {
          await scene.jobs.enqueue({ queue: scene.queue, id: part, payload: null });
          if (part === 'part:2' && cut) {
            cut = false;
            throw new Error('The file server is away.');
          }
        }
      };
      await scene.enqueue({ id: 'import' });
      await whileWorking(scene, split, {}, async () => {
        await scene.until(() => done.length === 3, 'all parts are done');
        await scene.clock.advance(1000);
      });
      assertEqual(done.toSorted(), ['part:1', 'part:2', 'part:3'], 'parts');
    },
  },
  report_later: {
    title: 'Work that takes long is asked about by its id: waiting, running, done.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const found: unknown[] = [];
      const { id } = await scene.enqueue({ id: 'report:2026' });
      const look = async () => void found.push((await scene.jobs.get({ queue: scene.queue, id }))?.status);
      await scene.value(look());
      await whileWorking(scene, look, {}, async () => {
        await scene.until(async () => (await scene.read(id))?.status === 'done', 'the report is done');
      });
      await scene.value(look());
      assertEqual(found, ['waiting', 'running', 'done'], 'what was found');
    },
  },
});
