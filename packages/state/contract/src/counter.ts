import { DriverFailure } from '@patchbay/core';
import type { StateReason } from './reasons.ts';

/**
 * What a counter comes to. For adapters of stores that cannot count by themselves: a counter is kept as its decimal
 * digits.
 * @param value What is there; `undefined` counts as 0.
 * @throws `DriverFailure` `precondition_failed`: `not_a_counter`, `counter_out_of_range`.
 */
export function nextCount(value: string | undefined, by: number): number {
  if (value !== undefined && !/^(0|-?[1-9]\d*)$/.test(value))
    throw refusal('not_a_counter', 'What is kept under this key is no whole number.');
  const [before, after] = [Number(value ?? 0), Number(value ?? 0) + by];
  if (Number.isSafeInteger(before) && Number.isSafeInteger(after)) return after;
  throw refusal('counter_out_of_range', 'The counter would leave the safe integers.');
}

function refusal(reason: StateReason, message: string): DriverFailure {
  return new DriverFailure({ code: 'precondition_failed', reason, message });
}
