import { afterReal, realNow } from '../turns.ts';

/** What was open at one moment, to compare with later. */
export interface LeakCheck {
  /**
   * What is open now and was not then: `['2 more TCPSocketWrap (now 3)']`. Looks again for up to a second, since
   * sockets and timers need a few turns to go.
   */
  diff(): Promise<readonly string[]>;
  /** Throws when {@link LeakCheck.diff} finds something. */
  assertNone(): Promise<void>;
}

/**
 * Notes the sockets, timers and requests that keep the process alive, and finds those that are left over later.
 *
 * @example
 * const leaks = leakCheck();
 * await useAndClose(payments);
 * await leaks.assertNone();
 */
export function leakCheck(): LeakCheck {
  const before = countResources();
  const diff = async (): Promise<readonly string[]> => {
    const startedAt = realNow();
    for (;;) {
      const found = compare(before, countResources());
      if (found.length === 0 || realNow() - startedAt > PATIENCE_MS) return found;
      await new Promise<void>((resolve) => void afterReal(5, resolve));
    }
  };
  return {
    diff,
    async assertNone() {
      const found = await diff();
      if (found.length > 0) throw new Error(`Still open after closing: ${found.join(', ')}.`);
    },
  };
}

const PATIENCE_MS = 1_000;

function countResources(): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of process.getActiveResourcesInfo()) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

function compare(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): readonly string[] {
  return [...after]
    .filter(([name, count]) => count > (before.get(name) ?? 0))
    .map(([name, count]) => `${count - (before.get(name) ?? 0)} more ${name} (now ${count})`);
}
