import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { JobsScene } from '../scene.ts';

const needs = { traits: ['transaction'] } as const;

/** Does work in a transaction of the application. */
function transact(
  scene: JobsScene,
  end: 'commit' | 'rollback',
  work: (transaction: unknown) => Promise<void>,
): Promise<void> {
  const { subject } = scene;
  assert(
    subject.transact !== undefined,
    'the harness of a provider with the trait `transaction` has transact',
  );
  return scene.value(subject.transact(work, end));
}

/** A job is written down in the caller’s own transaction. */
export const transactionCases = cases('transaction', 'enqueue', {
  committed: {
    title: 'A job that was written down in a transaction is there when it is committed, and not before.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      const { jobs, queue } = scene;
      await transact(scene, 'commit', async (transaction) => {
        const enqueued = await jobs.enqueue({ queue, id: 'one', payload: 'in time', transaction });
        assertEqual(enqueued, { id: 'one', isNew: true }, 'what became of it');
        const claimed = await jobs.claim({ queue, limit: 10, leaseMs: scene.leaseMs });
        assertEqual(claimed, [], 'what can be claimed before the commit');
      });
      const [job] = await scene.assertClaimed(['one']);
      assertEqual(job?.payload, 'in time', 'the payload');
    },
  },
  rolled_back: {
    title:
      'A job that was written down in a transaction never was when it is rolled back, and its id is free.',
    needs: { ...needs, operations: ['get'] },
    async run(scene) {
      const { jobs, queue } = scene;
      await transact(scene, 'rollback', async (transaction) => {
        await jobs.enqueue({ queue, id: 'one', payload: null, transaction });
      });
      assertEqual(await scene.read('one'), undefined, 'the job');
      assertEqual(await scene.farIds(), [], 'jobs on the far side');
      await scene.enqueue({ id: 'one' });
    },
  },
  several: {
    title: 'Several jobs of one transaction come together, in their order.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      const { jobs, queue } = scene;
      await transact(scene, 'commit', async (transaction) => {
        for (const id of ['b', 'a', 'c']) await jobs.enqueue({ queue, id, payload: null, transaction });
      });
      await scene.assertClaimed(['b', 'a', 'c']);
    },
  },
  known_id: {
    title: 'An id that is taken is not new in a transaction either, and the transaction goes on.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      const { jobs, queue } = scene;
      await scene.enqueue({ id: 'one', payload: 'first' });
      await transact(scene, 'commit', async (transaction) => {
        const again = await jobs.enqueue({ queue, id: 'one', payload: 'second', transaction });
        assertEqual(again, { id: 'one', isNew: false }, 'the second of an id');
        await jobs.enqueue({ queue, id: 'two', payload: null, transaction });
      });
      const [job] = await scene.assertClaimed(['one', 'two']);
      assertEqual(job?.payload, 'first', 'the payload');
    },
  },
  twice_in_one: {
    title: 'Of two jobs of one id in one transaction one is new.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      const { jobs, queue } = scene;
      await transact(scene, 'commit', async (transaction) => {
        const input = { queue, id: 'one', payload: null, transaction };
        const both = [(await jobs.enqueue(input)).isNew, (await jobs.enqueue(input)).isNew];
        assertEqual(both, [true, false], 'whether they were new');
      });
      await scene.assertClaimed(['one']);
    },
  },
});
