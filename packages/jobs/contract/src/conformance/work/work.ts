import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import { recorder, usual, wait, whileWorking, withWork } from './working.ts';

const error = 'The printer is out of paper.';

/** A worker takes jobs, does them, and repeats what fails. */
export const workCases = cases('work', 'work', {
  does_jobs: {
    title: 'Jobs that were there, and such as come, are done once each, with what they brought.',
    needs: { operations: [...withWork, 'get', 'stats'] },
    async run(scene) {
      const { jobs, handler } = recorder();
      await scene.enqueue({ id: 'before', payload: { order: 7 } });
      await whileWorking(scene, handler, {}, async () => {
        await scene.until(() => jobs.length === 1, 'the first job runs');
        await scene.enqueue({ id: 'after', payload: { order: 8 } });
        await scene.until(
          async () => (await scene.read('after'))?.status === 'done',
          'the second job is done',
        );
      });
      const found = jobs.map(({ id, payload, attempt, queue }) => [queue, id, payload, attempt]);
      assertEqual(
        found,
        [
          [scene.queue, 'before', { order: 7 }, 1],
          [scene.queue, 'after', { order: 8 }, 1],
        ],
        'jobs that ran',
      );
      await scene.assertStats({});
    },
  },
  is_woken: {
    title: 'An idle worker is woken by a job of its own facade, however rarely it looks.',
    needs: { operations: withWork },
    async run(scene) {
      const { jobs, handler } = recorder();
      await whileWorking(scene, handler, { pollMs: 3_600_000 }, async () => {
        await scene.clock.advance(300);
        await scene.enqueue({ id: 'now' });
        const from = scene.clock.monotonic();
        await scene.until(() => jobs.length === 1, 'the job runs');
        assert(scene.clock.monotonic() - from < 5000, 'it runs within seconds');
      });
    },
  },
  is_woken_by_a_redrive: {
    title: 'An idle worker is woken by a job that its own facade redrives.',
    needs: { operations: [...withWork, 'dead.redrive'] },
    async run(scene) {
      const dead = await scene.buried();
      const { jobs, handler } = recorder();
      await whileWorking(scene, handler, { pollMs: 3_600_000 }, async () => {
        await scene.clock.advance(300);
        await scene.value(scene.jobs.dead.redrive(dead));
        const from = scene.clock.monotonic();
        await scene.until(() => jobs.length === 1, 'the job runs');
        assert(scene.clock.monotonic() - from < 5000, 'it runs within seconds');
      });
    },
  },
  looks_again: {
    title: 'A job of another facade is found when the worker looks again.',
    needs: { operations: withWork },
    async run(scene) {
      const other = await scene.subject.another();
      const { jobs, handler } = recorder();
      await whileWorking(scene, handler, { pollMs: 500 }, async () => {
        await scene.clock.advance(1200);
        await scene.value(other.enqueue({ queue: scene.queue, id: 'theirs', payload: null }));
        await scene.until(() => jobs.length === 1, 'the job runs');
      });
      assertEqual(
        jobs.map(({ id }) => id),
        ['theirs'],
        'jobs that ran',
      );
    },
  },
  concurrency: {
    title: 'No more jobs run, and no more are held, than there are hands; all hands are used.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      let [running, most, held] = [0, 0, 0];
      const { jobs, handler } = recorder(async () => {
        running += 1;
        most = Math.max(most, running);
        held = Math.max(held, (await scene.jobs.stats({ queue: scene.queue })).running);
        await wait(scene, 50);
        running -= 1;
      });
      await scene.enqueueAll(Array.from({ length: 14 }, (_, index) => `job-${index}`));
      await whileWorking(scene, handler, { concurrency: 3 }, async () => {
        await scene.until(() => jobs.length === 14 && running === 0, 'all jobs run');
      });
      assertEqual([most, held], [3, 3], 'most that ran, and that were held, at a time');
    },
  },
  repeats: {
    title: 'A try that fails is repeated when the application says so, and the schedule is told of it.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const told: unknown[] = [];
      const { jobs, handler } = recorder(async ({ attempt }) => {
        if (attempt < 3) throw new TypeError(`${error} (${attempt})`);
      });
      const { id } = await scene.enqueue();
      const retry = ({ job, error: thrown }: { job: { attempt: number }; error: unknown }): number => {
        told.push([job.attempt, thrown instanceof TypeError && thrown.message]);
        return scene.leaseMs / 4;
      };
      const from = scene.clock.monotonic();
      await whileWorking(scene, handler, { retry }, async () => {
        await scene.until(async () => (await scene.read(id))?.status === 'done', 'the job is done');
      });
      assertEqual(
        jobs.map(({ attempt }) => attempt),
        [1, 2, 3],
        'tries',
      );
      assertEqual(
        told,
        [
          [1, `${error} (1)`],
          [2, `${error} (2)`],
        ],
        'what the schedule was told',
      );
      assert(scene.clock.monotonic() - from >= scene.leaseMs / 2, 'the tries were that far apart');
    },
  },
  says_why: {
    title: 'While a job waits for its next try it says what the last one came to.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const { handler } = recorder(() => {
        throw new RangeError(error); // not even a promise
      });
      const { id } = await scene.enqueue();
      await whileWorking(scene, handler, { retry: () => 3_600_000 }, async () => {
        await scene.until(async () => (await scene.read(id))?.lastError !== undefined, 'the try has failed');
      });
      const kept = await scene.read(id);
      assertEqual([kept?.status, kept?.lastError], ['waiting', `RangeError: ${error}`], 'status and error');
    },
  },
  gives_up: {
    title: 'A job that is to be repeated never is a dead letter, and the application is told when it is.',
    needs: { operations: [...withWork, 'get', 'dead.list'] },
    async run(scene) {
      const { jobs, handler } = recorder(async () => {
        throw new RangeError(error);
      });
      const { id } = await scene.enqueue();
      const told: unknown[] = [];
      const onDead = ({ job, error: thrown }: { job: { id: string }; error: unknown }): void => {
        told.push(job.id, thrown instanceof RangeError);
      };
      await whileWorking(scene, handler, { retry: () => 'never', onDead }, async () => {
        await scene.until(() => told.length > 0, 'the application is told');
        await scene.assertStatus(id, 'dead');
      });
      assertEqual([jobs.length, told], [1, [id, true]], 'tries, and what was told');
      const [dead] = await scene.all(scene.jobs.dead.list({ queue: scene.queue }));
      assertEqual([dead?.id, dead?.error], [id, `RangeError: ${error}`], 'the dead letter');
    },
  },
  one_failure_harms_nobody: {
    title: 'A job that fails for ever does not keep the others from being done.',
    needs: { operations: [...withWork, 'get'] },
    async run(scene) {
      const { handler } = recorder(async ({ id }) => {
        if (id === 'bad') throw new Error(error);
      });
      await scene.enqueueAll(['bad', 'a', 'b', 'c']);
      await whileWorking(scene, handler, { concurrency: 1 }, async () => {
        await scene.until(async () => (await scene.read('c'))?.status === 'done', 'the last job is done');
      });
      await scene.assertStatus('a', 'done');
      await scene.assertStatus('b', 'done');
    },
  },
  shared_by_many: {
    title: 'Six workers of three facades do forty jobs, each once.',
    needs: { operations: [...withWork, 'stats'] },
    async run(scene) {
      const { handler, ids } = recorder(() => wait(scene, 5));
      const wanted = Array.from({ length: 40 }, (_, index) => `job-${10 + index}`);
      await scene.enqueueAll(wanted);
      const workers = (await scene.clients(6)).map((jobs) =>
        jobs.work(scene.queue, handler, { ...usual(scene), concurrency: 2 }),
      );
      try {
        await scene.until(() => ids().length >= 40, 'all jobs run');
      } finally {
        await scene.value(Promise.all(workers.map((worker) => worker.close())));
      }
      assertEqual(ids().toSorted(), wanted, 'jobs that ran');
      await scene.assertStats({});
    },
  },
  refuses_nonsense: {
    title: 'Settings that make no sense are `invalid_request`, at once.',
    async run(scene) {
      for (const [queue, options] of [
        ['no such/queue', {}],
        [scene.queue, { concurrency: 0 }],
        [scene.queue, { concurrency: 1.5 }],
        [scene.queue, { leaseMs: 999 }],
        [scene.queue, { pollMs: 0 }],
      ] as const) {
        const start = async () => scene.jobs.work(queue, async () => undefined, options);
        const thrown = await scene.failure(start());
        assertError(thrown, { code: 'invalid_request', outcome: 'not_applied' });
        assertEqual(thrown.operation, 'jobs.work', 'operation of the error');
      }
    },
  },
});
