import type { Instance } from './instance.ts';

const keptMs = 15_000;

/** The instance's `check()`: its answer is kept for 15 s, and callers at the same time share one request. */
export function makeCheck(instance: Instance): () => Promise<void> {
  const { clock } = instance.kit;
  let answer: Promise<void> | undefined;
  let keptUntil = 0;
  const keep = (): void => {
    keptUntil = clock.monotonic() + keptMs;
  };
  return () => {
    if (answer !== undefined && clock.monotonic() < keptUntil) return answer;
    keptUntil = Number.POSITIVE_INFINITY; // while it is under way
    answer = instance.check();
    answer.then(keep, keep);
    return answer;
  };
}
