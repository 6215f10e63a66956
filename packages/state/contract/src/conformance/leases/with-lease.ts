import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { builtOn, cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

const needs = { operations: builtOn.leases } as const;
const name = 'report';

function wait(scene: StateScene, ms: number): Promise<void> {
  return new Promise((resolve) => {
    scene.clock.after(ms, resolve);
  });
}

/** Ends when the signal aborts, as well-behaved work does. */
function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')));
  });
}

async function isFree(scene: StateScene): Promise<boolean> {
  const lease = await scene.value(scene.state.leases.acquire({ name, ttlMs: scene.lifeMs }));
  await lease?.release();
  return lease !== undefined;
}

/** Work under a lease. */
export const withLeaseCases = cases('contract', 'leases.with', {
  holds_while_it_works: {
    title:
      'While the work runs nobody else gets the lease; afterwards it is free, and the result is the work’s.',
    needs,
    async run(scene) {
      const result = await scene.value(
        scene.state.leases.with(name, { ttlMs: scene.longMs }, async ({ fence, signal }) => {
          const other = await scene.state.leases.acquire({ name, ttlMs: 1000 });
          return { other: other?.name, isNumber: Number.isSafeInteger(fence), isAborted: signal.aborted };
        }),
      );
      assertEqual(result, { isNumber: true, isAborted: false }, 'result of the work');
      assertEqual(await isFree(scene), true, 'whether the lease is free');
    },
  },
  outlives_its_time: {
    title: 'Work that takes many times the lease’s time keeps it all the while.',
    needs,
    async run(scene) {
      const ttlMs = scene.subject.canAdvance ? scene.lifeMs : 2000; // it is renewed, also on a busy machine
      const found = await scene.value(
        scene.state.leases.with(name, { ttlMs }, async ({ signal }) => {
          let taken = 0;
          for (let look = 0; look < 6; look += 1) {
            await wait(scene, ttlMs / 2);
            if ((await scene.state.leases.acquire({ name, ttlMs })) !== undefined) taken += 1;
          }
          return { taken, isAborted: signal.aborted };
        }),
      );
      assertEqual(
        found,
        { taken: 0, isAborted: false },
        'leases that others got, and whether the signal aborted',
      );
      assertEqual(await isFree(scene), true, 'whether the lease is free');
    },
  },
  lets_go_after_a_failure: {
    title: 'What the work throws is thrown on as it is, and the lease is free.',
    needs,
    async run(scene) {
      const thrown = new Error('the work failed');
      const failing = scene.state.leases.with(name, { ttlMs: scene.longMs }, () => Promise.reject(thrown));
      const caught = await scene.value(failing.catch((error: unknown) => error));
      assert(caught === thrown, 'the very error of the work');
      assertEqual(await isFree(scene), true, 'whether the lease is free');
    },
  },
  taken: {
    title: 'Where another has the lease the work is not begun: `conflict`, `lease_taken`.',
    needs,
    async run(scene) {
      await scene.value(scene.state.leases.acquire({ name, ttlMs: scene.lifeMs * 10 }));
      let begun = 0;
      const call = scene.state.leases.with(name, { ttlMs: scene.lifeMs, waitMs: scene.lifeMs }, async () => {
        begun += 1;
      });
      const error = await scene.failure(call);
      assertError(error, { code: 'conflict', reason: 'lease_taken', outcome: 'not_applied' });
      assertEqual(
        [begun, error.operation],
        [0, 'state.leases.with'],
        'works begun, and operation of the error',
      );
    },
  },
  waits: {
    title: 'Whoever waits long enough gets the lease when the other’s ends.',
    needs,
    async run(scene) {
      await scene.value(scene.state.leases.acquire({ name, ttlMs: scene.lifeMs }));
      const options = { ttlMs: scene.longMs, waitMs: scene.lifeMs * 4 };
      assertEqual(
        await scene.value(scene.state.leases.with(name, options, async () => 'done')),
        'done',
        'result',
      );
    },
  },
  one_at_a_time: {
    title: 'Eight works under one lease run one after the other.',
    needs,
    async run(scene) {
      let [running, most] = [0, 0];
      const options = { ttlMs: scene.longMs, waitMs: 600_000 };
      const works = (await scene.clients(8)).map((state) =>
        state.leases.with(name, options, async () => {
          running += 1;
          most = Math.max(most, running);
          await wait(scene, 10);
          running -= 1;
        }),
      );
      await scene.value(Promise.all(works));
      assertEqual(most, 1, 'most works at a time');
    },
  },
  lost: {
    title: 'When the lease is lost the work’s signal aborts, and the call is `conflict`, `lease_lost`.',
    needs: { operations: [...builtOn.leases, 'delete'] },
    async run(scene) {
      const other = await scene.subject.another();
      const call = scene.state.leases.with(name, { ttlMs: scene.lifeMs }, async ({ signal }) => {
        await other.delete(`lease:${name}`); // as if it had ended unnoticed
        assert(
          (await other.leases.acquire({ name, ttlMs: scene.lifeMs * 10 })) !== undefined,
          'another takes it',
        );
        await untilAborted(signal);
      });
      assertError(await scene.failure(call), { code: 'conflict', reason: 'lease_lost', outcome: 'unknown' });
      assertEqual(await isFree(scene), false, 'whether the other’s lease was let go of');
    },
  },
  lost_and_not_noticed: {
    title: 'Work that goes on after its lease was lost does not count as done.',
    needs: { operations: [...builtOn.leases, 'delete'] },
    async run(scene) {
      const call = scene.state.leases.with(name, { ttlMs: scene.lifeMs }, async () => {
        await scene.state.delete(`lease:${name}`);
        await wait(scene, scene.lifeMs);
        return 'done';
      });
      assertError(await scene.failure(call), { code: 'conflict', reason: 'lease_lost', outcome: 'unknown' });
    },
  },
  caller_gives_up: {
    title: 'The caller’s signal is the work’s, and the lease is free afterwards.',
    needs,
    async run(scene) {
      const controller = new AbortController();
      const options = { ttlMs: scene.longMs, signal: controller.signal };
      const call = scene.state.leases.with(name, options, async ({ signal }) => {
        controller.abort();
        return signal.aborted;
      });
      assertEqual(await scene.value(call), true, 'whether the work’s signal aborted');
      assertEqual(await isFree(scene), true, 'whether the lease is free');
    },
  },
  caller_gives_up_waiting: {
    title: 'An abort while it waits for the lease ends the call with `aborted`.',
    needs,
    async run(scene) {
      await scene.value(scene.state.leases.acquire({ name, ttlMs: scene.lifeMs * 10 }));
      const controller = new AbortController();
      const options = { ttlMs: scene.lifeMs, waitMs: scene.lifeMs * 10, signal: controller.signal };
      const call = scene.state.leases.with(name, options, async () => 'done');
      // Of a look that is under way nobody would know whether it has the lease: the caller gives up between two.
      const giveUp = (): void => {
        if (scene.state.health().inFlight === 0) controller.abort();
        else scene.clock.after(5, giveUp);
      };
      scene.clock.after(scene.lifeMs / 4, giveUp);
      assertError(await scene.failure(call), { code: 'aborted', outcome: 'not_applied' });
    },
  },
});
