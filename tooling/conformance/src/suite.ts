import type { PaymentsCase, PaymentsHarness } from '@patchbay/payments/conformance';
import { type CaseResult, runCases } from '@patchbay/testing';

/** How the cases of one adapter ended. */
export interface AdapterReport {
  readonly provider: string;
  readonly results: readonly CaseResult[];
  /** Why cases do not apply, with how many there are. */
  readonly reasons: ReadonlyMap<string, number>;
  /** Real milliseconds. */
  readonly ms: number;
}

/** Picks what has an id. */
export type IdFilter = (entry: { readonly id: string }) => boolean;

/** Runs cases against one harness; `progress` is called after each. */
export async function runAdapter(
  harness: PaymentsHarness,
  cases: readonly PaymentsCase[],
  progress: (done: number, result: CaseResult) => void = () => {},
): Promise<AdapterReport> {
  const startedAt = performance.now();
  const results: CaseResult[] = [];
  const reasons = new Map<string, number>();
  for (const entry of cases) {
    const reason = entry.skip(harness);
    if (reason !== undefined) reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
    const result = reason === undefined ? await runOne(entry, harness) : notApplicable(entry);
    results.push(result);
    progress(results.length, result);
  }
  return { provider: harness.provider, results, reasons, ms: performance.now() - startedAt };
}

async function runOne(entry: PaymentsCase, harness: PaymentsHarness): Promise<CaseResult> {
  const [result] = await runCases([entry], harness);
  return result ?? notApplicable(entry);
}

function notApplicable({ id }: PaymentsCase): CaseResult {
  return { id, status: 'not_applicable' };
}

/** True for ids that match the pattern, in which `*` stands for any characters. */
export function matches(pattern: string): IdFilter {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return ({ id }) => expression.test(id);
}
