import { assert, assertEqual } from '@patchbay/core/conformance';
import type { HeldJob } from '../../job.ts';
import { cases } from '../define.ts';
import { heldBy, type JobsScene } from '../scene.ts';

const error = 'The printer is out of paper.';

/** A job whose first holder was too late: another has it. */
async function overtaken(scene: JobsScene): Promise<{ readonly old: HeldJob; readonly now: HeldJob }> {
  const old = await scene.heldShortly();
  await scene.pass();
  const job = await scene.claimOne(await scene.subject.another());
  assertEqual([job.id, job.attempt], [old.id, 2], 'job and try of the second holder');
  return { old, now: heldBy(job) };
}

/** A job is held for a time, by the store’s clock, and by whoever has its last token. */
export const leaseCases = [
  cases('leases', 'claim', {
    ends: {
      title:
        'A job whose lease has ended is another’s to claim, not before, and the try that was cut off counts.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const { id } = await scene.heldShortly();
        const other = await scene.subject.another();
        await scene.untilJustBefore();
        assertEqual(await scene.claim(1, other), [], 'what another claims before');
        await scene.untilTheEnd();
        const job = await scene.claimOne(other);
        assertEqual([job.id, job.attempt], [id, 2], 'job and try of the second holder');
        assertEqual(await scene.claim(1), [], 'what a third one claims');
      },
    },
    again_and_again: {
      title: 'A job that is cut off every time is handed out every time.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const { id } = await scene.enqueue();
        for (const attempt of [1, 2, 3]) {
          const job = await scene.claimOne(scene.jobs, scene.leaseMs);
          assertEqual([job.id, job.attempt], [id, attempt], 'job and try');
          await scene.pass();
        }
      },
    },
    keeps_the_reason: {
      title: 'A try that was cut off leaves what the one before it came to, however late that is noticed.',
      needs: { operations: ['enqueue', 'get', 'retry'] },
      async run(scene) {
        const held = await scene.held();
        await scene.value(scene.jobs.retry({ ...held, delayMs: 0, error }));
        await scene.claimOne(scene.jobs, scene.leaseMs);
        await scene.pass();
        await scene.pass();
        const job = await scene.claimOne(await scene.subject.another());
        const { attempts, lastError } = (await scene.read(job.id)) ?? {};
        assertEqual([attempts, lastError], [3, error], 'tries, and what the last one that ended came to');
      },
    },
    each_its_own: {
      title: 'Each claim has the time that it asked for.',
      needs: { operations: ['enqueue', 'complete'] },
      async run(scene) {
        await scene.enqueueAll(['short', 'long']);
        await scene.claimOne(scene.jobs, scene.leaseMs);
        const [long] = await scene.claim(1, scene.jobs, scene.leaseMs * 100);
        await scene.pass();
        await scene.assertClaimed(['short']);
        assertEqual(await scene.value(scene.jobs.complete(heldBy(long ?? none))), true, 'the long one');
      },
    },
  }),
  cases('leases', 'renew', {
    holds_longer: {
      title: 'A renewed job is held for the new time from then on.',
      needs: { operations: ['enqueue', 'claim'] },
      async run(scene) {
        const held = await scene.heldShortly();
        for (let times = 0; times < 3; times += 1) {
          await scene.clock.advance(scene.leaseMs / 2);
          const renewed = await scene.value(scene.jobs.renew({ ...held, leaseMs: scene.leaseMs }));
          assertEqual(renewed, true, 'whether it was renewed');
        }
        await scene.untilJustBefore();
        await scene.assertClaimed([]);
        await scene.untilTheEnd();
        await scene.assertClaimed([held.id]);
      },
    },
    after_the_end: {
      title: 'A lease that has ended is not renewed, also while nobody else has claimed the job.',
      needs: { operations: ['enqueue', 'claim'] },
      async run(scene) {
        const held = await scene.heldShortly();
        await scene.pass();
        const isRenewed = await scene.value(scene.jobs.renew({ ...held, leaseMs: scene.leaseMs }));
        assertEqual(isRenewed, false, 'whether it was renewed');
        await scene.assertClaimed([held.id]);
      },
    },
    of_nobody: {
      title: 'What never was, waits, or has ended is not renewed.',
      needs: { operations: ['enqueue', 'claim', 'complete', 'retry', 'bury', 'stats'] },
      async run(scene) {
        const { jobs, leaseMs } = scene;
        const renew = (held: HeldJob) => scene.value(jobs.renew({ ...held, leaseMs }));
        const [done, back, dead] = [await scene.held(), await scene.held(), await scene.held()];
        await scene.value(jobs.complete(done));
        await scene.value(jobs.retry({ ...back, delayMs: 60_000, error }));
        await scene.value(jobs.bury({ ...dead, error }));
        const found = [];
        for (const held of [done, back, dead, none]) found.push(await renew(held));
        assertEqual(found, [false, false, false, false], 'whether it was renewed');
        await scene.assertStats({ delayed: 1, dead: 1 });
      },
    },
  }),
  cases('leases', 'complete', {
    stale_renew: {
      title: 'Whoever was overtaken cannot renew.',
      needs: { operations: ['enqueue', 'claim', 'renew'] },
      async run(scene) {
        const { old, now } = await overtaken(scene);
        const { jobs, leaseMs } = scene;
        assertEqual(await scene.value(jobs.renew({ ...old, leaseMs })), false, 'the old holder');
        assertEqual(await scene.value(jobs.renew({ ...now, leaseMs })), true, 'the new one');
      },
    },
    stale_complete: {
      title: 'Whoever was overtaken cannot end the job; the new holder can.',
      needs: { operations: ['enqueue', 'get', 'claim'] },
      async run(scene) {
        const { old, now } = await overtaken(scene);
        assertEqual(await scene.value(scene.jobs.complete(old)), false, 'the old holder');
        await scene.assertStatus(old.id, 'running');
        assertEqual(await scene.value(scene.jobs.complete(now)), true, 'the new one');
        assertEqual(await scene.value(scene.jobs.complete(old)), false, 'the old one, afterwards');
      },
    },
    stale_retry: {
      title: 'Whoever was overtaken cannot give the job back.',
      needs: { operations: ['enqueue', 'get', 'claim', 'retry'] },
      async run(scene) {
        const { old } = await overtaken(scene);
        const back = { ...old, delayMs: 0, error };
        assertEqual(await scene.value(scene.jobs.retry(back)), false, 'the old holder');
        await scene.assertStatus(old.id, 'running');
        await scene.assertClaimed([]);
      },
    },
    stale_bury: {
      title: 'Whoever was overtaken cannot give the job up.',
      needs: { operations: ['enqueue', 'claim', 'bury', 'stats'] },
      async run(scene) {
        const { old, now } = await overtaken(scene);
        assertEqual(await scene.value(scene.jobs.bury({ ...old, error })), false, 'the old holder');
        await scene.assertStats({ running: 1 });
        assertEqual(await scene.value(scene.jobs.complete(now)), true, 'the new one');
      },
    },
    stranger: {
      title: 'A token that nobody was given ends nothing, whatever it says.',
      needs: { operations: ['enqueue', 'claim', 'retry', 'bury', 'stats'] },
      async run(scene) {
        const { queue, id } = await scene.held();
        const waiting = await scene.enqueue();
        for (const token of ['', ' ', '0', 'null', '%', id].filter((text) => text !== '')) {
          for (const job of [{ queue, id }, waiting]) {
            const found = [
              await scene.value(scene.jobs.complete({ ...job, token })),
              await scene.value(scene.jobs.retry({ ...job, token, delayMs: 0, error })),
              await scene.value(scene.jobs.bury({ ...job, token, error })),
            ];
            assertEqual(found, [false, false, false], `answers to ${JSON.stringify(token)}`);
          }
        }
        await scene.assertStats({ ready: 1, running: 1 });
      },
    },
    token_of_another_job: {
      title: 'The token of one job ends no other one.',
      needs: { operations: ['enqueue', 'claim', 'stats'] },
      async run(scene) {
        const [one, two] = [await scene.held(), await scene.held()];
        assertEqual(await scene.value(scene.jobs.complete({ ...one, token: two.token })), false, 'answer');
        await scene.assertStats({ running: 2 });
      },
    },
    after_giving_back: {
      title: 'Whoever gave a job back, or gave it up, cannot end it any more.',
      needs: { operations: ['enqueue', 'claim', 'retry', 'bury', 'stats'] },
      async run(scene) {
        const [back, dead] = [await scene.held(), await scene.held()];
        await scene.value(scene.jobs.retry({ ...back, delayMs: 60_000, error }));
        await scene.value(scene.jobs.bury({ ...dead, error }));
        assertEqual(await scene.value(scene.jobs.complete(back)), false, 'the one that was given back');
        assertEqual(await scene.value(scene.jobs.complete(dead)), false, 'the one that was given up');
        await scene.assertStats({ delayed: 1, dead: 1 });
      },
    },
    late_retry: {
      title: 'A holder whose time has passed gives the job back for as long as he says, or is told no.',
      needs: { operations: ['enqueue', 'get', 'claim', 'retry'] },
      async run(scene) {
        const both = [await scene.heldShortly(), await scene.heldShortly()];
        await scene.pass();
        const claimed = await scene.claimOne(await scene.subject.another());
        const [late] = both.filter(({ id }) => id !== claimed.id);
        assert(late !== undefined, 'one of them was claimed');
        const isBack = await scene.value(scene.jobs.retry({ ...late, delayMs: 60_000, error }));
        if (isBack) assertEqual((await scene.read(late.id))?.lastError, error, 'what the try came to');
        await scene.assertClaimed(isBack ? [] : [late.id]);
      },
    },
    one_answer: {
      title: 'A holder whose time has passed ends the job, or is told no: then it runs again.',
      needs: { operations: ['enqueue', 'get', 'claim'] },
      async run(scene) {
        const held = await scene.heldShortly();
        await scene.pass();
        const isEnded = await scene.value(scene.jobs.complete(held));
        if (isEnded) await scene.assertClaimed([]);
        else await scene.assertClaimed([held.id]);
        await scene.assertStatus(held.id, isEnded ? 'done' : 'running');
      },
    },
  }),
].flat();

const none: HeldJob = { queue: 'cases', id: 'nobody', token: 'nobody' };
