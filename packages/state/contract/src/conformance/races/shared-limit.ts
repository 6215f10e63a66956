import { assert, assertEqual } from '@patchbay/core/conformance';
import { builtOn, cases } from '../define.ts';

const needs = { operations: builtOn.take } as const;

/** Limits that all who share a store share. */
export const sharedLimitCases = cases('limits', 'increment', {
  allows_so_many: {
    title: 'So many are allowed in a window, and told how many are left; the next is told how long to wait.',
    needs,
    async run(scene) {
      const limit = { most: 3, windowMs: scene.lifeMs };
      const name = scene.key('limit');
      const taken = [];
      for (let time = 0; time < 4; time += 1) taken.push(await scene.state.take(name, limit));
      assertEqual(
        taken.map(({ isAllowed, left }) => [isAllowed, left]),
        [
          [true, 2],
          [true, 1],
          [true, 0],
          [false, 0],
        ],
        'whether it is allowed, and what is left',
      );
      const waitMs = taken[3]?.retryAfterMs ?? 0;
      assert(waitMs >= 1 && waitMs <= limit.windowMs, `a wait within the window, found ${waitMs} ms`);
      await scene.pass(waitMs);
      assertEqual((await scene.state.take(name, limit)).isAllowed, true, 'the next one, after that wait');
    },
  },
  begins_anew: {
    title: 'After its time a window begins anew.',
    needs,
    async run(scene) {
      const limit = { most: 1, windowMs: scene.lifeMs };
      const name = scene.key('limit');
      assertEqual((await scene.state.take(name, limit)).isAllowed, true, 'the first one');
      assertEqual((await scene.state.take(name, limit)).isAllowed, false, 'the second one');
      await scene.pass();
      assertEqual((await scene.state.take(name, limit)).isAllowed, true, 'the first one of the next window');
    },
  },
  is_shared: {
    title: 'Of twenty at once over several facades as many are allowed as the limit says.',
    needs,
    async run(scene) {
      const clients = await scene.clients(20);
      const name = scene.key('limit');
      const limit = { most: 7, windowMs: 60_000 };
      const taken = await scene.value(Promise.all(clients.map((state) => state.take(name, limit))));
      assertEqual(taken.filter(({ isAllowed }) => isAllowed).length, 7, 'allowed');
    },
  },
});
