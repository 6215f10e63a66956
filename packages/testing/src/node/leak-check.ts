import { afterReal } from '../turns.ts';

/** What was open at one moment, to compare with later. */
export interface LeakCheck {
  /**
   * What is open now and was not then: `['2 more TCPSocketWrap (now 3)']`. Looks again for some seconds, since sockets
   * and timers need a few turns to go.
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
    for (let looks = 1; ; looks += 1) {
      const found = compare(before, countResources());
      if (found.length === 0 || looks === LOOKS) return found;
      await new Promise<void>((resolve) => void afterReal(PAUSE_MS, resolve));
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

const PAUSE_MS = 5;
// Looks and no time: a machine that stands still meanwhile uses up none.
const LOOKS = 500;

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
