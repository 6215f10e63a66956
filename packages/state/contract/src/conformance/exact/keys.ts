import { assertEqual } from '@patchbay/core/conformance';
import { cases, type StateRow, type StateRows } from '../define.ts';

const exact: Readonly<Record<string, string>> = {
  one_octet: 'a',
  longest: 'k'.repeat(512),
  longest_of_two_octets: 'é'.repeat(256),
  longest_of_four_octets: '🗼'.repeat(128),
  spaces: '  two before, two after  ',
  space_alone: ' ',
  decomposed: 'e\u0301',
  composed: '\u00e9',
  joined_emoji: '👩‍👩‍👧',
  right_to_left: '\u202eabc',
  byte_order_mark: '\uFEFFa',
  no_character: '\uFFFD\uFFFE',
  highest_character: '\u{10FFFF}',
  path: '../a//b/./c/',
  percent: '%2e%2E%00%',
  wildcards: '*?[a-z]_%',
  quotes: `'"\`; DROP TABLE records; --`,
  braces: '{tag}:{other}',
  backslash: 'a\\b\\',
  colons: 'a:b::c:',
  digits: '0001',
  name_of_a_prototype: '__proto__',
  name_of_a_method: 'constructor',
};

const others: Readonly<Record<string, readonly [string, string]>> = {
  case: ['Key', 'key'],
  form_of_unicode: ['\u00e9', 'e\u0301'],
  trailing_space: ['key', 'key '],
  leading_space: [' key', 'key'],
  trailing_slash: ['key', 'key/'],
  encoding: ['a%20b', 'a b'],
  accent: ['cafe', 'café'],
  german_s: ['strasse', 'straße'],
  width: ['ａ', 'a'],
  zeros: ['007', '7'],
};

const refused: Readonly<Record<string, string>> = {
  empty: '',
  too_long: 'k'.repeat(513),
  too_long_in_octets: '€'.repeat(171),
  null: 'a\u0000b',
  line_feed: 'a\nb',
  tab: 'a\tb',
  delete: 'a\u007fb',
  upper_control: 'a\u0085b',
  lone_surrogate: 'a\ud800b',
};

function exactRow(key: string): StateRow {
  return {
    title: 'The key is kept octet for octet, by every way that there is to write it.',
    parameters: key,
    needs: { operations: ['get'] },
    async run(scene) {
      const { state } = scene;
      await scene.put(key, '1');
      assertEqual((await scene.value(state.get(key)))?.key, key, 'key of the record');
      if (state.supports('increment'))
        assertEqual((await scene.value(state.increment({ key, by: 0 }))).value, 1, 'value of the counter');
      if (state.supports('cas')) await scene.assertSwap({ key, expected: '1', value: '2' }, true, '2');
      if (state.supports('putIfAbsent')) {
        const { isNew } = await scene.value(state.putIfAbsent({ key, value: 'other' }));
        assertEqual(isNew, false, 'isNew');
      }
      assertEqual(await scene.subject.keys(), [key], 'keys on the far side');
      if (!state.supports('delete')) return;
      await scene.value(state.delete(key));
      assertEqual(await scene.subject.keys(), [], 'keys on the far side');
    },
  };
}

function otherRow([one, other]: readonly [string, string]): StateRow {
  return {
    title: `${JSON.stringify(one)} and ${JSON.stringify(other)} are two keys.`,
    parameters: [one, other],
    needs: { operations: ['get'] },
    async run(scene) {
      await scene.put(one, 'one');
      await scene.assertKept(other, undefined);
      await scene.put(other, 'other');
      await scene.assertKept(one, 'one');
      assertEqual((await scene.subject.keys()).toSorted(), [one, other].toSorted(), 'keys on the far side');
    },
  };
}

function refusedRow(key: string): StateRow {
  return {
    title: 'A key that cannot be kept exactly is `invalid_request`, for every operation.',
    parameters: key,
    async run(scene) {
      const { state } = scene;
      await scene.assertRefused('get', () => state.get(key));
      await scene.assertRefused('put', () => state.put({ key, value: 'a' }));
      await scene.assertRefused('delete', () => state.delete(key));
      await scene.assertRefused('putIfAbsent', () => state.putIfAbsent({ key, value: 'a' }));
      await scene.assertRefused('cas', () => state.cas({ key, expected: undefined, value: 'a' }));
      await scene.assertRefused('increment', () => state.increment({ key }));
      assertEqual(await scene.subject.keys(), [], 'keys on the far side');
    },
  };
}

const named = <T>(
  start: string,
  table: Readonly<Record<string, T>>,
  row: (value: T) => StateRow,
): StateRows =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [`${start}_${name}`, row(value)]));

/** Keys are kept octet for octet, or refused. */
export const keyCases = cases('keys', 'put', {
  ...named('exact', exact, exactRow),
  ...named('another_by', others, otherRow),
  ...named('refused', refused, refusedRow),
});
