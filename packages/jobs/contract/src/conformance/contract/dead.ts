import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { heldBy } from '../scene.ts';

const error = 'The printer is out of paper.';

/** Dead letters and counts. */
export const deadCases = [
  cases('contract', 'dead.list', {
    whole: {
      title: 'A dead job tells its payload, its tries, what the last one came to, and when it died.',
      needs: { operations: ['enqueue', 'get', 'claim', 'retry', 'bury'] },
      async run(scene) {
        const { jobs, queue } = scene;
        const { id } = await scene.enqueue({ payload: { order: 7 } });
        await scene.value(jobs.retry({ ...heldBy(await scene.claimOne()), delayMs: 0, error: 'first' }));
        const from = scene.clock.now();
        await scene.value(jobs.bury({ ...heldBy(await scene.claimOne()), error }));
        const [dead] = await scene.all(jobs.dead.list({ queue }));
        assert(dead !== undefined, 'there is a dead job');
        const { diedAt, ...job } = dead;
        assertEqual(job, { queue, id, payload: { order: 7 }, attempts: 2, error }, 'the dead job');
        const since = diedAt.getTime() - from;
        assert(since >= -1000 && since <= 60_000, `it died just now, found ${since} ms`);
        assertEqual((await scene.read(id))?.lastError, error, 'the error of the job');
      },
    },
    of_its_queue: {
      title: 'A list has the dead jobs of its queue only, and none that waits, runs or is done.',
      needs: { operations: ['enqueue', 'claim', 'complete', 'bury'] },
      async run(scene) {
        await scene.buried('Cases');
        await scene.value(scene.jobs.complete(await scene.held()));
        const { id } = await scene.buried();
        await scene.held();
        await scene.enqueue();
        const dead = await scene.all(scene.jobs.dead.list({ queue: scene.queue }));
        assertEqual(
          dead.map((job) => job.id),
          [id],
          'dead jobs',
        );
      },
    },
    pages: {
      title: 'Page by page every dead job comes once.',
      needs: { operations: ['enqueue', 'claim', 'bury'] },
      async run(scene) {
        const ids: string[] = [];
        for (let count = 0; count < 7; count += 1) ids.push((await scene.buried()).id);
        const list = scene.jobs.dead.list({ queue: scene.queue }, { limit: 3 });
        const found = (await scene.all(list)).map(({ id }) => id);
        assertEqual(found.toSorted(), ids.toSorted(), 'dead jobs');
        assertEqual((await scene.value(list.page())).items.length <= 3, true, 'a page of three at most');
      },
    },
    long_errors: {
      title: 'Of a long error 2000 characters are kept, and what cannot be kept is replaced.',
      needs: { operations: ['enqueue', 'claim', 'bury'] },
      async run(scene) {
        const { id } = await scene.buried(scene.queue, `a\u0000b\ud800c\n${'€'.repeat(3000)}`);
        const [dead] = await scene.all(scene.jobs.dead.list({ queue: scene.queue }));
        assertEqual(dead?.id, id, 'the dead job');
        assertEqual(dead?.error, `a\uFFFDb\uFFFDc\n${'€'.repeat(1994)}`, 'its error');
      },
    },
  }),
  cases('contract', 'dead.redrive', {
    new_life: {
      title: 'A redriven job waits, with no tries, and runs.',
      needs: { operations: ['enqueue', 'get', 'claim', 'bury', 'dead.list'] },
      async run(scene) {
        const dead = await scene.buried();
        assertEqual(await scene.value(scene.jobs.dead.redrive(dead)), true, 'whether it was redriven');
        assertEqual(await scene.all(scene.jobs.dead.list({ queue: scene.queue })), [], 'dead jobs');
        const kept = await scene.read(dead.id);
        assertEqual([kept?.status, kept?.attempts], ['waiting', 0], 'status and tries');
        const job = await scene.claimOne();
        assertEqual([job.id, job.attempt], [dead.id, 1], 'job and try');
        assertEqual(job.payload, { greeting: 'a postcard' }, 'payload');
      },
    },
    not_dead: {
      title: 'What is not dead is not redriven: a job that waits, runs, is done or never was.',
      needs: { operations: ['enqueue', 'get', 'claim', 'complete', 'stats'] },
      async run(scene) {
        const { jobs, queue } = scene;
        const { id: done } = await scene.held().then(async (held) => {
          await scene.value(jobs.complete(held));
          return held;
        });
        const { id: running } = await scene.held();
        const { id: waiting } = await scene.enqueue();
        for (const id of [done, running, waiting, 'nobody'])
          assertEqual(await scene.value(jobs.dead.redrive({ queue, id })), false, `redriven: ${id}`);
        await scene.assertStatus(done, 'done');
        await scene.assertStats({ ready: 1, running: 1 });
      },
    },
    once: {
      title: 'Of two that redrive a job one does so.',
      needs: { operations: ['enqueue', 'claim', 'bury', 'stats'] },
      async run(scene) {
        const dead = await scene.buried();
        const other = await scene.subject.another();
        const both = [scene.jobs.dead.redrive(dead), other.dead.redrive(dead)];
        const answers = await scene.value(Promise.all(both));
        assertEqual(answers.filter(Boolean).length, 1, 'how many did so');
        await scene.assertStats({ ready: 1 });
      },
    },
    old_token: {
      title: 'Whoever had it before it died cannot end its new life.',
      needs: { operations: ['enqueue', 'get', 'claim', 'complete', 'bury'] },
      async run(scene) {
        const held = await scene.held();
        await scene.value(scene.jobs.bury({ ...held, error }));
        await scene.value(scene.jobs.dead.redrive({ queue: held.queue, id: held.id }));
        assertEqual(await scene.value(scene.jobs.complete(held)), false, 'whether the old holder ends it');
        await scene.claimOne();
        assertEqual(await scene.value(scene.jobs.complete(held)), false, 'and while it runs');
        await scene.assertStatus(held.id, 'running');
      },
    },
  }),
  cases('contract', 'dead.discard', {
    forgets: {
      title: 'A discarded job is forgotten, and its id is free.',
      needs: { operations: ['enqueue', 'get', 'claim', 'bury'] },
      async run(scene) {
        const dead = await scene.buried();
        assertEqual(await scene.value(scene.jobs.dead.discard(dead)), true, 'whether it was discarded');
        assertEqual(await scene.read(dead.id), undefined, 'the job');
        assertEqual(await scene.farIds(), [], 'jobs on the far side');
        assertEqual(await scene.value(scene.jobs.dead.discard(dead)), false, 'a second time');
        await scene.enqueue({ id: dead.id });
      },
    },
    not_dead: {
      title: 'What is not dead is not discarded.',
      needs: { operations: ['enqueue', 'claim', 'stats'] },
      async run(scene) {
        const { id: running } = await scene.held();
        const { id: waiting } = await scene.enqueue();
        for (const id of [running, waiting, 'nobody'])
          assertEqual(
            await scene.value(scene.jobs.dead.discard({ queue: scene.queue, id })),
            false,
            `discarded: ${id}`,
          );
        await scene.assertStats({ ready: 1, running: 1 });
      },
    },
  }),
  cases('contract', 'stats', {
    of_nothing: {
      title: 'A queue that never had a job counts nothing.',
      run: (scene) => scene.assertStats({}),
    },
    counts: {
      title: 'Every job counts where it is; those that are done count nowhere, and other queues neither.',
      needs: { operations: ['enqueue', 'claim', 'complete', 'retry', 'bury'] },
      async run(scene) {
        await scene.buried();
        await scene.value(scene.jobs.complete(await scene.held()));
        await scene.held();
        const back = await scene.held();
        await scene.value(scene.jobs.retry({ ...back, delayMs: 3_600_000, error }));
        await scene.enqueue({ runAt: new Date(scene.clock.now() + 3_600_000) });
        await scene.enqueueAll(['a', 'b', 'c']);
        await scene.enqueue({ queue: 'Cases' });
        await scene.assertStats({ ready: 3, delayed: 2, running: 1, dead: 1 });
        await scene.assertStats({ ready: 1 }, 'Cases');
      },
    },
    oldest: {
      title:
        'It is told since when the oldest job that is ready could run, whatever waits, runs, or is written later.',
      needs: { operations: ['enqueue', 'claim', 'retry'] },
      async run(scene) {
        const { jobs, clock, leaseMs } = scene;
        const now = (): number => clock.now();
        await scene.enqueue({ runAt: new Date(now() + 3_600_000) });
        const from = now();
        const { id } = await scene.enqueue({ runAt: new Date(from - 3_600_000) });
        await scene.assertOldest(from, now());
        await clock.advance(leaseMs / 4);
        const later = now();
        await scene.enqueue();
        await scene.assertOldest(from, later - 1);
        const first = await scene.claimOne();
        assertEqual(first.id, id, 'the oldest');
        await scene.assertOldest(later, now());
        await scene.claimOne();
        const back = now();
        await scene.value(jobs.retry({ ...heldBy(first), delayMs: leaseMs, error }));
        await scene.assertStats({ delayed: 2, running: 1 });
        const until = now();
        await clock.advance(leaseMs * 1.25);
        await scene.assertOldest(back + leaseMs, until + leaseMs);
      },
    },
    oldest_of_a_new_life: {
      title: 'A dead job that was redriven is ready since then.',
      needs: { operations: ['enqueue', 'claim', 'bury', 'dead.redrive'] },
      async run(scene) {
        const dead = await scene.buried();
        await scene.clock.advance(scene.leaseMs / 4);
        const from = scene.clock.now();
        await scene.value(scene.jobs.dead.redrive(dead));
        await scene.assertOldest(from, scene.clock.now());
      },
    },
  }),
].flat();
