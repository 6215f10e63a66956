import { IntegrationError } from '@patchbay/core';
import type { AnyState } from '@patchbay/state/conformance';
import { driver, inputs, instead, keyed, keys, results, type StateDriver, textOf, toFields, values } from '../broken.ts';

/** What is there, without an end. */
const valueOf = async (state: AnyState, key: string): Promise<string | undefined> => (await state.get(key))?.value;

/** Defects in what is kept, and under which key. */
export const recordDrivers: readonly StateDriver[] = [
  driver('keys-in-lower-case', 'keeps keys in lower case', 'keys.put.another_by_case', keys((key) => key.toLowerCase())),
  driver('keys-trimmed', 'trims keys', 'keys.put.exact_spaces', keys((key) => key.trim() || key)),
  driver('keys-normalised', 'normalises Unicode in keys', 'keys.put.exact_decomposed', keys((key) => key.normalize('NFC'))),
  driver('keys-cut', 'cuts keys after 255 characters', 'keys.put.exact_longest', keys((key) => key.slice(0, 255))),
  driver('keys-without-surrogates', 'replaces lone surrogates', 'keys.put.refused_lone_surrogate', keys((key) => key.replace(/\p{Cs}/gu, '\uFFFD'))),
  driver('keys-without-controls', 'drops control characters', 'keys.put.refused_null', keys((key) => key.replace(/\p{Cc}/gu, ''))),
  driver('keys-decoded', 'decodes keys as URLs', 'keys.put.another_by_encoding', keys((key) => key.replaceAll('%20', ' '))),
  driver('values-trimmed', 'trims values', 'values.put.exact_spaces', values((value) => value.trim())),
  driver('values-end-at-null', 'ends values at a null character', 'values.put.exact_null', values((value) => value.split('\u0000')[0] ?? '')),
  driver('values-normalised', 'normalises Unicode in values', 'values.put.exact_decomposed', values((value) => value.normalize('NFC'))),
  driver('values-without-mark', 'drops a byte order mark', 'values.put.exact_byte_order_mark', values((value) => value.replace(/^\uFEFF/, ''))),
  driver('values-cut', 'cuts values after 65 535 characters', 'values.put.longest_of_one_octet', values((value) => value.slice(0, 65_535))),
  driver('values-too-long', 'cuts what is too long instead of refusing it', 'values.put.refused_too_long', values((value) => value.slice(0, 262_144))),
  driver('empty-is-absent', 'takes an empty value for none', 'values.put.exact_empty', results('get', (record) => (record?.['value'] === '' ? undefined : record))),
  driver('first-write-stays', 'does not replace', 'contract.put.replaces', instead('put', (state) => async (input) => {
    await state.putIfAbsent({ key: textOf(input, 'key'), value: textOf(input, 'value') });
  })),
  driver('reads-from-a-cache', 'reads from a cache of its own', 'contract.get.sees_what_another_wrote', instead('get', (_state, original) => {
    const known = new Map<string, unknown>();
    return async (input) => {
      const key = textOf(input, 'key');
      if (!known.has(key)) known.set(key, await original(input));
      return known.get(key);
    };
  })),
  driver('key-is-a-folder', 'deletes what begins alike', 'contract.delete.leaves_others', instead('delete', (state, original) => async (input) => {
    for await (const key of state.list({ prefix: textOf(input, 'key') })) await original(key);
  })),
  driver('absence-is-an-error', 'fails where nothing is to be deleted', 'contract.delete.is_idempotent', instead('delete', (state, original) => async (input) => {
    if ((await valueOf(state, textOf(input, 'key'))) === undefined) throw failure('not_found');
    return original(input);
  })),
  driver('missing-is-an-error', 'fails where nothing is to be read', 'contract.get.missing', instead('get', (_state, original) => async (...given) => {
    const record = await original(...given);
    if (record === undefined) throw failure('not_found');
    return record;
  })),
  driver('raw-error-leaves', 'lets an error of its own out', 'contract.increment.not_a_counter', instead('increment', (_state, original) => async (...given) => {
    try {
      return await original(...given);
    } catch {
      throw new TypeError('ERR value is not an integer');
    }
  })),
  driver('told-what-was-given', 'tells the given value instead of what is there', 'contract.putIfAbsent.keeps_what_is_there', instead('putIfAbsent', (_state, original) => async (input) => ({ ...Object(await original(input)), value: textOf(input, 'value') }))),
  driver('overwrites', 'writes over what is there', 'contract.putIfAbsent.keeps_what_is_there', instead('putIfAbsent', (state) => async (input) => {
    await state.put({ key: textOf(input, 'key'), value: textOf(input, 'value') });
    return { isNew: true, value: textOf(input, 'value') };
  })),
  driver('swaps-numbers', 'compares numbers, not texts', 'contract.cas.refuses_the_same_number_in_other_digits', instead('cas', (state, original) => async (input) => {
    const current = await valueOf(state, textOf(input, 'key'));
    const isEqual = current !== undefined && Number(current) === Number(toFields(input)['expected']);
    return original({ ...toFields(input), ...(isEqual && { expected: current }) });
  })),
  driver('swaps-without-case', 'compares without case', 'contract.cas.refuses_other_case', instead('cas', (state, original) => async (input) => {
    const current = await valueOf(state, textOf(input, 'key'));
    const isEqual = current?.toLowerCase() === textOf(input, 'expected').toLowerCase();
    return original({ ...toFields(input), ...(isEqual && { expected: current }) });
  })),
  driver('absence-is-anything', 'swaps whatever is there for absence', 'contract.cas.refuses_absence_where_something_is', instead('cas', (state, original) => async (input) => {
    const { expected } = toFields(input);
    return original({ ...toFields(input), expected: expected ?? (await valueOf(state, textOf(input, 'key'))) });
  })),
  driver('absence-is-empty', 'takes absence for an empty value', 'contract.cas.refuses_the_empty_value_where_nothing_is', inputs(['cas'], (input) => (input['expected'] === '' ? { ...input, expected: undefined } : input))),
  driver('deletes-by-emptying', 'writes nothing instead of deleting', 'contract.cas.deletes', inputs(['cas'], (input) => ('value' in input ? { ...input, value: input['value'] ?? '' } : input))),
  driver('tells-the-old-value', 'tells the value before the swap', 'contract.cas.replaces_what_is_expected', instead('cas', (_state, original) => async (input) => {
    const result = { ...Object(await original(input)) };
    return result.isSwapped ? { ...result, value: toFields(input)['expected'] } : result;
  })),
  driver('unsaid-is-absent', 'takes what is not said for absence', 'contract.cas.expected_has_to_be_said', inputs(['cas'], (input) => ({ expected: undefined, ...input }))),
  driver('takes-anything', 'drops fields that it does not know', 'errors.put.input_of_another_shape', inputs(['put'], ({ nonsense: _lost, ...input }) => input)),
  driver('prints-the-input', 'shows values in errors', 'redaction.put.refused_call', instead('put', (_state, original) => async (input) => {
    try {
      return await original(input);
    } catch {
      throw failure('invalid_request', `Refused: ${JSON.stringify(input)}`);
    }
  })),
  driver('says-it-cannot-list', 'says that it has no list, and has one', 'unsupported.list.refused_before_any_request', {
    capabilities: (capabilities) => ({ ...capabilities, operations: { ...capabilities.operations, list: false } }),
  }),
  driver('says-it-is-remote', 'says that it is reached over a wire, and is not', 'resilience.check.is_one_reading_request', {
    capabilities: (capabilities) => ({ ...capabilities, embedded: false }),
  }),
  driver('says-it-is-durable', 'says that it survives a restart, and does not', 'contract.put.survives_a_restart', {
    capabilities: (capabilities) => ({ ...capabilities, traits: { ...capabilities.traits, durable: true } }),
  }),
  driver('case-by-key', 'knows only keys of visible ASCII', 'keys.put.exact_highest_character', inputs(keyed, ({ key, ...rest }) => ({ ...rest, key: typeof key === 'string' ? key.replace(/[^ -~]/gu, '?') : key }))),
];

function failure(code: 'not_found' | 'invalid_request', message = 'It failed.'): IntegrationError {
  return new IntegrationError({ code, outcome: 'not_applied', message, category: 'state', operation: 'state.put' });
}
