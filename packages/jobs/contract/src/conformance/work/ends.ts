import { IntegrationError } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { heldBy } from '../scene.ts';
import { latch, recorder, untilAborted, usual, wait, whileWorking, withWork } from './working.ts';

/** Leases while a worker works, and how it ends. */
export const workEndCases = cases('work', 'work', {
  renews: {
    title: 'A job that takes many times its lease is held all the while, and done once.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const other = await scene.subject.another();
      const leaseMs = scene.subject.canAdvance ? scene.leaseMs : 3000; // it is renewed, also on a busy machine
      const { jobs, handler } = recorder(() => wait(scene, leaseMs * 3));
      const { id } = await scene.enqueue();
      const stolen: unknown[] = [];
      await whileWorking(scene, handler, { leaseMs }, async () => {
        await scene.until(() => jobs.length === 1, 'the job has begun');
        await scene.until(async () => {
          stolen.push(...(await scene.claim(1, other)));
          return (await scene.read(id))?.status === 'done';
        }, 'the job is done');
      });
      assertEqual([jobs.length, stolen], [1, []], 'tries, and what another could claim');
    },
  },
  takes_over: {
    title: 'A job whose worker crashed is taken over when its lease has ended, as its next try.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const { id } = await scene.enqueue();
      await scene.claimOne(await scene.subject.another(), scene.leaseMs); // and that was the last that was heard of it
      const { jobs, handler } = recorder();
      await whileWorking(scene, handler, {}, async () => {
        await scene.until(async () => (await scene.read(id))?.status === 'done', 'the job is done');
      });
      assertEqual(
        jobs.map(({ attempt }) => attempt),
        [2],
        'tries of the second worker',
      );
    },
  },
  facade_closed: {
    title: 'When the facade is closed under a worker, the job is another’s after its lease.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const other = await scene.subject.another();
      const gone = latch();
      const { id } = await scene.enqueue();
      const first = recorder(() => gone.opened);
      const abandoned = other.work(scene.queue, first.handler, { ...usual(scene), leaseMs: scene.leaseMs });
      await scene.until(() => first.jobs.length === 1, 'the first worker has it');
      await scene.value(other.close());
      const second = recorder();
      await whileWorking(scene, second.handler, {}, async () => {
        await scene.until(async () => (await scene.read(id))?.status === 'done', 'the job is done');
      });
      gone.open();
      await scene.value(abandoned.close());
      assertEqual(
        second.jobs.map(({ attempt }) => attempt),
        [2],
        'tries of the second worker',
      );
    },
  },
  lost: {
    title: 'When a job is lost its signal aborts, with `lease_lost`; whoever ignores that ends nothing.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const { jobs, queue } = scene;
      const reasons: unknown[] = [];
      const ignored = latch();
      const { id } = await scene.enqueue();
      const first = recorder(async ({ attempt }, { signal }) => {
        if (attempt > 1) return;
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        await ignored.opened;
      });
      const short = { concurrency: 1, leaseMs: scene.leaseMs }; // it is told when it renews
      await whileWorking(scene, first.handler, short, async () => {
        await scene.until(() => first.jobs.length === 1, 'it runs');
        const [job] = first.jobs;
        assert(job !== undefined, 'there is a first try');
        await scene.value(jobs.retry({ ...heldBy(job), delayMs: 0, error: 'taken away' }));
        const { token } = await scene.claimOne();
        await scene.until(() => reasons.length > 0, 'the signal aborts');
        assert(IntegrationError.is(reasons[0], 'conflict', 'lease_lost'), 'the reason is `lease_lost`');
        ignored.open();
        await scene.clock.advance(200);
        await scene.assertStatus(id, 'running');
        assertEqual(await scene.value(jobs.complete({ queue, id, token })), true, 'the new holder ends it');
      });
    },
  },
  close_waits: {
    title: 'A worker that is closed takes no more jobs, and waits for those under way.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const going = latch();
      const { handler, ids } = recorder(() => going.opened);
      await scene.enqueueAll(['a', 'b', 'c']);
      const worker = scene.jobs.work(scene.queue, handler, { ...usual(scene), concurrency: 2 });
      await scene.until(() => ids().length === 2, 'two run');
      let isClosed = false;
      const closing = worker.close(scene.leaseMs).then(() => {
        isClosed = true;
      });
      await scene.clock.advance(scene.leaseMs / 4);
      assertEqual(isClosed, false, 'whether it is closed before they are done');
      going.open();
      await scene.value(closing);
      assertEqual(ids().toSorted(), ['a', 'b'], 'jobs that ran');
      await scene.assertStatus('a', 'done');
      await scene.assertStatus('b', 'done');
      await scene.assertStatus('c', 'waiting');
    },
  },
  close_gives_back: {
    title: 'When the grace has passed the signals abort, and what was not done can be claimed at once.',
    needs: { operations: withWork },
    async run(scene) {
      const reasons: unknown[] = [];
      const { jobs, handler } = recorder(async (_job, { signal }) => {
        signal.addEventListener('abort', () => reasons.push(signal.reason));
        await untilAborted(signal);
      });
      const { id } = await scene.enqueue();
      const worker = scene.jobs.work(scene.queue, handler, { ...usual(scene), leaseMs: 600_000 });
      await scene.until(() => jobs.length === 1, 'it runs');
      await scene.value(worker.close(100));
      assert(IntegrationError.is(reasons[0], 'aborted'), 'the reason is `aborted`');
      const job = await scene.claimOne();
      assertEqual([job.id, job.attempt], [id, 2], 'job and try');
    },
  },
  close_leaves_who_ignores: {
    title: 'A handler that ignores its signal holds up no close; what it comes to later counts for nothing.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const ignored = latch();
      const { jobs, handler } = recorder(() => ignored.opened);
      const { id } = await scene.enqueue();
      const worker = scene.jobs.work(scene.queue, handler, { ...usual(scene), leaseMs: 600_000 });
      await scene.until(() => jobs.length === 1, 'it runs');
      const from = scene.clock.monotonic();
      await scene.value(worker.close(100));
      assert(scene.clock.monotonic() - from < 10_000, 'it is closed within seconds');
      const [job] = await scene.assertClaimed([id]);
      ignored.open();
      await scene.clock.advance(300);
      await scene.assertStatus(id, 'running');
      assertEqual(
        job && (await scene.value(scene.jobs.complete(heldBy(job)))),
        true,
        'the new holder ends it',
      );
    },
  },
  close_of_an_idle_one: {
    title: 'An idle worker is closed at once, twice if somebody likes, and takes nothing afterwards.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      const { jobs, handler } = recorder();
      const worker = scene.jobs.work(scene.queue, handler, usual(scene));
      await scene.clock.advance(300);
      const from = scene.clock.monotonic();
      await scene.value(Promise.all([worker.close(), worker.close()]));
      await scene.value(worker[Symbol.asyncDispose]());
      const atOnceMs = scene.subject.canAdvance ? 1000 : 9000; // it is given ten seconds
      assert(scene.clock.monotonic() - from < atOnceMs, 'it is closed at once');
      await scene.enqueue();
      await scene.clock.advance(500);
      assertEqual(jobs, [], 'jobs that ran');
      await scene.assertStats({ ready: 1 });
    },
  },
  queues_apart: {
    title: 'Workers of two queues do the jobs of their own.',
    needs: { operations: withWork },
    async run(scene) {
      const [mails, pictures] = [recorder(), recorder()];
      const workers = [
        scene.jobs.work('mails', mails.handler, usual(scene)),
        scene.jobs.work('pictures', pictures.handler, usual(scene)),
      ];
      await scene.enqueue({ queue: 'mails', id: 'mail' });
      await scene.enqueue({ queue: 'pictures', id: 'picture' });
      await scene.until(() => mails.jobs.length + pictures.jobs.length === 2, 'both run');
      await scene.value(Promise.all(workers.map((worker) => worker.close())));
      assertEqual([mails.ids(), pictures.ids()], [['mail'], ['picture']], 'jobs by worker');
    },
  },
});
