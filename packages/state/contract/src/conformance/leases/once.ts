import { assert, assertEqual } from '@patchbay/core/conformance';
import { builtOn, cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

const needs = { operations: builtOn.once } as const;

function options(scene: StateScene, ttlMs: number | ((value: string) => number) = scene.lifeMs) {
  return { ttlMs, leaseMs: scene.lifeMs };
}

/** A promise, and what fulfils it: for what has to come after something else, whatever that takes. */
function signalled(): readonly [signal: Promise<void>, give: () => void] {
  let give = (): void => {};
  const signal = new Promise<void>((resolve) => {
    give = resolve;
  });
  return [signal, give];
}

/** Values that are computed once. */
export const onceCases = cases('contract', 'once', {
  one_computes: {
    title: 'Of eight callers over several facades one computes the value, and all get it.',
    needs,
    async run(scene) {
      let computed = 0;
      const work = async (): Promise<string> => {
        computed += 1;
        await new Promise<void>((resolve) => {
          scene.clock.after(30, resolve);
        });
        return `token-${computed}`;
      };
      const clients = await scene.clients(8);
      const values = await scene.value(
        Promise.all(
          clients.map((state) => state.once('t', work, { ttlMs: scene.longMs, leaseMs: scene.longMs })),
        ),
      );
      assertEqual([computed, [...new Set(values)]], [1, ['token-1']], 'computations, and values');
    },
  },
  kept_for_its_time: {
    title: 'The value is kept until the millisecond at which it ends, then computed anew.',
    needs,
    async run(scene) {
      let computed = 0;
      const get = () =>
        scene.value(scene.state.once('t', async () => `token-${(computed += 1)}`, options(scene)));
      assertEqual(await get(), 'token-1', 'the first value');
      await scene.untilJustBefore();
      assertEqual(await get(), 'token-1', 'just before its end');
      await scene.untilTheEnd();
      assertEqual(await get(), 'token-2', 'after its end');
    },
  },
  value_tells_its_time: {
    title: 'The value may tell how long it is kept; below a millisecond it is not kept.',
    needs,
    async run(scene) {
      let computed = 0;
      const get = (ttlMs: number) =>
        scene.value(
          scene.state.once(
            't',
            async () => `token-${(computed += 1)}`,
            options(scene, () => ttlMs),
          ),
        );
      assertEqual(
        [await get(0), await get(scene.longMs), await get(1)],
        ['token-1', 'token-2', 'token-2'],
        'values',
      );
    },
  },
  failure_is_the_callers: {
    title: 'What the work throws goes to its own caller; the next one computes at once.',
    needs,
    async run(scene) {
      const thrown = new Error('no token');
      const failing = scene.state.once('t', () => Promise.reject(thrown), options(scene));
      assert(
        (await scene.value(failing.catch((error: unknown) => error))) === thrown,
        'the very error of the work',
      );
      const next = (await scene.subject.another()).once('t', async () => 'token', options(scene));
      assertEqual(await scene.value(next), 'token', 'value of the next caller');
    },
  },
  hung_work_is_taken_over: {
    title: 'Work that hangs has its signal aborted, and another caller takes over.',
    needs,
    async run(scene) {
      let isAborted = false;
      const [begun, begin] = signalled();
      const hangs = scene.state.once(
        't',
        (signal) =>
          new Promise((_resolve, reject) => {
            begin();
            signal.addEventListener('abort', () => {
              isAborted = true;
              reject(new Error('too slow'));
            });
          }),
        options(scene),
      );
      const other = await scene.subject.another();
      const [first, second] = await scene.value(
        Promise.all([
          hangs.catch(() => 'failed'),
          Promise.race([begun, hangs]).then(() => other.once('t', async () => 'token', options(scene))),
        ]),
      );
      assertEqual(
        [first, second, isAborted],
        ['failed', 'token', true],
        'values, and whether the signal aborted',
      );
    },
  },
  late_work_does_not_replace: {
    title: 'A value that comes after another was kept does not replace it: all have the same.',
    needs,
    async run(scene) {
      const other = await scene.subject.another();
      const life = { ...options(scene), ttlMs: scene.lifeMs * 100 };
      const [begun, begin] = signalled();
      const slow = scene.state.once(
        't',
        async () => {
          begin();
          await new Promise<void>((resolve) => {
            scene.clock.after(scene.lifeMs * 2, resolve);
          });
          return 'late';
        },
        life,
      );
      const fast = begun.then(() => other.once('t', async () => 'in time', life));
      assertEqual(await scene.value(Promise.all([slow, fast])), ['in time', 'in time'], 'values');
    },
  },
  keys_apart: {
    title: 'Values of different keys are different ones.',
    needs,
    async run(scene) {
      const get = (key: string) =>
        scene.value(scene.state.once(key, async () => `of ${key}`, options(scene)));
      assertEqual([await get('a'), await get('A'), await get('a')], ['of a', 'of A', 'of a'], 'values');
    },
  },
});
