import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { recorder, wait, whileWorking, withWork } from './working.ts';

const error = 'The printer is out of paper.';

/** Ordering keys while a worker works. */
export const workOrderCases = cases('work', 'work', {
  in_order: {
    title: 'Jobs of one key are done one at a time and in order, also where one fails; others meanwhile.',
    needs: { traits: ['ordering'], operations: withWork },
    async run(scene) {
      let [running, overlaps] = [0, 0];
      const done: string[] = [];
      const { handler } = recorder(async ({ id, attempt, orderingKey }) => {
        if (orderingKey !== undefined) overlaps += running > 0 ? 1 : 0;
        if (orderingKey !== undefined) running += 1;
        await wait(scene, 30);
        if (orderingKey !== undefined) running -= 1;
        if (id === 'b' && attempt === 1) throw new Error(error);
        done.push(id);
      });
      await scene.enqueueAll(['a', 'b', 'c', 'd'], { orderingKey: 'order-7' });
      await scene.enqueue({ id: 'free' });
      await whileWorking(scene, handler, { concurrency: 4, retry: () => scene.leaseMs / 4 }, async () => {
        await scene.until(() => done.length === 5, 'all jobs are done');
      });
      assertEqual(
        done.filter((id) => id !== 'free'),
        ['a', 'b', 'c', 'd'],
        'order',
      );
      assert(done.indexOf('free') < done.indexOf('b'), 'the other job did not wait for the one that failed');
      assertEqual(overlaps, 0, 'jobs that ran beside another of their key');
    },
  },
  wakes_the_next_of_a_key: {
    title: 'The next job of a key runs when the one before is done, however rarely the worker looks.',
    needs: { traits: ['ordering'], operations: withWork },
    async run(scene) {
      const { jobs, handler } = recorder();
      await scene.enqueueAll(['a', 'b', 'c'], { orderingKey: 'order-7' });
      const from = scene.clock.monotonic();
      await whileWorking(scene, handler, { pollMs: 3_600_000 }, async () => {
        await scene.until(() => jobs.length === 3, 'all three run');
      });
      assert(scene.clock.monotonic() - from < 10_000, 'they run within seconds');
    },
  },
});
