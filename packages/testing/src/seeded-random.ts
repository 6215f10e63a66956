import type { Random } from '@patchbay/core';

/**
 * A repeatable source of chance: the same seed gives the same numbers, so jitter can be asserted.
 *
 * @example
 * const random = seededRandom(7);
 * random(); // always the same first number in [0, 1)
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  // Mulberry32: 32 bits of state are plenty for jitter and shuffles in tests.
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
