import { assert, assertEqual } from '@patchbay/core/conformance';
import { builtOn, cases } from '../define.ts';
import type { AnyState } from '../harness.ts';
import type { StateScene } from '../scene.ts';

const racers = 8;
const rounds = 10;

/** Everybody at once; each racer has a name that nobody else has. */
async function race<T>(
  scene: StateScene,
  run: (state: AnyState, name: string) => Promise<T>,
): Promise<readonly T[]> {
  const clients = await scene.clients(racers);
  return scene.value(Promise.all(clients.map((state, index) => run(state, `racer-${index}`))));
}

/** Eight callers over several facades want the same thing at once. */
export const raceCases = [
  cases('races', 'putIfAbsent', {
    one_winner: {
      title: 'Of eight that write what is absent one is new, and all are told its value.',
      needs: { operations: ['get'] },
      async run(scene) {
        for (let round = 0; round < rounds; round += 1) {
          const key = scene.key();
          const results = await race(scene, (state, value) => state.putIfAbsent({ key, value }));
          assertEqual(results.filter(({ isNew }) => isNew).length, 1, 'winners');
          const values = new Set(results.map(({ value }) => value));
          assertEqual([...values], [await scene.read(key)], 'values that they were told');
        }
      },
    },
    one_winner_after_the_end: {
      title: 'Of eight that write at the end of a record’s life one is new.',
      needs: { operations: ['put'] },
      async run(scene) {
        const { key } = await scene.made('before', scene.lifeMs);
        await scene.pass();
        const results = await race(scene, (state, value) => state.putIfAbsent({ key, value }));
        assertEqual(results.filter(({ isNew }) => isNew).length, 1, 'winners');
      },
    },
  }),
  cases('races', 'cas', {
    one_winner: {
      title: 'Of eight that swap the same value one has swapped, and all are told its value.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        for (let round = 0; round < rounds; round += 1) {
          const { key } = await scene.made('before');
          const results = await race(scene, (state, value) => state.cas({ key, expected: 'before', value }));
          assertEqual(results.filter(({ isSwapped }) => isSwapped).length, 1, 'winners');
          const values = new Set(results.map(({ value }) => value));
          assertEqual([...values], [await scene.read(key)], 'values that they were told');
        }
      },
    },
    one_winner_of_what_is_absent: {
      title: 'Of eight that swap absence one has swapped.',
      async run(scene) {
        for (let round = 0; round < rounds; round += 1) {
          const key = scene.key();
          const results = await race(scene, (state, value) => state.cas({ key, expected: undefined, value }));
          assertEqual(results.filter(({ isSwapped }) => isSwapped).length, 1, 'winners');
        }
      },
    },
    one_winner_deletes: {
      title: 'Of eight that delete the same value one has deleted it.',
      needs: { operations: ['get', 'put'] },
      async run(scene) {
        const { key } = await scene.made('before');
        const results = await race(scene, (state) =>
          state.cas({ key, expected: 'before', value: undefined }),
        );
        assertEqual(results.filter(({ isSwapped }) => isSwapped).length, 1, 'winners');
        await scene.assertKept(key, undefined);
      },
    },
    loses_no_change: {
      title: 'Eight that read and swap until it holds lose no change.',
      needs: { operations: ['get'] },
      async run(scene) {
        const key = scene.key();
        await race(scene, async (state, name) => {
          for (let tries = 0; tries < 200; tries += 1) {
            const before = (await state.get(key))?.value;
            const value = before === undefined ? name : `${before},${name}`;
            if ((await state.cas({ key, expected: before, value })).isSwapped) return;
          }
          assert(false, 'one of eight gets through in 200 tries');
        });
        assertEqual((await scene.read(key))?.split(',').length, racers, 'changes');
      },
    },
  }),
  cases('races', 'increment', {
    counts_all: {
      title: 'Eight that count at once all count, and each is told another value.',
      async run(scene) {
        const key = scene.key();
        const counts = await race(scene, async (state) => {
          const values: number[] = [];
          for (let step = 0; step < rounds; step += 1) values.push((await state.increment({ key })).value);
          return values;
        });
        const values = counts.flat().toSorted((left, right) => left - right);
        assertEqual(
          values,
          Array.from({ length: racers * rounds }, (_, index) => index + 1),
          'values',
        );
      },
    },
    one_window: {
      title: 'Eight first steps begin one window.',
      needs: { operations: ['get'] },
      async run(scene) {
        const key = scene.key();
        await race(scene, (state) => state.increment({ key, ttlMs: scene.lifeMs }));
        await scene.assertKept(key, String(racers));
        await scene.pass();
        await scene.assertKept(key, undefined);
      },
    },
  }),
  cases('races', 'leases.acquire', {
    one_winner: {
      title: 'Of eight that want a lease one gets it, time and again, and each holder has a higher number.',
      needs: { operations: builtOn.leases },
      async run(scene) {
        const fences: number[] = [];
        for (let round = 0; round < rounds; round += 1) {
          const leases = await race(scene, (state) => state.leases.acquire({ name: 'one', ttlMs: 60_000 }));
          const held = leases.filter((lease) => lease !== undefined);
          assertEqual(held.length, 1, 'holders');
          for (const lease of held) {
            fences.push(lease.fence);
            assertEqual(await scene.value(lease.release()), true, 'whether it was let go of');
          }
        }
        assertEqual(
          fences,
          [...new Set(fences)].toSorted((left, right) => left - right),
          'fencing numbers',
        );
      },
    },
  }),
].flat();
