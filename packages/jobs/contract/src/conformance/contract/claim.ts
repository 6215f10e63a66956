import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { heldBy, idsOf } from '../scene.ts';

/** Jobs are taken, held and ended. */
export const claimCases = [
  cases('contract', 'claim', {
    of_nothing: {
      title: 'A queue that never had a job, or has none left, gives nothing.',
      needs: { operations: ['enqueue', 'complete'] },
      async run(scene) {
        await scene.assertClaimed([]);
        await scene.value(scene.jobs.complete(await scene.held()));
        await scene.assertClaimed([]);
      },
    },
    whole: {
      title: 'A claimed job has its queue, id, payload, attempt and a token.',
      needs: { operations: ['enqueue', 'stats'] },
      async run(scene) {
        const { queue, id } = await scene.enqueue({ payload: { order: 7 } });
        const { token, ...job } = await scene.claimOne();
        assertEqual(job, { queue, id, payload: { order: 7 }, attempt: 1 }, 'the job');
        assert(token !== '', 'there is a token');
        await scene.assertStats({ running: 1 });
      },
    },
    oldest_first: {
      title: 'Jobs that were written down one after the other are claimed in this order.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const ids = ['b', 'a', 'd', 'c', '10', '9'];
        await scene.enqueueAll(ids);
        await scene.assertClaimed(ids.slice(0, 4), 4);
        await scene.assertClaimed(ids.slice(4));
      },
    },
    no_more_than_asked: {
      title: 'No more jobs are claimed than were asked for, and those left wait.',
      needs: { operations: ['enqueue', 'stats'] },
      async run(scene) {
        await scene.enqueueAll(['a', 'b', 'c', 'd', 'e']);
        assertEqual((await scene.claimSoon(2)).length, 2, 'jobs of the first claim');
        await scene.assertStats({ ready: 3, running: 2 });
      },
    },
    not_twice: {
      title: 'A job that is held is claimed by nobody else.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        await scene.held();
        assertEqual(await scene.claim(10, await scene.subject.another()), [], 'what another claims');
      },
    },
    of_its_queue: {
      title: 'A claim gives jobs of its queue only, also of names that begin alike or differ in case.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        for (const queue of ['cases.more', 'Cases', 'case']) await scene.enqueue({ queue });
        await scene.assertClaimed([]);
        const { id } = await scene.enqueue();
        await scene.assertClaimed([id]);
      },
    },
    tokens_differ: {
      title: 'Every claim of a job has a token of its own.',
      needs: { operations: ['enqueue', 'retry'] },
      async run(scene) {
        await scene.enqueueAll(['a', 'b']);
        const jobs = await scene.claimSoon(2);
        for (const job of jobs)
          await scene.value(scene.jobs.retry({ ...heldBy(job), delayMs: 0, error: 'again' }));
        const tokens = [...jobs, ...(await scene.claimSoon(2))].map(({ token }) => token);
        assertEqual(new Set(tokens).size, 4, 'tokens of four claims');
      },
    },
    counts_tries: {
      title: 'The number of the try grows with each claim.',
      needs: { operations: ['enqueue', 'get', 'retry'] },
      async run(scene) {
        const { id } = await scene.enqueue();
        for (const attempt of [1, 2, 3]) {
          const job = await scene.claimOne();
          assertEqual([job.id, job.attempt], [id, attempt], 'job and try');
          await scene.value(scene.jobs.retry({ ...heldBy(job), delayMs: 0, error: 'again' }));
        }
        assertEqual((await scene.read(id))?.attempts, 3, 'tries that are told');
      },
    },
    many: {
      title: 'A hundred jobs are claimed at once, each once.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const ids = Array.from({ length: 100 }, (_, index) => `job-${String(index).padStart(3, '0')}`);
        await scene.enqueueAll(ids);
        assertEqual(idsOf(await scene.claimSoon(100)).toSorted(), ids, 'jobs that were claimed');
      },
    },
  }),
  cases('contract', 'complete', {
    ends: {
      title: 'A job that was done is done: it never runs again.',
      needs: { operations: ['enqueue', 'get', 'claim', 'stats'] },
      async run(scene) {
        const held = await scene.heldShortly();
        assertEqual(await scene.value(scene.jobs.complete(held)), true, 'whether it was ended');
        await scene.assertStatus(held.id, 'done');
        await scene.pass();
        await scene.assertClaimed([]);
        await scene.assertStats({});
      },
    },
    is_repeatable: {
      title: 'Whoever ends a job twice, as after a lost answer, is told yes twice.',
      needs: { operations: ['enqueue', 'get', 'claim'] },
      async run(scene) {
        const held = await scene.held();
        await scene.value(scene.jobs.complete(held));
        assertEqual(await scene.value(scene.jobs.complete(held)), true, 'the second answer');
        await scene.assertStatus(held.id, 'done');
      },
    },
  }),
  cases('contract', 'retry', {
    waits: {
      title: 'A job that was given back waits for its time, then runs again.',
      needs: { operations: ['enqueue', 'claim', 'stats'] },
      async run(scene) {
        const held = await scene.held();
        const back = { ...held, delayMs: scene.leaseMs, error: 'The printer is out of paper.' };
        assertEqual(await scene.value(scene.jobs.retry(back)), true, 'whether it was given back');
        await scene.assertStats({ delayed: 1 });
        await scene.untilJustBefore();
        await scene.assertClaimed([]);
        await scene.untilTheEnd();
        const [job] = await scene.assertClaimed([held.id]);
        assertEqual(job?.attempt, 2, 'try');
      },
    },
    at_once: {
      title: 'A job that was given back without a wait can run at once.',
      needs: { operations: ['enqueue', 'get', 'claim'] },
      async run(scene) {
        const held = await scene.held();
        await scene.value(scene.jobs.retry({ ...held, delayMs: 0, error: 'again' }));
        await scene.assertStatus(held.id, 'waiting');
        await scene.assertClaimed([held.id]);
      },
    },
  }),
  cases('contract', 'bury', {
    ends: {
      title: 'A job that was given up is dead: it never runs again.',
      needs: { operations: ['enqueue', 'get', 'claim', 'stats'] },
      async run(scene) {
        const { id, ...held } = await scene.heldShortly();
        const error = 'The printer is out of paper.';
        assertEqual(
          await scene.value(scene.jobs.bury({ id, ...held, error })),
          true,
          'whether it was given up',
        );
        await scene.assertStatus(id, 'dead');
        await scene.pass();
        await scene.assertClaimed([]);
        await scene.assertStats({ dead: 1 });
      },
    },
    stays: {
      title: 'A dead job is not forgotten when jobs that were done are.',
      needs: { operations: ['enqueue', 'get', 'claim'] },
      async run(scene) {
        const { id } = await scene.buried();
        await scene.pass(scene.subject.keepDoneMs);
        await scene.enqueueAll(['a', 'b', 'c']);
        await scene.assertStatus(id, 'dead');
      },
    },
  }),
].flat();
