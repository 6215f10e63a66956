import { assertEqual, assertError } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

const most = Number.MAX_SAFE_INTEGER;

async function count(scene: StateScene, key: string, by?: number): Promise<number> {
  return (await scene.value(scene.state.increment({ key, ...(by !== undefined && { by }) }))).value;
}

async function assertRefused(scene: StateScene, there: string, reason: string, by?: number): Promise<void> {
  const { key } = await scene.made(there);
  const error = await scene.failure(scene.state.increment({ key, ...(by !== undefined && { by }) }));
  assertError(error, { code: 'precondition_failed', reason, outcome: 'not_applied' });
  await scene.assertKept(key, there);
}

/** Counters. */
export const incrementCases = cases('contract', 'increment', {
  begins_at_nothing: {
    title: 'A counter that is absent counts as 0.',
    needs: { operations: ['get'] },
    async run(scene) {
      const key = scene.key();
      assertEqual([await count(scene, key), await count(scene, key)], [1, 2], 'values');
      await scene.assertKept(key, '2');
    },
  },
  by_any_whole_number: {
    title: 'It moves by any whole number, also down and not at all.',
    needs: { operations: ['get'] },
    async run(scene) {
      const key = scene.key();
      const found: number[] = [];
      for (const by of [5, -8, 0, 3, 1_000_000]) found.push(await count(scene, key, by));
      assertEqual(found, [5, -3, -3, 0, 1_000_000], 'values');
      await scene.assertKept(key, '1000000');
    },
  },
  is_a_record: {
    title: 'A counter is a record: its digits can be read, written and swapped.',
    needs: { operations: ['get', 'put', 'cas'] },
    async run(scene) {
      const { key } = await scene.made('41');
      assertEqual(await count(scene, key), 42, 'value');
      await scene.assertSwap({ key, expected: '42', value: '-7' }, true, '-7');
      assertEqual(await count(scene, key), -6, 'value');
    },
  },
  of_other_counters_apart: {
    title: 'Counters do not touch each other.',
    async run(scene) {
      assertEqual(
        [await count(scene, 'n'), await count(scene, 'N'), await count(scene, 'n1')],
        [1, 1, 1],
        'values',
      );
    },
  },
  not_a_counter: {
    title: 'What is no whole number is refused, and stays as it is.',
    needs: { operations: ['get', 'put'] },
    async run(scene) {
      for (const there of ['a postcard', '', '1.5', '1e3', '007', ' 7', '+7', '-0', '0x10'])
        await assertRefused(scene, there, 'not_a_counter');
    },
  },
  out_of_range: {
    title: 'A counter that would leave the safe integers is refused, and stays as it is.',
    needs: { operations: ['get', 'put'] },
    async run(scene) {
      await assertRefused(scene, String(most), 'counter_out_of_range');
      await assertRefused(scene, String(-most), 'counter_out_of_range', -1);
      await assertRefused(scene, '9007199254740993', 'counter_out_of_range', -5);
    },
  },
  to_the_ends_of_the_range: {
    title: 'Every safe integer can be reached, exactly.',
    needs: { operations: ['get'] },
    async run(scene) {
      const key = scene.key();
      assertEqual([await count(scene, key, most - 1), await count(scene, key)], [most - 1, most], 'values');
      await scene.assertKept(key, String(most));
      const other = scene.key();
      assertEqual(await count(scene, other, -most), -most, 'value');
    },
  },
  by_a_fraction: {
    title: 'A step that is no whole number is `invalid_request`.',
    needs: { operations: ['get'] },
    async run(scene) {
      for (const by of [0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) {
        const error = await scene.failure(scene.state.increment({ key: 'n', by }));
        assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      }
      await scene.assertKept('n', undefined);
    },
  },
});
