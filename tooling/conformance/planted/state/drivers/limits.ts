import type { AnyState } from '@patchbay/state/conformance';
import { driver, type Fields, instead, type StateDefect, type StateDriver, toFields } from '../broken.ts';

/** What is answered is another thing. */
function answers(change: (taken: Fields) => Fields): StateDefect {
  return instead('take', (_state, original) => async (...given) => change(toFields(await original(...given))));
}

/** The name and the window are other ones. */
function asked(change: (name: string, limit: Fields, state: AnyState) => readonly [string, Fields]): StateDefect {
  return instead('take', (state, original) => (name, limit, ...rest) => original(...change(String(name), toFields(limit), state), ...rest));
}

/** Every facade has a number of its own: it stands for one that counts by itself. */
const numbers = new WeakMap<AnyState, number>();
let latest = 0;

function numberOf(state: AnyState): number {
  const number = numbers.get(state) ?? (latest += 1);
  numbers.set(state, number);
  return number;
}

/** Defects of limits that all who share a store share. */
export const limitDrivers: readonly StateDriver[] = [
  driver('one-too-many', 'allows one more than the limit', 'limits.increment.allows_so_many', asked((name, limit) => [name, { ...limit, most: Number(limit['most']) + 1 }])),
  driver('wait-untold', 'does not tell how long to wait', 'limits.increment.allows_so_many', answers(({ retryAfterMs, ...taken }) => taken)),
  driver('wait-in-seconds', 'tells the wait in seconds', 'limits.increment.allows_so_many', answers((taken) => ({ ...taken, retryAfterMs: Number(taken['retryAfterMs']) / 1000 }))),
  driver('window-of-years', 'never begins a window anew', 'limits.increment.begins_anew', asked((name, limit) => [name, { ...limit, windowMs: 3_600_000_000 }])),
  driver('limit-of-ones-own', 'counts for each facade by itself', 'limits.increment.is_shared', asked((name, limit, state) => [`${name}/${numberOf(state)}`, limit])),
];
