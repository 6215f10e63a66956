import {
  assertExemptions,
  CaseFailure,
  type ConformanceCase,
  type Harness,
  isExempt,
  isMatch,
  runExempt,
} from '@patchbay/core/conformance';
import { type CaseResult, runCases } from '@patchbay/testing';
import type { Adapter } from './adapters.ts';

/** How the cases of one adapter ended. */
export interface AdapterReport {
  /** `<category>-<provider>` */
  readonly adapter: string;
  readonly results: readonly CaseResult[];
  /** Why cases do not apply, with how many there are. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Real milliseconds. */
  readonly ms: number;
}

/** Picks what has an id. */
export type IdFilter = (entry: { readonly id: string }) => boolean;

/** Runs those cases of an adapter's category that are chosen; `progress` is called after each. */
export async function runAdapter(
  { name, harness }: Adapter,
  all: readonly ConformanceCase[],
  only: IdFilter,
  progress: (done: number, result: CaseResult) => void = () => {},
): Promise<AdapterReport> {
  assertExemptions(all, harness);
  const startedAt = performance.now();
  const results: CaseResult[] = [];
  const reasons = new Map<string, number>();
  for (const entry of all.filter(only)) {
    const reason = entry.skip(harness);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const result = await resultOf(entry, harness, reason);
    results.push(result);
    progress(results.length, result);
  }
  return { adapter: name, results, reasons, ms: performance.now() - startedAt };
}

/** A case that is exempt is run too: it does not apply, unless it passes; then the exemption has to go. */
async function resultOf(
  entry: ConformanceCase,
  harness: Harness,
  reason: string | undefined,
): Promise<CaseResult> {
  if (reason === undefined) return runOne(entry, harness);
  if (!isExempt(entry, harness)) return notApplicable(entry);
  const result = await runOne({ ...entry, run: (given) => runExempt(entry, given) }, harness);
  return result.error instanceof CaseFailure ? result : notApplicable(entry);
}

async function runOne(entry: ConformanceCase, harness: Harness): Promise<CaseResult> {
  const [result] = await runCases([entry], harness);
  return result ?? notApplicable(entry);
}

function notApplicable({ id }: ConformanceCase): CaseResult {
  return { id, status: 'not_applicable' };
}

/** True for ids that match the pattern, in which `*` stands for any characters. */
export function matches(pattern: string): IdFilter {
  return ({ id }) => isMatch(pattern, id);
}
