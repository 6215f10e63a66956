import type { Instance } from './instance.ts';

const keptMs = 15_000;

/** The instance's `check()`: its answer is kept for 15 s, and callers at the same time share one request. */
export function makeCheck(instance: Instance): () => Promise<void> {
  const { clock } = instance.kit;
  let latest: { readonly at: number; readonly answer: Promise<void> } | undefined;
  return () => {
    const now = clock.monotonic();
    if (latest === undefined || now - latest.at >= keptMs) latest = { at: now, answer: instance.check() };
    return latest.answer;
  };
}
