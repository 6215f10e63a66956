import { assert, assertEqual, assertError } from '@patchbay/core/conformance';
import { whyNotKey } from '../../keys.ts';
import { cases, type StorageRow } from '../define.ts';
import { randomKeys } from './random-keys.ts';

const segment = 'x'.repeat(255);

/** Keys that some provider, file system or URL would change. */
const odd = {
  spaces: ' a b ',
  plus: 'a+b',
  percent: '100%/%2e%2e/%00/%',
  question_and_hash: 'a?b=c#d&e',
  quotes: `"a" 'b' \`c\``,
  angle_brackets: '<a>&amp;</a>',
  punctuation: '~!@$^*()[]{}|;:,=',
  dots: '...a/.b/c./d..',
  reserved_on_windows: 'CON/aux.txt/NUL ',
  composed: 'caf\u00E9',
  decomposed: 'cafe\u0301',
  chinese: '東京/塔',
  astral: '🗼/👩‍👩‍👧',
  right_to_left: 'שלום/مرحبا',
  invisible: 'a\u200Bb\u00A0c\uFEFFd',
  noncharacter: 'a\uFFFDb',
  prototype: '__proto__/constructor/toString',
  looks_like_a_number: '007',
  looks_hidden: '.patchbay/.tmp/.git',
  longest: [segment, segment, segment, segment].join('/'),
  deep: 'd/'.repeat(100) + 'e',
};

const refused = {
  empty: '',
  parent: '..',
  up: '../etc/passwd',
  up_within: 'a/../../etc/passwd',
  current: './a',
  current_within: 'a/./b',
  absolute: '/etc/passwd',
  slash_at_the_end: 'a/',
  two_slashes: 'a//b',
  backslash: 'a\\..\\b',
  zero: 'a\0b',
  newline: 'a\nb',
  delete_character: 'a\u007Fb',
  next_line: 'a\u0085b',
  lone_surrogate: 'a\uD800b',
  too_long: `${segment}/${segment}/${segment}/${segment}/x`,
  segment_too_long: 'ü'.repeat(128),
};

/** Keys are stored byte for byte, or refused: never changed. */
export const keyCases = [
  cases('keys', 'put', {
    ...Object.fromEntries(Object.entries(odd).map(([name, key]) => [`exact_${name}`, exact(name, key)])),
    ...Object.fromEntries(
      Object.entries(refused).map(([name, key]) => [`refused_${name}`, refuses(name, key)]),
    ),
    case_and_form_make_another: {
      title: 'Keys that differ in case or in Unicode form are different objects.',
      async run(scene) {
        const keys = ['A', 'a', 'caf\u00E9', 'cafe\u0301', 'ﬁ', 'fi', 'ß', 'SS', 'ss', 'İ', 'i'];
        for (const key of keys) await scene.put(key, key);
        assertEqual(await scene.farKeys(), keys.toSorted(), 'keys on the far side');
        for (const key of keys) assertEqual(await scene.text(key), key, 'text');
      },
    },
    folder_and_object: {
      title: 'A key may be the beginning of another: there are no folders.',
      async run(scene) {
        for (const key of ['a/b/c', 'a', 'a/b']) await scene.put(key, key);
        for (const key of ['a', 'a/b', 'a/b/c']) assertEqual(await scene.text(key), key, 'text');
        await scene.value(scene.storage.delete('a/b/c'));
        assertEqual(await scene.farKeys(), ['a', 'a/b'], 'keys on the far side');
      },
    },
    random_keys: {
      title: 'Two hundred random keys are refused, or come back byte for byte.',
      async run(scene) {
        const stored = new Set<string>();
        for (const key of randomKeys(200)) {
          if (whyNotKey(key) === undefined) {
            assertEqual((await scene.put(key, key)).key, key, 'key of the answer');
            stored.add(key);
          } else assertError(await scene.failure(scene.storage.put(key, key)), { code: 'invalid_request' });
        }
        assert(stored.size > 50, `a fair share is sound, found ${stored.size}`);
        assertEqual(await scene.farKeys(), [...stored].toSorted(), 'keys on the far side');
        const listed = (await scene.all(scene.storage.list())).map(
          (entry) => entry.kind === 'object' && entry.key,
        );
        assertEqual(listed, [...stored].toSorted(byBytes), 'keys listed');
        for (const key of stored) assertEqual(await scene.text(key), key, 'text');
      },
    },
  }),
].flat();

function exact(name: string, key: string): StorageRow {
  return {
    title: `The key ${name.replaceAll('_', ' ')} is stored, listed, read, copied and deleted byte for byte.`,
    parameters: key,
    async run(scene) {
      assertEqual((await scene.put(key, name)).key, key, 'key of the answer');
      assertEqual(await scene.farKeys(), [key], 'keys on the far side');
      assertEqual(await scene.text(key), name, 'text');
      assertEqual((await scene.head(key)).key, key, 'key, as head says it');
      const [entry] = await scene.all(scene.storage.list({ prefix: key }));
      assertEqual(entry?.kind === 'object' && entry.key, key, 'key, as it is listed');
      await scene.value(scene.storage.copy({ from: key, to: 'copy' }));
      await scene.assertStored('copy', name);
      await scene.value(scene.storage.deleteMany({ keys: [key] }));
      assertEqual(await scene.farKeys(), ['copy'], 'keys on the far side');
      await scene.value(scene.storage.copy({ from: 'copy', to: key }));
      await scene.value(scene.storage.delete(key));
      assertEqual(await scene.farKeys(), ['copy'], 'keys on the far side');
    },
  };
}

function refuses(name: string, key: string): StorageRow {
  return {
    title: `A key that is no key (${name.replaceAll('_', ' ')}) is refused everywhere, before any request.`,
    parameters: key,
    async run(scene) {
      const { storage } = scene;
      const requests = scene.recordRequests();
      for (const call of [
        () => storage.put(key, 'a'),
        () => storage.put(key, new Blob(['a']).stream()),
        () => storage.get(key),
        () => storage.head(key),
        () => storage.exists(key),
        () => storage.delete(key),
        () => storage.deleteMany({ keys: [key] }),
        () => storage.copy({ from: 'a', to: key }),
        () => storage.copy({ from: key, to: 'a' }),
        () => storage.uploads.create({ key }),
      ])
        assertError(await scene.failure(call()), { code: 'invalid_request', outcome: 'not_applied' });
      assertEqual([requests().length, await scene.farKeys()], [0, []], 'requests, and keys on the far side');
    },
  };
}

function byBytes(left: string, right: string): number {
  const [one, other] = [new TextEncoder().encode(left), new TextEncoder().encode(right)];
  const differs = one.findIndex((byte, index) => byte !== other[index]);
  if (differs < 0) return one.byteLength - other.byteLength;
  return (one[differs] ?? -1) - (other[differs] ?? -1);
}
