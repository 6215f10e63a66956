import { assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { heldBy, idsOf } from '../scene.ts';

const racers = 8;
const error = 'The printer is out of paper.';

/** Eight callers over several facades want the same thing at once. */
export const raceCases = [
  cases('races', 'enqueue', {
    one_is_new: {
      title: 'Of eight that write down one id one is new, and its payload is kept.',
      needs: { operations: ['get', 'stats'] },
      async run(scene) {
        for (let round = 0; round < 10; round += 1) {
          const id = scene.id('race');
          const clients = await scene.clients(racers);
          const calls = clients.map((jobs, payload) => jobs.enqueue({ queue: scene.queue, id, payload }));
          const results = await scene.value(Promise.all(calls));
          const winners = results.flatMap(({ isNew }, index) => (isNew ? [index] : []));
          assertEqual(winners.length, 1, 'jobs that were new');
          assertEqual((await scene.read(id))?.payload, winners[0], 'the payload');
        }
        await scene.assertStats({ ready: 10 });
      },
    },
    all_are_kept: {
      title: 'Of eighty that are written down at once none is lost.',
      needs: { operations: ['stats'] },
      async run(scene) {
        const clients = await scene.clients(80);
        const calls = clients.map((jobs, index) =>
          jobs.enqueue({ queue: scene.queue, id: `job-${index}`, payload: index }),
        );
        await scene.value(Promise.all(calls));
        await scene.assertStats({ ready: 80 });
        assertEqual((await scene.farIds()).length, 80, 'jobs on the far side');
      },
    },
  }),
  cases('races', 'claim', {
    each_once: {
      title: 'Eight that claim forty jobs between them get each once.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const ids = Array.from({ length: 40 }, (_, index) => `job-${10 + index}`);
        await scene.enqueueAll(ids);
        const clients = await scene.clients(racers);
        const found: string[] = [];
        for (let round = 0; round < 20 && found.length < 40; round += 1) {
          const calls = clients.map((jobs) => jobs.claim({ queue: scene.queue, limit: 3, leaseMs: 60_000 }));
          found.push(...(await scene.value(Promise.all(calls))).flatMap(idsOf));
        }
        assertEqual(found.toSorted(), ids, 'jobs that were claimed');
      },
    },
    one_job: {
      title: 'Of eight that claim one job one gets it.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        for (let round = 0; round < 10; round += 1) {
          const { id } = await scene.enqueue();
          const clients = await scene.clients(racers);
          const calls = clients.map((jobs) => jobs.claim({ queue: scene.queue, limit: 10, leaseMs: 60_000 }));
          const found = (await scene.value(Promise.all(calls))).flatMap(idsOf);
          assertEqual(found, [id], 'jobs that were claimed');
        }
      },
    },
    after_a_lease: {
      title: 'Of eight that claim a job whose lease has ended one gets it.',
      needs: { operations: ['enqueue'] },
      async run(scene) {
        const { id } = await scene.heldShortly();
        await scene.pass();
        const clients = await scene.clients(racers);
        const found = await scene.soon(
          async () => {
            const calls = clients.map((jobs) =>
              jobs.claim({ queue: scene.queue, limit: 1, leaseMs: 60_000 }),
            );
            return (await scene.value(Promise.all(calls))).flat();
          },
          ({ length }) => length > 0,
        );
        assertEqual(
          found.map((job) => [job.id, job.attempt]),
          [[id, 2]],
          'job and try',
        );
      },
    },
  }),
  cases('races', 'complete', {
    one_end: {
      title: 'Of a job that is ended, given back and given up at once one thing becomes true.',
      needs: { operations: ['enqueue', 'get', 'claim', 'retry', 'bury'] },
      async run(scene) {
        for (let round = 0; round < 5; round += 1) {
          const held = await scene.held();
          const [one = scene.jobs, two = scene.jobs, three = scene.jobs] = await scene.clients(3);
          const answers = await scene.value(
            Promise.all([
              one.complete(held),
              two.retry({ ...held, delayMs: 3_600_000, error }),
              three.bury({ ...held, error }),
            ]),
          );
          const told = ['done', 'waiting', 'dead'].filter((_status, index) => answers[index]);
          assertEqual(told, [(await scene.read(held.id))?.status], 'what was told, and what is so');
        }
      },
    },
    end_or_lose: {
      title: 'Eight holders end their own jobs at once, and each is told yes.',
      needs: { operations: ['enqueue', 'claim', 'stats'] },
      async run(scene) {
        await scene.enqueueAll(Array.from({ length: racers }, () => scene.id()));
        const held = (await scene.claimSoon(racers)).map(heldBy);
        const clients = await scene.clients(racers);
        const calls = clients.map((jobs, index) =>
          held[index] ? jobs.complete(held[index]) : Promise.resolve(false),
        );
        assertEqual(
          await scene.value(Promise.all(calls)),
          held.map(() => true),
          'answers',
        );
        await scene.assertStats({});
      },
    },
  }),
].flat();
