import { assertError } from '@patchbay/core/conformance';
import type { CompareAndSwap } from '../../record.ts';
import { cases, type StateRow, type StateRows } from '../define.ts';

interface Swap {
  readonly there: string | undefined;
  readonly expected: string | undefined;
  readonly value: string | undefined;
  readonly isSwapped: boolean;
}

const swaps: Readonly<Record<string, Swap>> = {
  replaces_what_is_expected: { there: 'a', expected: 'a', value: 'b', isSwapped: true },
  refuses_another_value: { there: 'a', expected: 'b', value: 'c', isSwapped: false },
  refuses_other_case: { there: 'a', expected: 'A', value: 'c', isSwapped: false },
  refuses_a_value_with_a_space: { there: 'a', expected: 'a ', value: 'c', isSwapped: false },
  refuses_the_same_number_in_other_digits: { there: '1', expected: '01', value: '2', isSwapped: false },
  refuses_another_form_of_unicode: {
    there: '\u00e9',
    expected: 'e\u0301',
    value: 'c',
    isSwapped: false,
  },
  writes_what_is_absent: { there: undefined, expected: undefined, value: 'a', isSwapped: true },
  refuses_absence_where_something_is: { there: 'a', expected: undefined, value: 'b', isSwapped: false },
  refuses_absence_where_the_value_is_empty: { there: '', expected: undefined, value: 'b', isSwapped: false },
  refuses_a_value_where_nothing_is: { there: undefined, expected: 'a', value: 'b', isSwapped: false },
  refuses_the_empty_value_where_nothing_is: {
    there: undefined,
    expected: '',
    value: 'b',
    isSwapped: false,
  },
  swaps_the_empty_value: { there: '', expected: '', value: 'b', isSwapped: true },
  deletes: { there: 'a', expected: 'a', value: undefined, isSwapped: true },
  deletes_nothing_else: { there: 'a', expected: 'b', value: undefined, isSwapped: false },
  leaves_absent_what_is_absent: {
    there: undefined,
    expected: undefined,
    value: undefined,
    isSwapped: true,
  },
  writes_the_same_again: { there: 'a', expected: 'a', value: 'a', isSwapped: true },
};

function swapRow(swap: Swap): StateRow {
  const { there, expected, value, isSwapped } = swap;
  const [was, wanted, next] = [there, expected, value].map((text) =>
    text === undefined ? 'nothing' : JSON.stringify(text),
  );
  return {
    title: `From ${wanted} to ${next} where ${was} is: ${isSwapped ? 'swapped' : 'left as it is'}.`,
    parameters: swap,
    needs: { operations: there === undefined ? ['get'] : ['get', 'put'] },
    async run(scene) {
      const key = scene.key();
      if (there !== undefined) await scene.put(key, there);
      await scene.assertSwap({ key, expected, value }, isSwapped, isSwapped ? value : there);
    },
  };
}

function unsaidRow(name: 'expected' | 'value'): StateRow {
  return {
    title: `An input that does not say \`${name}\` is refused: that it is \`undefined\` has to be meant.`,
    parameters: name,
    needs: { operations: ['get', 'put'] },
    async run(scene) {
      const { key } = await scene.made('a');
      const whole = { expected: 'a', value: 'b' };
      const rest = Object.entries(whole).filter(([field]) => field !== name);
      // Misshapen on purpose.
      const input = { key, ...Object.fromEntries(rest) } as unknown as CompareAndSwap;
      const error = await scene.failure(scene.state.cas(input));
      assertError(error, { code: 'invalid_request', outcome: 'not_applied' });
      await scene.assertKept(key, 'a');
    },
  };
}

const rows: StateRows = {
  ...Object.fromEntries(Object.entries(swaps).map(([name, swap]) => [name, swapRow(swap)])),
  expected_has_to_be_said: unsaidRow('expected'),
  value_has_to_be_said: unsaidRow('value'),
};

/** Changes that depend on what is there. */
export const casCases = cases('contract', 'cas', rows);
