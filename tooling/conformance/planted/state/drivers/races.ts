import type { AnyState } from '@patchbay/state/conformance';
import { driver, inputs, instead, lifeOf, type StateDefect, type StateDriver, textOf, toFields } from '../broken.ts';

const turn = async (): Promise<void> => {
  for (let turns = 0; turns < 20; turns += 1) await Promise.resolve();
};

const read = async (state: AnyState, key: string): Promise<string | undefined> => (await state.get(key))?.value;

const halves = {
  putIfAbsent: instead('putIfAbsent', (state) => async (input) => {
    const [key, value] = [textOf(input, 'key'), textOf(input, 'value')];
    const current = await read(state, key);
    if (current !== undefined) return { isNew: false, value: current };
    await turn();
    await state.put({ key, value, ...lifeOf(input) });
    return { isNew: true, value };
  }),
  cas: instead('cas', (state) => async (input) => {
    const key = textOf(input, 'key');
    const { expected, value } = toFields(input);
    const current = await read(state, key);
    if (current !== expected) return { isSwapped: false, ...(current !== undefined && { value: current }) };
    await turn();
    if (typeof value !== 'string') await state.delete(key);
    else await state.put({ key, value, ...lifeOf(input) });
    return { isSwapped: true, ...(typeof value === 'string' && { value }) };
  }),
  increment: instead('increment', (state) => async (input) => {
    const key = textOf(input, 'key');
    const { by = 1 } = toFields(input);
    const value = Number((await read(state, key)) ?? 0) + Number(by);
    await turn();
    await state.put({ key, value: String(value), ...lifeOf(input) });
    return { value };
  }),
} satisfies Readonly<Record<string, StateDefect>>;

/** Writes later, and says that it is done. */
const writesBehind = instead('put', (_state, original) => async (...given) => {
  void turn().then(() => original(...given));
});

/** Reads what was there before. */
const readsBefore = instead('get', (_state, original) => {
  let last: unknown;
  return async (...given) => {
    const before = last;
    last = await original(...given);
    const isSame = textOf(before, 'key') === textOf(last, 'key');
    return isSame ? before : last;
  };
});

/** Defects of steps that come between each other, of counters and of lists. */
export const raceDrivers: readonly StateDriver[] = [
  driver('if-absent-in-two-steps', 'reads, then writes', 'races.putIfAbsent.one_winner', halves.putIfAbsent),
  driver('cas-in-two-steps', 'compares, then swaps', 'races.cas.one_winner', halves.cas),
  driver('cas-of-absence-in-two-steps', 'looks, then writes', 'races.cas.one_winner_of_what_is_absent', halves.cas),
  driver('cas-deletes-in-two-steps', 'compares, then deletes', 'races.cas.one_winner_deletes', halves.cas),
  driver('changes-lost', 'loses changes between its two steps', 'races.cas.loses_no_change', halves.cas),
  driver('increment-in-two-steps', 'reads, then counts', 'races.increment.counts_all', halves.increment),
  driver('history-if-absent', 'writes what is absent in two steps', 'histories.cas.of_one_facade', halves.putIfAbsent),
  driver('history-cas', 'swaps in two steps', 'histories.cas.of_several_facades', halves.cas),
  driver('history-increment', 'counts in two steps', 'histories.cas.of_one_facade', halves.increment),
  driver('history-behind', 'writes after it said so', 'histories.cas.of_one_facade', writesBehind),
  driver('history-before', 'reads what was there before', 'histories.cas.of_many_clients_and_one_key', readsBefore),
  driver('steps-of-one', 'counts by one whatever is said', 'contract.increment.by_any_whole_number', inputs(['increment'], ({ by: _lost, ...input }) => input)),
  driver('counts-anything', 'counts what is no counter', 'contract.increment.not_a_counter', instead('increment', (state) => async (input) => {
    const key = textOf(input, 'key');
    const value = Math.trunc(Number((await read(state, key)) ?? 0)) + 1;
    await state.put({ key, value: String(value) });
    return { value };
  })),
  driver('counts-beyond', 'counts beyond the safe integers', 'contract.increment.out_of_range', instead('increment', (state, original) => async (...given) => {
    try {
      return await original(...given);
    } catch {
      return { value: Number(await read(state, textOf(given[0], 'key'))) };
    }
  })),
  driver('prefix-is-like', 'takes % and _ for wildcards', 'contract.list.prefix', listing((prefix) => new RegExp(`^${escape(prefix).replaceAll('%', '.*').replaceAll('_', '.')}`, 'su'))),
  driver('prefix-is-glob', 'takes * and ? for wildcards', 'contract.list.prefix', listing((prefix) => new RegExp(`^${escape(prefix).replaceAll('\\*', '.*').replaceAll('\\?', '.')}`, 'su'))),
  driver('prefix-without-case', 'does not look at the case of a prefix', 'contract.list.prefix', listing((prefix) => new RegExp(`^${escape(prefix)}`, 'isu'))),
  driver('prefix-is-folder', 'takes a prefix for a folder', 'contract.list.prefix', listing((prefix) => new RegExp(prefix === '' ? '' : `^${escape(prefix)}(/|$)`, 'su'))),
  driver('one-page-only', 'ends after one page', 'contract.list.many_keys', instead('list', (state) => (input, options) => {
    const list = state.list(Object(input), Object(options));
    const page = async (cursor?: string) => ({ items: (await list.page(cursor)).items });
    return { page, async *[Symbol.asyncIterator]() { yield* (await page()).items; } };
  })),
  driver('pages-by-number', 'counts pages by the place in the list', 'contract.list.page_between_changes', instead('list', (state) => (input, options) => {
    const size = Number(toFields(options)['limit'] ?? 100);
    const page = async (cursor = '0') => {
      const all: string[] = [];
      for await (const key of state.list(Object(input))) all.push(key);
      const end = Number(cursor) + size;
      return { items: all.slice(Number(cursor), end), ...(end < all.length && { next: String(end) }) };
    };
    return { page, [Symbol.asyncIterator]: () => state.list(Object(input))[Symbol.asyncIterator]() };
  })),
];

function listing(patternOf: (prefix: string) => RegExp): StateDefect {
  return instead('list', (state) => (input) => {
    const pattern = patternOf(String(toFields(input)['prefix'] ?? ''));
    const page = async () => {
      const items: string[] = [];
      for await (const key of state.list()) if (pattern.test(key)) items.push(key);
      return { items };
    };
    return { page, async *[Symbol.asyncIterator]() { yield* (await page()).items; } };
  });
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
