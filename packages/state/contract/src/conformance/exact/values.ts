import { assertEqual } from '@patchbay/core/conformance';
import { cases, type StateRow, type StateRows } from '../define.ts';
import type { StateScene } from '../scene.ts';

const exact: Readonly<Record<string, string>> = {
  empty: '',
  spaces: '  two before, two after  ',
  lines: 'one\r\ntwo\nthree\r',
  null: 'a\u0000b\u0000',
  control: '\u0001\u001b\u007f',
  composed: '\u00e9',
  decomposed: 'e\u0301',
  emoji: '👩‍👩‍👧 and 🗼',
  byte_order_mark: '\uFEFFa',
  zeros: '007',
  large_number: '123456789012345678901234567890',
  number_with_an_exponent: '1e3',
  json: '{"b":1,"a":[null,true]} ',
  word_null: 'null',
  word_undefined: 'undefined',
  quotes: `'"\\`,
};

const most = 256 * 1024;

const longest: Readonly<Record<string, string>> = {
  one_octet: 'v'.repeat(most),
  three_octets: `${'€'.repeat((most - 1) / 3)}v`,
  four_octets: '🗼'.repeat(most / 4),
};

const refused: Readonly<Record<string, string>> = {
  too_long: 'v'.repeat(most + 1),
  too_long_in_octets: '€'.repeat(87_382),
  lone_surrogate: 'a\udc00b',
};

function exactRow(value: string): StateRow {
  return {
    title: 'The value is kept exactly, by every way that there is to write it.',
    parameters: value.length > 100 ? value.slice(0, 4) : value,
    needs: { operations: ['get'] },
    async run(scene) {
      const { key } = await scene.made(value);
      await scene.assertKept(key, value);
      if (scene.state.supports('cas')) await assertSwapped(scene, key, value);
      if (scene.state.supports('putIfAbsent')) await assertPutOnce(scene, key, value);
    },
  };
}

async function assertSwapped(scene: StateScene, key: string, value: string): Promise<void> {
  await scene.assertSwap({ key, expected: value, value: 'x' }, true, 'x');
  await scene.assertSwap({ key, expected: 'x', value }, true, value);
  const other = value === '' ? ' ' : Array.from(value).slice(1).join('');
  await scene.assertSwap({ key, expected: other, value: 'y' }, false, value);
}

async function assertPutOnce(scene: StateScene, key: string, value: string): Promise<void> {
  const found = await scene.value(scene.state.putIfAbsent({ key, value: 'another' }));
  assertEqual(found, { isNew: false, value }, 'what is there');
  const second = scene.key();
  await scene.value(scene.state.putIfAbsent({ key: second, value }));
  await scene.assertKept(second, value);
}

function refusedRow(value: string): StateRow {
  return {
    title: 'A value that cannot be kept exactly is `invalid_request`, and nothing is changed.',
    parameters: [value.length, value.slice(0, 2)],
    needs: { operations: ['get'] },
    async run(scene) {
      const { state } = scene;
      const { key } = await scene.made('before');
      await scene.assertRefused('put', () => state.put({ key, value }));
      await scene.assertRefused('putIfAbsent', () => state.putIfAbsent({ key: 'new', value }));
      await scene.assertRefused('cas', () => state.cas({ key, expected: 'before', value }));
      await scene.assertRefused('cas', () => state.cas({ key, expected: value, value: 'after' }));
      await scene.assertKept(key, 'before');
      assertEqual(await scene.subject.keys(), [key], 'keys on the far side');
    },
  };
}

const named = (
  start: string,
  table: Readonly<Record<string, string>>,
  row: (value: string) => StateRow,
): StateRows =>
  Object.fromEntries(Object.entries(table).map(([name, value]) => [`${start}_${name}`, row(value)]));

/** Values are kept exactly, or refused. */
export const valueCases = cases('values', 'put', {
  ...named('exact', exact, exactRow),
  ...named('longest_of', longest, exactRow),
  ...named('refused', refused, refusedRow),
});
