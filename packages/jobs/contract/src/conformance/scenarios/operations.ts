import { assertEqual } from '@patchbay/core/conformance';
import type { Jobs } from '../../contract.ts';
import { cases } from '../define.ts';
import { recorder, untilAborted, usual, whileWorking, withWork } from '../work/working.ts';

/* Application code: it names no provider. */

/** Gives everything that died a new life, once the reason is mended. */
async function redriveAll(jobs: Jobs<'dead.list' | 'dead.redrive'>, queue: string): Promise<number> {
  let redriven = 0;
  const dead: string[] = [];
  for await (const { id } of jobs.dead.list({ queue })) dead.push(id);
  for (const id of dead) redriven += (await jobs.dead.redrive({ queue, id })) ? 1 : 0;
  return redriven;
}

/** Whether a queue is in trouble: what a health page asks. */
async function isLate(jobs: Jobs<'stats'>, queue: string): Promise<boolean> {
  const { ready, dead } = await jobs.stats({ queue });
  return ready > 10 || dead > 0;
}

/** What whoever runs the shop does. */
export const operationScenarios = cases('scenarios', 'operations', {
  vendor_outage: {
    title: 'While a vendor is away mails wait and are repeated; when it is back each is sent once.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      let isAway = true;
      const sent: string[] = [];
      await scene.enqueueAll(['a', 'b', 'c']);
      const send = async ({ id }: { id: string }) => {
        if (isAway) throw new Error('The vendor is away.');
        sent.push(id);
      };
      await whileWorking(scene, send, {}, async () => {
        await scene.until(async () => Number((await scene.read('c'))?.attempts) > 1, 'they are repeated');
        isAway = false;
        await scene.until(() => sent.length === 3, 'they are sent');
        await scene.clock.advance(1000);
      });
      assertEqual(sent.toSorted(), ['a', 'b', 'c'], 'mails');
    },
  },
  mended_bug: {
    title: 'What died of a bug is redriven when it is mended, and done.',
    needs: { operations: [...withWork, 'stats', 'dead.list', 'dead.redrive'] },
    async run(scene) {
      let isMended = false;
      const done: string[] = [];
      await scene.enqueueAll(['a', 'b', 'good']);
      const handler = async ({ id }: { id: string }) => {
        if (id !== 'good' && !isMended) throw new TypeError('x is not a function');
        done.push(id);
      };
      await whileWorking(scene, handler, { retry: () => 'never' }, async () => {
        await scene.until(async () => (await scene.jobs.stats({ queue: scene.queue })).dead === 2, 'two die');
        isMended = true;
        assertEqual(await scene.value(redriveAll(scene.jobs, scene.queue)), 2, 'redriven');
        await scene.until(() => done.length === 3, 'all are done');
      });
      assertEqual(done.toSorted(), ['a', 'b', 'good'], 'jobs that were done');
      await scene.assertStats({});
    },
  },
  deployment: {
    title: 'A new version takes over what the old one did not end, at once, and nothing is lost.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      const other = await scene.subject.another();
      const ids = ['a', 'b', 'c', 'd'];
      await scene.enqueueAll(ids);
      const old = recorder((_job, { signal }) => untilAborted(signal));
      const before = other.work(scene.queue, old.handler, {
        ...usual(scene),
        leaseMs: 600_000,
        concurrency: 2,
      });
      await scene.until(() => old.jobs.length === 2, 'the old version works');
      const fresh = recorder();
      await whileWorking(scene, fresh.handler, {}, async () => {
        await scene.value(before.close(0));
        await scene.until(() => fresh.jobs.length === 4, 'the new version does all');
      });
      assertEqual(fresh.ids().toSorted(), ids, 'jobs that the new version did');
      await scene.assertStats({});
    },
  },
  cut_off_in_the_middle: {
    title: 'A mail whose worker died between sending and noting is sent under the same key again.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const sent = new Map<string, number>();
      const send = (key: string) => sent.set(key, (sent.get(key) ?? 0) + 1);
      await scene.enqueue({ id: 'welcome:7' });
      const dying = await scene.claimOne(await scene.subject.another(), scene.leaseMs);
      send(dying.id); // and there it died
      await whileWorking(
        scene,
        async ({ id }) => void send(id),
        {},
        async () => {
          await scene.until(async () => (await scene.read('welcome:7'))?.status === 'done', 'it is done');
        },
      );
      assertEqual([...sent], [['welcome:7', 2]], 'requests by key: the vendor makes one mail of them');
    },
  },
  health_page: {
    title: 'A health page tells that a queue is late, and that it is well again.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      await scene.enqueueAll(Array.from({ length: 12 }, () => scene.id()));
      assertEqual(await scene.value(isLate(scene.jobs, scene.queue)), true, 'late, with twelve that wait');
      const { jobs, handler } = recorder();
      await whileWorking(scene, handler, {}, async () => {
        await scene.until(() => jobs.length === 12, 'all are done');
      });
      assertEqual(await scene.value(isLate(scene.jobs, scene.queue)), false, 'late, with none');
    },
  },
  urgent_queue: {
    title: 'A flood in one queue does not delay another one.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      for (let count = 0; count < 60; count += 1) await scene.enqueue({ queue: 'bulk' });
      const bulk = recorder((_job, { signal }) => untilAborted(signal));
      const worker = scene.jobs.work('bulk', bulk.handler, usual(scene));
      const { jobs, handler } = recorder();
      await scene.enqueue({ id: 'reset-password' });
      await whileWorking(scene, handler, {}, async () => {
        await scene.until(() => jobs.length === 1, 'the urgent one is done');
      });
      await scene.value(worker.close(0));
      await scene.assertStats({ ready: 60 }, 'bulk');
    },
  },
  support_reads_why: {
    title: 'Support reads why a job died, discards it, and the customer can ask again.',
    needs: { operations: [...withWork, 'get', 'dead.list', 'dead.discard'] },
    async run(scene) {
      const { jobs, queue } = scene;
      const { id } = await scene.enqueue({ id: 'export:ada', payload: { customer: 'ada' } });
      const fail = () => Promise.reject(new RangeError('The export has too many rows.'));
      await whileWorking(scene, fail, { retry: () => 'never' }, async () => {
        await scene.until(async () => (await scene.read(id))?.status === 'dead', 'it dies');
      });
      const [dead] = await scene.all(jobs.dead.list({ queue }));
      assertEqual(
        [dead?.payload, dead?.error],
        [{ customer: 'ada' }, 'RangeError: The export has too many rows.'],
        'what support reads',
      );
      const again = { queue, id, payload: { customer: 'ada', rows: 100 } };
      assertEqual((await scene.value(jobs.enqueue(again))).isNew, false, 'asked again while it is dead');
      await scene.value(jobs.dead.discard({ queue, id }));
      assertEqual((await scene.value(jobs.enqueue(again))).isNew, true, 'asked again afterwards');
    },
  },
  survives_the_night: {
    title: 'What was promised before a restart is done after it.',
    needs: { traits: ['durable'], operations: withWork },
    async run(scene) {
      await scene.enqueueAll(['a', 'b']);
      const runAt = new Date(scene.clock.now() + scene.leaseMs);
      await scene.enqueue({ id: 'later', runAt });
      const after = await scene.subject.restart();
      const { jobs, handler, ids } = recorder();
      const worker = after.work(scene.queue, handler, usual(scene));
      await scene.until(() => jobs.length === 3, 'all are done');
      await scene.value(worker.close());
      assertEqual(ids().toSorted(), ['a', 'b', 'later'], 'jobs that ran');
    },
  },
});
