import type { Page } from '@patchbay/core';
import { assert, assertEqual } from '@patchbay/core/conformance';
import { cases } from '../define.ts';
import type { StateScene } from '../scene.ts';

async function fill(scene: StateScene, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += 40)
    await scene.value(
      Promise.all(keys.slice(start, start + 40).map((key) => scene.state.put({ key, value: key }))),
    );
}

const mostPages = 1000;

/** Reads page by page, and does something after the first. */
async function readPages(scene: StateScene, limit: number, meanwhile: () => Promise<void>) {
  const list = scene.state.list({ prefix: 'p/' }, { limit });
  const seen: string[] = [];
  let page: Page<string> = await scene.value(list.page());
  seen.push(...page.items);
  await meanwhile();
  for (let count = 1; page.next !== undefined; count += 1) {
    assert(count < mostPages, `the list ends within ${mostPages} pages`);
    page = await scene.value(list.page(page.next));
    seen.push(...page.items);
  }
  return new Set(seen);
}

/** Keys by how they begin. */
export const listCases = cases('contract', 'list', {
  prefix: {
    title: 'A prefix may end anywhere in a key, and holds nothing that is a pattern.',
    needs: { operations: ['put'] },
    async run(scene) {
      const keys = [
        'a',
        'a%',
        'a%b',
        'a*',
        'a*b',
        'a.b',
        'a?b',
        'a[b]',
        'a\\b',
        'a_b',
        'ab',
        'abc',
        'A',
        'Ab',
        'ü',
        'üb',
        '🗼',
        '🗼b',
      ];
      await fill(scene, keys);
      for (const prefix of ['', ...keys, 'a[', 'zzz', 'b'])
        assertEqual(
          await scene.listed(prefix),
          keys.filter((key) => key.startsWith(prefix)).toSorted(),
          `keys that begin with ${JSON.stringify(prefix)}`,
        );
    },
  },
  whole_keys: {
    title: 'Keys come whole and exactly as they were written.',
    needs: { operations: ['put'] },
    async run(scene) {
      const keys = [
        'e\u0301',
        '\u00e9',
        ' a ',
        'a'.repeat(512),
        '"quoted"',
        "it's",
        'a/b/../c',
        '\u{10FFFF}',
        '\uFFFD',
      ];
      await fill(scene, keys);
      assertEqual(await scene.listed(''), keys.toSorted(), 'keys');
    },
  },
  without_input: {
    title: 'Without a prefix all keys come.',
    needs: { operations: ['put'] },
    async run(scene) {
      await fill(scene, ['one', 'two']);
      assertEqual((await scene.all(scene.state.list())).toSorted(), ['one', 'two'], 'keys');
    },
  },
  pages: {
    title: 'In pages of any size every key comes.',
    needs: { operations: ['put'] },
    async run(scene) {
      const keys = Array.from({ length: 25 }, (_, index) => `p/${index}`).toSorted();
      await fill(scene, [...keys, 'o/1', 'q/1']);
      for (const limit of [1, 2, 7, 25, 100])
        assertEqual(await scene.listed('p/', limit), keys, `keys in pages of ${limit}`);
    },
  },
  page_between_changes: {
    title: 'What is there all the while comes, whatever comes and goes between two pages.',
    needs: { operations: ['put', 'delete'] },
    async run(scene) {
      const stay = Array.from({ length: 30 }, (_, index) => `p/stays-${index}`);
      const go = Array.from({ length: 30 }, (_, index) => `p/goes-${index}`);
      await fill(scene, [...stay, ...go]);
      const seen = await readPages(scene, 7, async () => {
        for (const key of go) await scene.value(scene.state.delete(key));
        await fill(
          scene,
          Array.from({ length: 30 }, (_, index) => `p/z-comes-${index}`),
        );
        await fill(scene, stay);
      });
      assertEqual(
        stay.filter((key) => !seen.has(key)),
        [],
        'keys that were left out',
      );
    },
  },
  nothing: {
    title: 'Where no key begins so, the list is empty and ends.',
    needs: { operations: ['put'] },
    async run(scene) {
      await fill(scene, ['a']);
      assertEqual(await scene.all(scene.state.list({ prefix: 'b' })), [], 'keys');
    },
  },
  consistent: {
    title: 'What was written is listed at once, what was deleted no more.',
    needs: { operations: ['put', 'delete', 'putIfAbsent', 'cas', 'increment'] },
    async run(scene) {
      await fill(scene, ['p/1', 'p/2']);
      await scene.value(scene.state.delete('p/1'));
      await scene.value(scene.state.putIfAbsent({ key: 'p/3', value: '' }));
      await scene.value(scene.state.cas({ key: 'p/2', expected: 'p/2', value: undefined }));
      await scene.value(scene.state.increment({ key: 'p/4' }));
      assertEqual(await scene.listed('p/'), ['p/3', 'p/4'], 'keys');
    },
  },
  many_keys: {
    title: 'More keys than one page of any provider are listed whole.',
    needs: { operations: ['put'] },
    async run(scene) {
      const keys = Array.from({ length: 2500 }, (_, index) => `many/${String(index).padStart(5, '0')}`);
      await fill(scene, keys);
      assertEqual(await scene.listed('many/'), keys, 'keys');
    },
  },
});
