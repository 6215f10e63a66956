import { assert, assertEqual } from '@patchbay/core/conformance';
import type { ListEntry, ListObjects } from '../../object.ts';
import { cases } from '../define.ts';
import type { StorageScene } from '../scene.ts';

const nameOf = (entry: ListEntry): string => (entry.kind === 'prefix' ? entry.prefix : entry.key);

async function fill(scene: StorageScene, keys: readonly string[]): Promise<void> {
  for (let start = 0; start < keys.length; start += 50)
    await scene.value(Promise.all(keys.slice(start, start + 50).map((key) => scene.storage.put(key, key))));
}

async function names(scene: StorageScene, input: ListObjects, limit?: number): Promise<readonly string[]> {
  const options = limit === undefined ? {} : { limit };
  return (await scene.all(scene.storage.list(input, options))).map(nameOf);
}

/** Every way to list the same keys. */
export const listCases = cases('contract', 'list', {
  order_of_bytes: {
    title: 'Keys come in the order of their UTF-8 bytes, also where UTF-16 would order otherwise.',
    async run(scene) {
      const ordered = [
        'A',
        'B',
        'a',
        'a!',
        'a/b',
        'a0',
        'aa',
        'b',
        'z',
        'é',
        '｡',
        '\u{FFFD}',
        '\u{10000}',
        '🗼',
      ];
      await fill(scene, ordered.toReversed());
      assertEqual(await names(scene, {}), ordered, 'keys');
      assertEqual(await names(scene, {}, 3), ordered, 'keys, in pages of three');
    },
  },
  pages: {
    title: 'Pages have at most as many entries as asked for, and together list each key once.',
    async run(scene) {
      const keys = Array.from({ length: 7 }, (_, index) => `page/${index}`);
      await fill(scene, keys);
      const list = scene.storage.list({ prefix: 'page/' }, { limit: 3 });
      const seen: string[] = [];
      let cursor: string | undefined;
      const sizes: number[] = [];
      do {
        const page = await scene.value(list.page(cursor));
        sizes.push(page.items.length);
        seen.push(...page.items.map(nameOf));
        cursor = page.next;
      } while (cursor !== undefined && sizes.length < 10);
      assertEqual([sizes, seen], [[3, 3, 1], keys], 'sizes of the pages, and keys');
    },
  },
  page_that_is_just_full: {
    title: 'The last page says that it is the last, also where it is full.',
    async run(scene) {
      await fill(scene, ['a', 'b', 'c', 'd']);
      const list = scene.storage.list({}, { limit: 2 });
      const first = await scene.value(list.page());
      assert(first.next !== undefined, 'there is a second page');
      const { items, next } = await scene.value(list.page(first.next));
      assertEqual([items.map(nameOf), next], [['c', 'd'], undefined], 'the second page');
    },
  },
  page_between_changes: {
    title:
      'What is written or deleted between two pages never lets a key come twice, or an old one be left out.',
    async run(scene) {
      await fill(scene, ['b', 'd', 'f', 'h']);
      const list = scene.storage.list({}, { limit: 2 });
      const first = await scene.value(list.page());
      await fill(scene, ['a', 'c']);
      await scene.value(scene.storage.delete('d'));
      const { items } = await scene.value(list.page(first.next));
      assertEqual(
        [first.items.map(nameOf), items.map(nameOf)],
        [
          ['b', 'd'],
          ['f', 'h'],
        ],
        'both pages',
      );
    },
  },
  prefix: {
    title: 'A prefix may end anywhere in a key, and holds nothing that is a pattern.',
    async run(scene) {
      await fill(scene, [
        'a*b/1',
        'a.b/1',
        'ab/1',
        'ab/2',
        'abc',
        'b',
        'ünï/1',
        '%/1',
        '%25/1',
        'a+b/1',
        'a b/1',
        '[x]/1',
      ]);
      const expected = {
        ab: ['ab/1', 'ab/2', 'abc'],
        'ab/': ['ab/1', 'ab/2'],
        'a.': ['a.b/1'],
        'a*': ['a*b/1'],
        ün: ['ünï/1'],
        '%': ['%/1', '%25/1'],
        '%25': ['%25/1'],
        'a+': ['a+b/1'],
        'a ': ['a b/1'],
        '[x]': ['[x]/1'],
        none: [],
      };
      for (const [prefix, keys] of Object.entries<readonly string[]>(expected))
        assertEqual((await names(scene, { prefix })).toSorted(), keys.toSorted(), `keys with ${prefix}`);
    },
  },
  start_after: {
    title: 'A list begins after any key, be it there or not.',
    async run(scene) {
      await fill(scene, ['a', 'b', 'c/1', 'c/2', 'd']);
      assertEqual(await names(scene, { startAfter: 'b' }), ['c/1', 'c/2', 'd'], 'after b');
      assertEqual(await names(scene, { startAfter: 'bb' }), ['c/1', 'c/2', 'd'], 'after bb');
      assertEqual(
        await names(scene, { startAfter: 'a', prefix: 'c/' }),
        ['c/1', 'c/2'],
        'after a, within c/',
      );
      assertEqual(await names(scene, { startAfter: 'c/1', prefix: 'c/' }), ['c/2'], 'after c/1, within c/');
      assertEqual(await names(scene, { startAfter: 'd' }), [], 'after d');
      assertEqual(
        await names(scene, { startAfter: 'a' }, 1),
        ['b', 'c/1', 'c/2', 'd'],
        'after a, in pages of one',
      );
    },
  },
  folded: {
    title: 'With a delimiter keys are folded: each folder comes once, between the objects, over all pages.',
    async run(scene) {
      const photos = Array.from({ length: 5 }, (_, index) => `photos/2026/${index}`);
      await fill(scene, [
        ...photos,
        'photos/a.png',
        'photos-old/1',
        'photos/z.png',
        'photos/2025/1',
        'notes',
      ]);
      const top = ['notes', 'photos-old/', 'photos/'];
      const inner = ['photos/2025/', 'photos/2026/', 'photos/a.png', 'photos/z.png'];
      for (const limit of [undefined, 1, 2, 3]) {
        assertEqual(await names(scene, { delimiter: '/' }, limit), top, `the top, in pages of ${limit}`);
        const within = { delimiter: '/', prefix: 'photos/' } as const;
        assertEqual(await names(scene, within, limit), inner, `photos/, in pages of ${limit}`);
      }
      const kinds = (await scene.all(scene.storage.list({ delimiter: '/', prefix: 'photos/' }))).map(
        ({ kind }) => kind,
      );
      assertEqual(kinds, ['prefix', 'prefix', 'object', 'object'], 'kinds');
      const begun = { delimiter: '/', prefix: 'photos/20' } as const;
      assertEqual(
        await names(scene, begun),
        ['photos/2025/', 'photos/2026/'],
        'folders that begin with photos/20',
      );
    },
  },
  consistent: {
    title: 'What was written is listed at once, what was deleted no more.',
    async run(scene) {
      const { key, etag } = await scene.made('12345');
      const [entry] = await scene.all(scene.storage.list({ prefix: key }));
      assert(entry?.kind === 'object', 'the object is listed');
      assertEqual([entry.key, entry.sizeBytes, entry.etag], [key, 5, etag], 'key, size and etag');
      await scene.put(key, '1234567');
      const [changed] = await scene.all(scene.storage.list({ prefix: key }));
      assertEqual(changed?.kind === 'object' && changed.sizeBytes, 7, 'size of the new object');
      await scene.value(scene.storage.delete(key));
      assertEqual(await names(scene, { prefix: key }), [], 'keys after the deletion');
    },
  },
  nothing: {
    title: 'An empty store lists nothing, on one last page.',
    async run(scene) {
      const { items, next } = await scene.value(scene.storage.list().page());
      assertEqual([items, next], [[], undefined], 'the page');
    },
  },
  many_keys: {
    title: 'More keys than one page of any provider are listed whole, in order.',
    async run(scene) {
      const count = scene.storage.capabilities.embedded ? 2500 : 1100;
      const keys = Array.from({ length: count }, (_, index) => `many/${String(index).padStart(5, '0')}`);
      await fill(scene, keys);
      assertEqual(await names(scene, { prefix: 'many/' }), keys, 'keys');
      assertEqual(await names(scene, { delimiter: '/' }), ['many/'], 'folders');
    },
  },
});
