import { faults, titles } from './faults.ts';
import type { Cell, Matrix, MatrixRow, MeasuredCell } from './matrix.ts';

/** The page of the failure matrix. */
export function pageOf(matrix: Matrix): string {
  const vendors = [...new Set(matrix.map(({ vendor }) => vendor))];
  return `${[introduction, summaryOf(matrix), faultList(), ...vendors.map((vendor) => sectionOf(matrix, vendor))].join('\n\n')}\n`;
}

const introduction = `# The failure matrix

Written by \`npm run faults -- --write\`: do not edit. One write per row and fault, over loopback, in real time, in a
process where nothing is left of another. Every client has its default options: only the vendor's address and the
credential are set, and what loopback needs (S3: the bucket in the path; SMTP: no TLS). A fault does not go away, so
every attempt meets it. The vendors' SDKs are measured, not judged; what our adapters have to do
was written down before the first run (\`tooling/faults/expected.ts\`), and any difference fails the run.

*Requests* arrived at the server (over SMTP: sessions). *Effects* are charges, mails or objects in the server's own books.
*Settled* is given in classes; an SDK is given up after 15 s. *Left open* is what keeps the process alive after the client
was closed. *Printed* names secrets that stand in the error's message, stack, JSON or inspection, or on the console, plain
or encoded; *hidden* are those that only an inspection of hidden properties shows.`;

/** A few lines for the README: one row each, the faults counted. */
export function summaryOf(matrix: Matrix): string {
  return tableOf(
    [
      '',
      'Faults',
      'Most requests for one call',
      'Most effects',
      'Pending after 15 s',
      'Success reported, nothing done',
      'Failures that say whether it was done',
      'Secrets printed',
      'Left open',
    ],
    matrix.map((row) => [row.row, ...countsOf(row)]),
  );
}

function countsOf({ cells }: MatrixRow): readonly (string | number)[] {
  const measured = cells.filter(isMeasured);
  const count = (isSo: (cell: MeasuredCell) => boolean): number => measured.filter(isSo).length;
  const failures = count(({ resolved }) => !resolved);
  return [
    measured.length,
    Math.max(...measured.map(({ requests }) => requests)),
    Math.max(...measured.map(({ effects }) => effects)),
    count(({ settled }) => settled === 'pending after 15 s'),
    count(({ misled }) => misled),
    `${count(({ decided }) => decided)} of ${failures}`,
    count(({ secrets }) => secrets !== ''),
    count(({ left }) => left !== ''),
  ];
}

function faultList(): string {
  const lines = Object.entries(faults).map(([name, what]) => {
    const title = Object.entries(titles).find(([other]) => other === name)?.[1];
    return `- **${title}**: ${what}`;
  });
  return ['## The faults', '', ...lines].join('\n');
}

const head = ['Fault', '', 'Requests', 'Effects', 'Settled', 'What the caller sees', 'Left open', 'Printed'];

/** The SDK and our adapter below each other, fault by fault. */
function sectionOf(matrix: Matrix, vendor: string): string {
  const rows = matrix.filter((row) => row.vendor === vendor);
  const [{ cells } = { cells: [] }] = rows;
  const lines = cells.flatMap((_cell, index) => rows.flatMap((row) => lineOf(row, row.cells[index])));
  const without = cells.flatMap((cell) => (isMeasured(cell) ? [] : [`${cell.fault} (${cell.without})`]));
  return [
    `## ${rows.map(({ row }) => row).join(' and ')}`,
    tableOf(head, lines),
    ...(without.length === 0 ? [] : [`No such fault: ${without.join('; ')}.`]),
  ].join('\n\n');
}

function lineOf({ row }: MatrixRow, cell: Cell | undefined): readonly (readonly (string | number)[])[] {
  if (cell === undefined || !isMeasured(cell)) return [];
  const { fault, requests, effects, settled, caller, misled, left, secrets, hidden } = cell;
  const printed = [
    ...(secrets === '' ? [] : [`**${secrets}**`]),
    ...(hidden === '' ? [] : [`hidden: ${hidden}`]),
  ].join('; ');
  const told = misled ? `**${caller}**` : caller;
  return [[fault, row, requests, effects, settled, told, left || '–', printed || '–']];
}

function isMeasured(cell: Cell): cell is MeasuredCell {
  return 'requests' in cell;
}

function tableOf(head: readonly string[], lines: readonly (readonly (string | number)[])[]): string {
  const toLine = (cells: readonly (string | number)[]): string => `| ${cells.join(' | ')} |`;
  return [toLine(head), toLine(head.map(() => '---')), ...lines.map(toLine)].join('\n');
}
