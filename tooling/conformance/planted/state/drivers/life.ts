import type { AnyState } from '@patchbay/state/conformance';
import { driver, inputs, instead, lifeOf, results, type StateDriver, textOf, toFields } from '../broken.ts';

const timed = ['put', 'putIfAbsent', 'cas', 'increment'] as const;

const life = (change: (ttlMs: number) => number | undefined) =>
  inputs(timed, ({ ttlMs, ...input }) => {
    const changed = typeof ttlMs === 'number' ? change(ttlMs) : undefined;
    return { ...input, ...(changed !== undefined && { ttlMs: changed }) };
  });

/** How long the record that is there still lives. */
async function leftOf(state: AnyState, key: string, now: number): Promise<{ readonly ttlMs?: number }> {
  const end = (await state.get(key))?.expiresAt;
  return end === undefined ? {} : { ttlMs: end.getTime() - now };
}

/** What was written, however long ago. */
function remembering(operation: string, make: (written: Map<string, string>, state: AnyState) => (input: unknown) => Promise<unknown>) {
  return {
    facade: (state: AnyState) => {
      const written = new Map<string, string>();
      const put = (input: unknown) => {
        written.set(textOf(input, 'key'), textOf(input, 'value'));
        return state.put(toFields(input) as never); // as the case gives it
      };
      return { ...state, put, [operation]: make(written, state) };
    },
  };
}

/** Defects in how long records live. */
export const lifeDrivers: readonly StateDriver[] = [
  driver('a-millisecond-longer', 'keeps records a millisecond too long', 'life.put.ends_at_the_millisecond', life((ttlMs) => ttlMs + 1)),
  driver('a-millisecond-shorter', 'ends records a millisecond too early', 'life.put.ends_at_the_millisecond', life((ttlMs) => Math.max(1, ttlMs - 1))),
  driver('whole-seconds', 'rounds lives up to seconds', 'life.put.shortest', life((ttlMs) => Math.ceil(ttlMs / 1000) * 1000)),
  driver('thirty-two-bits', 'cuts lives to 32 bits', 'life.put.longest', life((ttlMs) => Math.min(ttlMs, 2 ** 31 - 1))),
  driver('never-ends', 'ignores lives', 'life.put.ends_at_the_millisecond', life(() => undefined)),
  driver('fractions-rounded', 'rounds a life that is none', 'life.put.no_life_at_all', life((ttlMs) => (ttlMs === 1.5 ? 2 : ttlMs))),
  driver('end-untold', 'does not tell the end', 'life.get.tells_the_end', results('get', (record) => record && { key: record['key'], value: record['value'] })),
  driver('end-in-seconds', 'tells the end in seconds', 'life.get.tells_the_end', results('get', (record) => {
    const end = record?.['expiresAt'];
    return end instanceof Date ? { ...record, expiresAt: new Date(end.getTime() / 1000) } : record;
  })),
  driver('put-keeps-the-end', 'keeps the end of the record before', 'life.put.without_life_stays', {
    facade: (state, { clock }) => ({
      ...state,
      put: async (input: unknown) => state.put({ ...(await leftOf(state, textOf(input, 'key'), clock.now())), ...toFields(input) } as never),
    }),
  }),
  driver('cas-keeps-the-end', 'keeps the end of what was swapped', 'life.cas.without_life_stays', {
    facade: (state, { clock }) => ({
      ...state,
      cas: async (input: unknown) => state.cas({ ...(await leftOf(state, textOf(input, 'key'), clock.now())), ...toFields(input) } as never),
    }),
  }),
  driver('expired-is-present', 'counts what has ended as present', 'life.putIfAbsent.takes_what_has_ended', remembering('putIfAbsent', (written, state) => async (input) => {
    const known = written.get(textOf(input, 'key'));
    return known === undefined ? state.putIfAbsent(toFields(input) as never) : { isNew: false, value: known };
  })),
  driver('expired-is-expected', 'compares with what has ended', 'life.cas.expired_is_absent', remembering('cas', (written, state) => async (input) => {
    const key = textOf(input, 'key');
    const known = written.get(key);
    if ((await state.get(key)) === undefined && known !== undefined) await state.put({ key, value: known });
    return state.cas(toFields(input) as never);
  })),
  driver('expired-is-counted', 'counts on from what has ended', 'life.increment.begins_anew_after_another_value', remembering('increment', (written, state) => async (input) => {
    const key = textOf(input, 'key');
    const known = written.get(key);
    if (known !== undefined) await state.putIfAbsent({ key, value: known });
    return state.increment(toFields(input) as never);
  })),
  driver('refused-extends', 'extends the life of what it refuses to replace', 'life.putIfAbsent.leaves_the_life_of_what_is_there', instead('putIfAbsent', (state, original) => async (input) => {
    const result = { ...Object(await original(input)) };
    if (!result.isNew) await state.put({ key: textOf(input, 'key'), value: String(result.value), ...lifeOf(input) });
    return result;
  })),
  driver('refused-swap-extends', 'extends the life of what it refuses to swap', 'life.cas.refused_leaves_the_life', instead('cas', (state, original) => async (input) => {
    const result = { ...Object(await original(input)) };
    if (!result.isSwapped) await state.put({ key: textOf(input, 'key'), value: String(result.value), ...lifeOf(input) });
    return result;
  })),
  driver('increment-extends', 'begins the window anew with each step', 'life.increment.counts_from_the_first', instead('increment', (state, original) => async (input) => {
    const { value } = Object(await original(input));
    await state.put({ key: textOf(input, 'key'), value: String(value), ...lifeOf(input) });
    return { value };
  })),
  driver('increment-stays', 'loses the end with the second step', 'life.increment.counts_from_the_first', instead('increment', (state, original) => async (input) => {
    const { value } = Object(await original(input));
    if (value > 1) await state.put({ key: textOf(input, 'key'), value: String(value) });
    return { value };
  })),
  driver('increment-ends', 'gives a counter that stays an end', 'life.increment.later_life_does_not_count', instead('increment', (state, original) => async (input) => {
    const { value } = Object(await original(input));
    if ((await state.get(textOf(input, 'key')))?.expiresAt === undefined) await state.put({ key: textOf(input, 'key'), value: String(value), ...lifeOf(input) });
    return { value };
  })),
  driver('lists-what-has-ended', 'lists what has ended', 'life.list.shows_nothing_that_has_ended', {
    facade: (state) => {
      const written = new Set<string>();
      const page = async () => ({ items: [...written] });
      return {
        ...state,
        put(input: unknown) {
          written.add(textOf(input, 'key'));
          return state.put(toFields(input) as never);
        },
        list: () => ({ page, [Symbol.asyncIterator]: () => each(written) }),
      };
    },
  }),
];

async function* each(keys: Iterable<string>): AsyncGenerator<string> {
  yield* keys;
}
