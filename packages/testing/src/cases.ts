import { afterReal, realNow } from './turns.ts';
import type { VirtualClock } from './virtual-clock.ts';

/** One case of a suite that runs under any test runner, or under none. */
export interface Case<Harness> {
  /** Stable name for tables and filters: `resilience.reset-after.create`. */
  readonly id: string;
  /** The behaviour, as a sentence. */
  readonly title: string;
  /** What the harness must support; without it the case does not apply. */
  readonly needs?: readonly string[];
  /** Rejects when the behaviour is missing. */
  run(harness: Harness): void | Promise<void>;
}

/** How a case ended. */
export type CaseStatus = 'passed' | 'failed' | 'not_applicable';

/** The result of one case. */
export interface CaseResult {
  readonly id: string;
  readonly status: CaseStatus;
  /** Why it failed. */
  readonly error?: unknown;
  /** Real milliseconds that it took. */
  readonly ms?: number;
}

/** How a suite runs. */
export interface RunCasesOptions {
  /** Real milliseconds for one case; a case that takes longer failed. Default: 15 000. */
  readonly timeoutMs?: number;
  /** The clock that the harness runs on: a case that hangs is reported with what waits there. */
  readonly clock?: VirtualClock;
  /** Whether the harness supports what a case needs. Default: it supports everything. */
  readonly supports?: (need: string) => boolean;
}

/**
 * Runs cases one after another against one harness; a case that fails or hangs does not stop the rest.
 *
 * @throws Error when two cases have the same id.
 * @example
 * const results = await runCases(cases, harness, { supports: (need) => harness.supports(need) });
 */
export async function runCases<Harness>(
  cases: readonly Case<Harness>[],
  harness: Harness,
  options: RunCasesOptions = {},
): Promise<readonly CaseResult[]> {
  refuseDuplicates(cases.map((entry) => entry.id));
  const supports = options.supports ?? (() => true);
  const results: CaseResult[] = [];
  for (const entry of cases) {
    const applies = (entry.needs ?? []).every(supports);
    results.push(
      applies ? await runCase(entry, harness, options) : { id: entry.id, status: 'not_applicable' },
    );
  }
  return results;
}

/** Throws when an id stands twice: a result could then hide another. */
export function refuseDuplicates(ids: readonly string[]): void {
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new Error(`The id "${twice}" stands twice: every id must be unique.`);
}

async function runCase<Harness>(
  entry: Case<Harness>,
  harness: Harness,
  options: RunCasesOptions,
): Promise<CaseResult> {
  const startedAt = realNow();
  try {
    await withinGuard(async () => entry.run(harness), options);
    return { id: entry.id, status: 'passed', ms: realNow() - startedAt };
  } catch (error) {
    return { id: entry.id, status: 'failed', error, ms: realNow() - startedAt };
  }
}

async function withinGuard(run: () => Promise<void>, options: RunCasesOptions): Promise<void> {
  const { timeoutMs = 15_000, clock } = options;
  let cancel = (): void => {};
  const guard = new Promise<never>((_, reject) => {
    cancel = afterReal(timeoutMs, () => reject(new Error(hangMessage(timeoutMs, clock))));
  });
  try {
    await Promise.race([run(), guard]);
  } finally {
    cancel();
  }
}

function hangMessage(timeoutMs: number, clock: VirtualClock | undefined): string {
  const message = `The case did not end within ${timeoutMs} ms of real time.`;
  if (!clock) return message;
  const next = clock.next();
  return next === undefined
    ? `${message} No timer waits on the virtual clock.`
    : `${message} ${clock.timers} timers wait on the virtual clock, the next in ${next} ms: nobody moves it.`;
}
