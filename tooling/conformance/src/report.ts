import type { CaseStatus } from '@patchbay/testing';
import type { AdapterReport } from './suite.ts';

/** A table: per adapter passed, failed, not applicable with reasons. */
export function formatReports(reports: readonly AdapterReport[]): string {
  const head = ['adapter', 'passed', 'failed', 'not applicable', 'seconds'];
  const rows = reports.map((report) => [
    report.adapter,
    ...(['passed', 'failed', 'not_applicable'] as const).map((status) => String(countOf(report, status))),
    (report.ms / 1000).toFixed(1),
  ]);
  return [align([head, ...rows]), ...reports.flatMap(reasonsOf)].join('\n');
}

/** Each failed case of an adapter with what it shows and what was found instead. */
export function formatFailures(
  { adapter, results }: AdapterReport,
  cases: readonly { readonly id: string; readonly title: string }[],
): string {
  const titles = new Map(cases.map(({ id, title }) => [id, title]));
  const lines = results
    .filter(({ status }) => status === 'failed')
    .map(({ id, error }) => `FAILED ${adapter} ${id}\n  ${titles.get(id) ?? ''}\n  ${messageOf(error)}`);
  return lines.length === 0 ? '' : `${lines.join('\n')}\n\n`;
}

function reasonsOf({ adapter, reasons }: AdapterReport): readonly string[] {
  if (reasons.size === 0) return [];
  const rows = [...reasons].sort(([, left], [, right]) => right - left);
  return [
    `\nnot applicable to ${adapter}:`,
    ...rows.map(([reason, count]) => `  ${String(count).padStart(4)}  ${reason}`),
  ];
}

function countOf({ results }: AdapterReport, status: CaseStatus): number {
  return results.filter((result) => result.status === status).length;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function align(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ');
  return rows.map(line).join('\n');
}
