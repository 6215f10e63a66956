import { assertEqual } from '@patchbay/core/conformance';
import { builtOn, cases } from '../define.ts';

const needs = { operations: builtOn.keyMemory } as const;

async function all(keys: AsyncIterable<string>): Promise<readonly string[]> {
  const found: string[] = [];
  for await (const key of keys) found.push(key);
  return found.toSorted();
}

/** The memory that groups and ledgers share. */
export const keyMemoryCases = cases('contract', 'keyMemory', {
  replaces_what_is_expected: {
    title: 'It writes, swaps and deletes what is expected, and nothing else.',
    needs,
    async run(scene) {
      const memory = scene.state.keyMemory();
      const replace = (from: string | undefined, to: string | undefined) =>
        scene.value(memory.replace('k', from, to, 60_000));
      assertEqual(
        [await replace('a', 'b'), await replace(undefined, 'a')],
        [false, true],
        'first replacements',
      );
      assertEqual(
        [await replace(undefined, 'b'), await replace('a', 'b')],
        [false, true],
        'next replacements',
      );
      assertEqual(await scene.value(memory.get('k')), 'b', 'what is there');
      assertEqual(
        [await replace('b', undefined), await scene.value(memory.get('k'))],
        [true, undefined],
        'the end',
      );
    },
  },
  shared: {
    title: 'What one facade’s memory knows, another one’s does.',
    needs,
    async run(scene) {
      const other = (await scene.subject.another()).keyMemory('shop:');
      await scene.value(scene.state.keyMemory('shop:').replace('k', undefined, 'a', 60_000));
      assertEqual(await scene.value(other.get('k')), 'a', 'what the other knows');
      assertEqual(
        await scene.value(other.replace('k', undefined, 'b', 60_000)),
        false,
        'whether it replaced',
      );
    },
  },
  prefixes_apart: {
    title: 'Memories of different prefixes do not see each other, and lists give keys without it.',
    needs: { operations: [...builtOn.keyMemory, 'list'] },
    async run(scene) {
      const [shop, office] = [scene.state.keyMemory('shop:'), scene.state.keyMemory('shop_')];
      for (const key of ['a:1', 'a:2', 'b:1']) await scene.value(shop.replace(key, undefined, key, 60_000));
      await scene.value(office.replace('a:9', undefined, 'x', 60_000));
      assertEqual(await scene.value(all(shop.list('a:'))), ['a:1', 'a:2'], 'keys');
      assertEqual(await scene.value(all(office.list(''))), ['a:9'], 'keys of the other');
    },
  },
  kept_for_its_time: {
    title: 'A record is kept as long as is asked for, at most ten years.',
    needs,
    async run(scene) {
      const memory = scene.state.keyMemory();
      assertEqual(await scene.value(memory.replace('long', undefined, 'a', 1e15)), true, 'a very long time');
      await scene.value(memory.replace('timed', undefined, 'a', scene.lifeMs));
      await scene.untilJustBefore();
      assertEqual(await scene.value(memory.get('timed')), 'a', 'just before its end');
      await scene.untilTheEnd();
      assertEqual(await scene.value(memory.get('timed')), undefined, 'after its end');
      assertEqual(await scene.value(memory.get('long')), 'a', 'the one that is kept long');
    },
  },
});
