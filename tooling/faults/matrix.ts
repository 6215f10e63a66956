import { type FaultName, meaningless, names, smtpWords, titles } from './faults.ts';
import type { Measured } from './measure.ts';
import { labelOf, type Row } from './rows.ts';

/** What is published: plain data, in the order of the tables, and the same in every run but for the times. */
export type Matrix = readonly MatrixRow[];

export interface MatrixRow {
  /** Our adapter, or the vendor's SDK with its version. */
  readonly row: string;
  readonly vendor: string;
  readonly ours: boolean;
  readonly cells: readonly Cell[];
}

/** One call under one fault, or why there is none. */
export type Cell = MeasuredCell | { readonly fault: string; readonly without: string };

export interface MeasuredCell {
  readonly fault: string;
  /** Requests that arrived; sessions, of SMTP. */
  readonly requests: number;
  /** What the server has done. */
  readonly effects: number;
  readonly settled: TimeClass;
  /** What the caller sees. */
  readonly caller: string;
  /** True where the call did not fail. */
  readonly resolved: boolean;
  /** True where an error says whether the write was done. */
  readonly decided: boolean;
  /** True where the caller takes the call for done although nothing was done. */
  readonly misled: boolean;
  /** What keeps the process alive after the client was closed; empty if nothing. */
  readonly left: string;
  /** Secrets in anything that prints; empty if none. */
  readonly secrets: string;
  /** Secrets that only show when somebody inspects hidden properties; empty if none. */
  readonly hidden: string;
}

/** How long a call took: wide enough to be the same on any machine. */
export const timeClasses = [
  '< 1 s',
  '1–9 s',
  'about 10 s',
  '12–29 s',
  'about 30 s',
  'pending after 15 s',
  'the process ended',
] as const;

export type TimeClass = (typeof timeClasses)[number];

/** The row of the matrix for what was measured of a row. */
export function toMatrixRow(row: Row, measured: readonly Measured[]): MatrixRow {
  const byFault = new Map(measured.map((found) => [found.fault, found]));
  const cells = names.flatMap((fault): readonly Cell[] => {
    const without = meaningless[row.vendor][fault];
    if (without !== undefined) return [{ fault: titleOf(row, fault), without }];
    const found = byFault.get(fault);
    return found === undefined ? [] : [toCell(titleOf(row, fault), found)];
  });
  return { row: labelOf(row), vendor: row.vendor, ours: row.adapter !== undefined, cells };
}

function titleOf({ vendor }: Row, fault: FaultName): string {
  const words = vendor === 'smtp' ? smtpWords[fault] : undefined;
  return words === undefined ? titles[fault] : `${titles[fault]}: ${words}`;
}

function toCell(fault: string, { requests, effects, observation }: Measured): MeasuredCell {
  return {
    fault,
    requests,
    effects,
    settled: toTimeClass(observation),
    caller: toCaller(observation),
    resolved: observation?.settled === 'resolved',
    decided: observation?.outcome !== undefined,
    misled: observation?.done === true && effects === 0,
    left: observation?.left ?? '',
    secrets: observation?.secrets ?? '',
    hidden: observation?.hidden ?? '',
  };
}

function toTimeClass(observation: Measured['observation']): TimeClass {
  if (observation === undefined) return 'the process ended';
  if (observation.settled === 'pending') return 'pending after 15 s';
  const seconds = observation.elapsedMs / 1000;
  if (seconds < 1) return '< 1 s';
  if (seconds < 9.5) return '1–9 s';
  if (seconds < 12) return 'about 10 s';
  return seconds < 29 ? '12–29 s' : 'about 30 s';
}

function toCaller(observation: Measured['observation']): string {
  if (observation === undefined) return 'nothing';
  const { settled, words, code, reason, outcome } = observation;
  if (settled === 'resolved') return `resolves: ${words}`;
  if (code === undefined) return words;
  return `${code}${reason === undefined ? '' : ` (${reason})`}, ${outcome}`;
}

/** The text of a matrix, or of its page, without what may differ from run to run. */
export function withoutTimes(text: string): string {
  return timeClasses.reduce((rest, name) => rest.replaceAll(name, ''), text);
}
