import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { heldBy, idsOf, type JobsScene } from '../scene.ts';

const needs = { traits: ['ordering'] } as const;
const orderingKey = 'order-7';
const error = 'The printer is out of paper.';

async function end(scene: JobsScene): Promise<string> {
  const job = await scene.claimOne();
  await scene.value(scene.jobs.complete(heldBy(job)));
  return job.id;
}

/** Jobs of one ordering key run one at a time, in the order in which they were written down. */
export const orderingCases = cases('ordering', 'enqueue', {
  one_at_a_time: {
    title: 'Of one key one job is claimed at a time, the oldest first.',
    needs: { ...needs, operations: ['claim', 'complete'] },
    async run(scene) {
      const ids = ['c', 'a', 'b', 'd'];
      await scene.enqueueAll(ids, { orderingKey });
      for (const id of ids) {
        const [job] = await scene.assertClaimed([id]);
        assertEqual(job?.orderingKey, orderingKey, 'key of the claimed job');
        await scene.assertClaimed([]);
        if (job !== undefined) await scene.value(scene.jobs.complete(heldBy(job)));
      }
    },
  },
  counts: {
    title: 'Those that are held up by another of their key count as delayed, and say their key.',
    needs: { ...needs, operations: ['get', 'claim', 'stats'] },
    async run(scene) {
      await scene.enqueueAll(['a', 'b', 'c'], { orderingKey });
      await scene.assertStats({ ready: 1, delayed: 2 });
      await scene.claimOne();
      await scene.assertStats({ delayed: 2, running: 1 });
      assertEqual((await scene.read('b'))?.orderingKey, orderingKey, 'key of one that waits');
      await scene.assertStatus('b', 'waiting');
    },
  },
  keys_are_apart: {
    title: 'Different keys, also such as differ in case or form, and jobs without one run at the same time.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      const keys = ['k', 'K', 'k ', 'é', 'e\u0301', 'a:b', '7', '*'];
      for (const key of keys) {
        await scene.enqueue({ id: `${key}/1`, orderingKey: key });
        await scene.enqueue({ id: `${key}/2`, orderingKey: key });
      }
      await scene.enqueueAll(['free/1', 'free/2']);
      const first = idsOf(await scene.claimSoon(keys.length + 2));
      const wanted = [...keys.map((key) => `${key}/1`), 'free/1', 'free/2'];
      assertEqual(first.toSorted(), wanted.toSorted(), 'jobs that run at the same time');
      await scene.assertClaimed([]);
    },
  },
  queues_are_apart: {
    title: 'The same key in another queue is another key.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      await scene.enqueue({ queue: 'Cases', orderingKey });
      await scene.value(scene.jobs.claim({ queue: 'Cases', limit: 1, leaseMs: 60_000 }));
      const { id } = await scene.enqueue({ orderingKey });
      await scene.assertClaimed([id]);
    },
  },
  a_retry_holds_up: {
    title: 'A job that waits for its next try holds up those after it, and comes first again.',
    needs: { ...needs, operations: ['claim', 'complete', 'retry'] },
    async run(scene) {
      await scene.enqueueAll(['a', 'b', 'c'], { orderingKey });
      const job = await scene.claimOne();
      await scene.value(scene.jobs.retry({ ...heldBy(job), delayMs: scene.leaseMs, error }));
      await scene.untilJustBefore();
      await scene.assertClaimed([]);
      await scene.untilTheEnd();
      assertEqual([await end(scene), await end(scene), await end(scene)], ['a', 'b', 'c'], 'order');
    },
  },
  a_time_holds_up: {
    title: 'A job whose time has not come holds up those that were written down after it.',
    needs: { ...needs, operations: ['claim', 'complete'] },
    async run(scene) {
      await scene.enqueue({ id: 'a', orderingKey, runAt: new Date(scene.clock.now() + scene.leaseMs) });
      await scene.enqueue({ id: 'b', orderingKey });
      await scene.untilJustBefore();
      await scene.assertClaimed([]);
      await scene.untilTheEnd();
      assertEqual([await end(scene), await end(scene)], ['a', 'b'], 'order');
    },
  },
  a_dead_job_does_not: {
    title: 'A dead job holds up nobody.',
    needs: { ...needs, operations: ['claim', 'complete', 'bury'] },
    async run(scene) {
      await scene.enqueueAll(['a', 'b'], { orderingKey });
      await scene.value(scene.jobs.bury({ ...heldBy(await scene.claimOne()), error }));
      assertEqual(await end(scene), 'b', 'the next one');
    },
  },
  a_lease_that_ended: {
    title: 'A job whose lease has ended still comes before those after it.',
    needs: { ...needs, operations: ['claim', 'complete'] },
    async run(scene) {
      await scene.enqueueAll(['a', 'b'], { orderingKey });
      await scene.claimOne(scene.jobs, scene.leaseMs);
      await scene.pass();
      assertEqual([await end(scene), await end(scene)], ['a', 'b'], 'order');
    },
  },
  redriven_is_last: {
    title: 'A redriven job comes after all that have its key.',
    needs: { ...needs, operations: ['claim', 'complete', 'bury', 'dead.redrive'] },
    async run(scene) {
      await scene.enqueueAll(['a', 'b', 'c'], { orderingKey });
      const job = await scene.claimOne();
      await scene.value(scene.jobs.bury({ ...heldBy(job), error }));
      await scene.value(scene.jobs.dead.redrive({ queue: scene.queue, id: job.id }));
      assertEqual([await end(scene), await end(scene), await end(scene)], ['b', 'c', 'a'], 'order');
    },
  },
  blocked_ones_hide_nobody: {
    title: 'Many that are held up by their key do not hide others behind them.',
    needs: { ...needs, operations: ['claim'] },
    async run(scene) {
      for (let count = 0; count < 120; count += 1) await scene.enqueue({ orderingKey });
      const { id } = await scene.enqueue({ orderingKey: 'another' });
      const first = await scene.claimSoon(2);
      assertEqual([first.length, first[1]?.id], [2, id], 'jobs of the first claim');
    },
  },
  many_at_once: {
    title:
      'Six facades work through thirty jobs of three keys: each key in its order, never two of one at a time.',
    needs: { ...needs, operations: ['claim', 'complete'] },
    async run(scene) {
      const keys = ['x', 'y', 'z'];
      for (let index = 0; index < 30; index += 1)
        await scene.enqueue({ id: `${keys[index % 3]}-${10 + index}`, orderingKey: keys[index % 3] ?? '' });
      const [order, running]: [string[], Set<string>] = [[], new Set()];
      let overlaps = 0;
      const clients = await scene.clients(6);
      for (let round = 0; order.length < 30 && round < 200; round += 1)
        await scene.value(
          Promise.all(
            clients.map(async (jobs) => {
              for (const job of await jobs.claim({ queue: scene.queue, limit: 2, leaseMs: 60_000 })) {
                const key = job.orderingKey ?? '';
                overlaps += running.has(key) ? 1 : 0;
                running.add(key);
                order.push(job.id);
                await Promise.resolve();
                running.delete(key);
                await jobs.complete(heldBy(job));
              }
            }),
          ),
        );
      const ofKey = keys.map((key) => order.filter((id) => id.startsWith(key)));
      assertEqual(order.length, 30, 'jobs that ran');
      assertEqual(
        ofKey,
        ofKey.map((ids) => ids.toSorted()),
        'order of each key',
      );
      assertEqual(overlaps, 0, 'jobs that ran beside another of their key');
    },
  },
});
