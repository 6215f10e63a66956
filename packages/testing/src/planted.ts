import { type CaseResult, refuseDuplicates } from './cases.ts';
import { realNow } from './turns.ts';

/** A thing that is broken on purpose, and the case that must notice. */
export interface PlantedFault<Harness> {
  readonly id: string;
  /** What is broken, in a few words: `sends a new key on each retry`. */
  readonly what: string;
  /** Id of the case that must fail; `*` stands for any characters. */
  readonly caughtBy: string;
  /** Builds the harness around the broken thing. Disposed of afterwards when it can be. */
  make(): Harness | Promise<Harness>;
}

/** What became of one planted fault. */
export interface PlantedRow {
  readonly id: string;
  readonly what: string;
  /** The pattern that was expected to match a failed case. */
  readonly expected: string;
  /** Whether a case of that name failed. */
  readonly caught: boolean;
  /** Ids of the failed cases that match. */
  readonly caughtBy: readonly string[];
  /** Ids of the other cases that failed too. */
  readonly alsoFailed: readonly string[];
  /** Set when the harness or the suite itself broke: nothing was proven then. */
  readonly error?: unknown;
  /** Real milliseconds that it took. */
  readonly ms: number;
}

/** What became of all planted faults. */
export interface PlantedReport {
  readonly rows: readonly PlantedRow[];
  /** Rows whose fault no named case noticed. */
  readonly missed: readonly PlantedRow[];
}

/**
 * Runs a suite against each planted fault and checks that the named case fails.
 *
 * @throws Error when two faults have the same id.
 * @example
 * const report = await runPlanted(brokenDrivers, (harness) => runCases(cases, harness));
 * console.log(formatPlanted(report));
 * assertAllCaught(report);
 */
export async function runPlanted<Harness>(
  faults: readonly PlantedFault<Harness>[],
  runSuite: (harness: Harness) => Promise<readonly CaseResult[]>,
): Promise<PlantedReport> {
  refuseDuplicates(faults.map((fault) => fault.id));
  const rows: PlantedRow[] = [];
  for (const fault of faults) rows.push(await runOne(fault, runSuite));
  return { rows, missed: rows.filter((row) => !row.caught) };
}

/**
 * Fails unless a named case caught every planted fault.
 * @throws `Error` that lists the missed ones.
 */
export function assertAllCaught(report: PlantedReport): void {
  if (report.missed.length === 0) return;
  const lines = report.missed.map((row) => `  ${row.id}: ${row.what} (${missReason(row)})`);
  const count = `${report.missed.length} of ${report.rows.length} planted faults were not caught`;
  throw new Error(`${count}:\n${lines.join('\n')}`);
}

/** The report as a table of text with aligned columns, and a closing count. */
export function formatPlanted(report: PlantedReport): string {
  const head = ['', 'planted', 'what is broken', 'caught by', 'ms'];
  const body = report.rows.map((row) => [
    row.caught ? 'ok' : 'MISSED',
    row.id,
    row.what,
    row.caught ? caughtText(row) : missReason(row),
    row.ms.toFixed(0),
  ]);
  const caught = report.rows.length - report.missed.length;
  return `${alignColumns([head, ...body])}\n${caught} caught, ${report.missed.length} missed`;
}

async function runOne<Harness>(
  fault: PlantedFault<Harness>,
  runSuite: (harness: Harness) => Promise<readonly CaseResult[]>,
): Promise<PlantedRow> {
  const startedAt = realNow();
  const { id, what, caughtBy: expected } = fault;
  const outcome = await failedCases(fault, runSuite).catch((error: unknown) => ({ failed: [], error }));
  const matches = caseIdMatcher(expected);
  const caughtBy = outcome.failed.filter(matches);
  const alsoFailed = outcome.failed.filter((caseId) => !matches(caseId));
  const ms = realNow() - startedAt;
  return {
    id,
    what,
    expected,
    caught: caughtBy.length > 0,
    caughtBy,
    alsoFailed,
    ...('error' in outcome && { error: outcome.error }),
    ms,
  };
}

async function failedCases<Harness>(
  fault: PlantedFault<Harness>,
  runSuite: (harness: Harness) => Promise<readonly CaseResult[]>,
): Promise<{ readonly failed: readonly string[] }> {
  const harness = await fault.make();
  try {
    const results = await runSuite(harness);
    return { failed: results.filter((result) => result.status === 'failed').map((result) => result.id) };
  } finally {
    await dispose(harness);
  }
}

async function dispose(harness: unknown): Promise<void> {
  if (typeof harness !== 'object' || harness === null || !(Symbol.asyncDispose in harness)) return;
  const disposer = harness[Symbol.asyncDispose];
  if (typeof disposer === 'function') await disposer.call(harness);
}

function caseIdMatcher(pattern: string): (id: string) => boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  const expression = new RegExp(`^${parts.join('.*')}$`);
  return (id) => expression.test(id);
}

function caughtText(row: PlantedRow): string {
  const [first = '', ...rest] = row.caughtBy;
  const others = rest.length + row.alsoFailed.length;
  return others === 0 ? first : `${first} (+${others})`;
}

function missReason(row: PlantedRow): string {
  if ('error' in row)
    return `broke before a verdict: ${row.error instanceof Error ? row.error.message : String(row.error)}`;
  if (row.alsoFailed.length > 0) return `expected ${row.expected}, only failed: ${row.alsoFailed.join(', ')}`;
  return `expected ${row.expected}, no case failed`;
}

function alignColumns(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
