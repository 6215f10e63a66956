import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import type { EnqueueJob } from '../../job.ts';
import { cases } from '../define.ts';
import { heldBy } from '../scene.ts';

/** Jobs are written down, once each. */
export const enqueueCases = [
  cases('contract', 'enqueue', {
    writes: {
      title: 'A job that was written down waits, on the far side too.',
      needs: { operations: ['get'] },
      async run(scene) {
        const { id } = await scene.enqueue({ id: 'receipt:7' });
        await scene.assertStatus(id, 'waiting');
        assertEqual(await scene.farIds(), ['receipt:7'], 'jobs on the far side');
      },
    },
    draws_an_id: {
      title: 'Jobs without an id are two jobs, each with an id of its own.',
      async run(scene) {
        const input = { queue: scene.queue, payload: null };
        const one = await scene.value(scene.jobs.enqueue(input));
        const two = await scene.value(scene.jobs.enqueue(input));
        assertEqual([one.isNew, two.isNew, one.id === two.id], [true, true, false], 'new, and the same');
        assertEqual(await scene.farIds(), [one.id, two.id].toSorted(), 'jobs on the far side');
      },
    },
    refuses_a_lost_id: {
      title: 'An id that is there and `undefined` got lost: it is refused, by name, and nothing is written.',
      async run(scene) {
        const { jobs, queue } = scene;
        // As a caller hands it over whose compiler does not tell what is left out from what is undefined.
        const lost = { queue, payload: null, id: undefined } as unknown as EnqueueJob;
        const error = await scene.failure(jobs.enqueue(lost));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
        assert(/\bid: found nothing/.test(error.message), `the message names it, found ${error.message}`);
        assertEqual(await scene.farIds(), [], 'jobs on the far side');
      },
    },
    once_per_id: {
      title: 'A second job of an id is not new, and changes nothing of the first.',
      needs: { operations: ['claim'] },
      async run(scene) {
        const { queue } = scene;
        const { id } = await scene.enqueue({ id: 'one', payload: 'first' });
        const runAt = new Date(scene.clock.now() + 3_600_000);
        const again = await scene.value(scene.jobs.enqueue({ queue, id, payload: 'second', runAt }));
        assertEqual(again, { id, isNew: false }, 'the second');
        const [job] = await scene.assertClaimed([id]);
        assertEqual(job?.payload, 'first', 'the payload');
      },
    },
    ids_of_queues_are_apart: {
      title: 'One id in two queues is two jobs.',
      needs: { operations: ['get'] },
      async run(scene) {
        for (const queue of ['mails', 'mails.slow', 'Mails'])
          await scene.enqueue({ queue, id: 'same', payload: queue });
        for (const queue of ['mails', 'mails.slow', 'Mails'])
          assertEqual((await scene.read('same', queue))?.payload, queue, `payload in ${queue}`);
      },
    },
    id_is_taken_while_kept: {
      title: 'The id of a job that runs, waits for its next try, or is dead is taken.',
      needs: { operations: ['claim', 'retry', 'bury'] },
      async run(scene) {
        const { jobs, queue } = scene;
        const { id } = await scene.enqueue();
        const again = async (): Promise<boolean> =>
          (await scene.value(jobs.enqueue({ queue, id, payload: 'again' }))).isNew;
        let held = heldBy(await scene.claimOne());
        const found = [await again()];
        await scene.value(jobs.retry({ ...held, delayMs: 0, error: 'once more' }));
        found.push(await again());
        held = heldBy(await scene.claimOne());
        await scene.value(jobs.bury({ ...held, error: 'enough' }));
        found.push(await again());
        assertEqual(found, [false, false, false], 'whether it was new');
        assertEqual(await scene.farIds(), [id], 'jobs on the far side');
      },
    },
    id_is_taken_when_done: {
      title: 'The id of a job that was done is taken while the job is remembered, and free afterwards.',
      needs: { operations: ['get', 'claim', 'complete'] },
      async run(scene) {
        const { jobs, queue, subject } = scene;
        const { id } = await scene.enqueue({ payload: 'first' });
        await scene.value(jobs.complete(heldBy(await scene.claimOne())));
        await scene.untilJustBefore(subject.keepDoneMs);
        const second = { queue, id, payload: 'second' };
        assertEqual((await scene.value(jobs.enqueue(second))).isNew, false, 'new while it is remembered');
        await scene.assertStatus(id, 'done');
        await scene.untilTheEnd(subject.keepDoneMs);
        const later = await scene.soon(
          () => scene.value(jobs.enqueue(second)),
          ({ isNew }) => isNew,
        );
        assertEqual(later, { id, isNew: true }, 'afterwards');
        const [job] = await scene.assertClaimed([id]);
        assertEqual([job?.payload, job?.attempt], ['second', 1], 'payload and attempt of the new one');
      },
    },
    forgets_in_time: {
      title: 'A job that was done is forgotten after its time.',
      needs: { operations: ['get', 'claim', 'complete'] },
      async run(scene) {
        const { id } = await scene.enqueue();
        await scene.value(scene.jobs.complete(heldBy(await scene.claimOne())));
        await scene.assertStatus(id, 'done');
        await scene.pass(scene.subject.keepDoneMs);
        const found = await scene.soon(
          () => scene.read(id),
          (job) => job === undefined,
        );
        assertEqual(found, undefined, 'the job');
        assertEqual(await scene.farIds(), [], 'jobs on the far side');
      },
    },
    not_before: {
      title: 'A job with a time waits for it, to the millisecond where the clock can be moved.',
      needs: { operations: ['get', 'claim', 'stats'] },
      async run(scene) {
        const runAt = new Date(scene.clock.now() + scene.leaseMs);
        const { id } = await scene.enqueue({ runAt });
        await scene.untilJustBefore();
        await scene.assertClaimed([]);
        await scene.assertStats({ delayed: 1 });
        assertEqual((await scene.read(id))?.runAt, runAt, 'when it runs');
        await scene.untilTheEnd();
        await scene.assertClaimed([id]);
      },
    },
    a_time_that_has_passed: {
      title: 'A job whose time has passed can run at once.',
      needs: { operations: ['claim'] },
      async run(scene) {
        const { id } = await scene.enqueue({ runAt: new Date(scene.clock.now() - 60_000) });
        await scene.assertClaimed([id]);
      },
    },
    takes_the_payload_at_once: {
      title: 'What the caller changes in the payload after the call is not in the job.',
      needs: { operations: ['claim'] },
      async run(scene) {
        const payload = { items: ['one'] };
        const enqueued = scene.jobs.enqueue({ queue: scene.queue, id: 'one', payload });
        payload.items.push('two');
        await scene.value(enqueued);
        payload.items.push('three');
        const { payload: kept } = await scene.claimOne();
        assertEqual(kept, { items: ['one'] }, 'the payload');
      },
    },
    survives_a_restart: {
      title: 'Jobs that wait, run or are dead are there after a restart of the store.',
      needs: { traits: ['durable'], operations: ['get', 'claim', 'complete', 'bury'] },
      async run(scene) {
        const { id: dead } = await scene.buried();
        const held = await scene.held();
        const { id: waiting } = await scene.enqueue({ payload: { kept: true } });
        const after = await scene.subject.restart();
        const status = async (id: string) =>
          (await scene.value(after.get({ queue: scene.queue, id })))?.status;
        assertEqual(
          [await status(dead), await status(held.id), await status(waiting)],
          ['dead', 'running', 'waiting'],
          'where they are',
        );
        assertEqual(await scene.value(after.complete(held)), true, 'whether the held one can be ended');
        const [job] = await scene.claimSoon(1, after);
        assertEqual([job?.id, job?.payload], [waiting, { kept: true }], 'the job that waited');
      },
    },
    refuses_a_transaction_that_is_none: {
      title: 'A transaction that is not what the provider takes is refused, and nothing is written.',
      needs: { traits: ['transaction'] },
      async run(scene) {
        const { queue } = scene;
        const call = scene.jobs.enqueue({ queue, payload: null, transaction: { commit: 'me' } });
        assertError(await scene.failure(call), { code: 'invalid_request', outcome: 'not_applied' });
        assertEqual(await scene.farIds(), [], 'jobs on the far side');
      },
    },
  }),
  cases('contract', 'get', {
    missing: {
      title: 'A job that never was is `undefined`, no error.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        assertEqual(await scene.read('nobody'), undefined, 'the job');
        await scene.enqueue({ id: 'somebody' });
        assertEqual(await scene.read('nobody'), undefined, 'the job, in a queue that there is');
      },
    },
    tells_where_it_is: {
      title: 'A job tells where it is, how often it was begun, and what the last try came to.',
      needs: { operations: ['enqueue', 'claim', 'retry'] },
      async run(scene) {
        const { jobs, queue } = scene;
        const { id } = await scene.enqueue({ payload: { order: 7 } });
        const waiting = await scene.read(id);
        const { lastError: none, ...rest } = waiting ?? { lastError: undefined };
        assertEqual(none, undefined, 'the error of no try');
        const { runAt: _any, ...whole } = { runAt: undefined, ...rest };
        assertEqual(whole, { queue, id, payload: { order: 7 }, status: 'waiting', attempts: 0 }, 'the job');
        const held = heldBy(await scene.claimOne());
        await scene.assertStatus(id, 'running');
        const from = scene.clock.now();
        await scene.value(jobs.retry({ ...held, delayMs: 60_000, error: 'The printer is out of paper.' }));
        const again = await scene.read(id);
        assertEqual(
          [again?.status, again?.attempts, again?.lastError],
          ['waiting', 1, 'The printer is out of paper.'],
          'after a try',
        );
        const waitMs = Number(again?.runAt) - from;
        assert(waitMs >= 59_000 && waitMs <= 75_000, `runAt is in a minute, found ${waitMs} ms`);
      },
    },
    sees_what_another_wrote: {
      title: 'What one facade wrote another one on the same store reads at once.',
      needs: { operations: ['enqueue', 'claim', 'complete'] },
      async run(scene) {
        const other = await scene.subject.another();
        const { id } = await scene.enqueue({ payload: 'ours' });
        const found = await scene.value(other.get({ queue: scene.queue, id }));
        assertEqual(found?.payload, 'ours', 'what the other reads');
        const { token } = await scene.claimOne(other);
        await scene.assertStatus(id, 'running');
        await scene.value(other.complete({ queue: scene.queue, id, token }));
        await scene.assertStatus(id, 'done');
      },
    },
  }),
].flat();
