import { readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type FaultName, faultsOf, isFaultName, names, slowFaults } from './faults.ts';
import { differences } from './judge.ts';
import { pageOf, summaryOf } from './markdown.ts';
import { type Matrix, toMatrixRow, withoutTimes } from './matrix.ts';
import { type Measured, measure } from './measure.ts';
import { type Row, rows } from './rows.ts';
import { isStrain, strain, strains } from './strain/strain.ts';

const help = `Usage: npm run faults [-- <options>]
       npm run faults -- --strain [${strains.join('|')}]

Meets one write of every vendor's SDK, and of our adapter of it, with ${names.length} faults, over loopback and in real time.
What our adapters do is compared with tooling/faults/expected.ts; the whole matrix, times aside, with
apps/docs/failure-matrix.{json,md}. Any difference fails. Then the adapter of Stripe is put under strain, over loopback
and in processes of their own; a bound that does not hold fails:
  outage  2,000 calls at once while every request fails: requests on the wire, the circuit, the heap
  aborts  1,000 calls given up, in every phase: how late callers know, sockets that stay open
  leaks   200,000 calls of a driver that does nothing, 20,000 over loopback: listeners, memory

  --only <row>    one row, of: ${rows.map(({ name }) => name).join(', ')}
  --fault <name>  one fault, of: ${names.join(', ')}
  --strain        only the programs of strain, or those that are named
  --write         brings apps/docs/failure-matrix.{json,md} up to date
  --help`;

/** Most of the time a process waits, so more of them than cores make the run short and disturb nobody. */
const processes = 4;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    fault: { type: 'string' },
    strain: { type: 'boolean', default: false },
    write: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await (values.strain ? underStrain() : main());

async function underStrain(): Promise<number> {
  const named = positionals.filter(isStrain);
  if (named.length === positionals.length)
    return (await strain(named.length === 0 ? strains : named)) ? 0 : 1;
  console.error(help);
  return 2;
}

async function main(): Promise<number> {
  const { only, fault, write } = values;
  const chosen = rows.filter(({ name }) => only === undefined || name === only);
  if (chosen.length === 0 || positionals.length > 0 || (fault !== undefined && !isFaultName(fault))) {
    console.error(help);
    return 2;
  }
  const results = await measureAll(chosen, fault);
  const isRight = chosen.every(({ name }) => results.get(name)?.isRight === true);
  const matrix = chosen.map((row) => toMatrixRow(row, results.get(row.name)?.measured ?? []));
  if (only !== undefined || fault !== undefined) return isRight ? 0 : 1;
  console.log(`\n${summaryOf(matrix)}\n`);
  const isCurrent = publish(matrix, write);
  console.log(
    isRight ? 'Our adapters do what is expected of them.' : 'Our adapters differ from what is expected.',
  );
  const holds = await strain(strains);
  return isRight && isCurrent && holds ? 0 : 1;
}

interface Result {
  readonly measured: Measured[];
  isRight: boolean;
}

/** One process for a row, and one more for each of its slow faults; a few at a time, the slow ones first. */
async function measureAll(
  chosen: readonly Row[],
  only: FaultName | undefined,
): Promise<ReadonlyMap<string, Result>> {
  const results = new Map<string, Result>(chosen.map(({ name }) => [name, { measured: [], isRight: true }]));
  const jobs = chosen.flatMap((row) => {
    const faults = faultsOf(row.vendor).filter((fault) => only === undefined || fault === only);
    const slow = faults.filter((fault) => slowFaults.has(fault)).map((fault) => [fault]);
    return [...slow, faults.filter((fault) => !slowFaults.has(fault))].map((faults) => ({ row, faults }));
  });
  const waiting = jobs
    .filter(({ faults }) => faults.length > 0)
    .sort((a, b) => a.faults.length - b.faults.length);
  const work = async (): Promise<void> => {
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      const { row, faults } = job;
      await measure(row, faults, (measured) => note(row, measured, results.get(row.name)));
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return results;
}

/** Keeps what was measured, judges it where it is ours, and says so. */
function note(row: Row, measured: Measured, result: Result | undefined): void {
  const { adapter, name } = row;
  const wrong = adapter === undefined ? [] : differences(adapter, measured);
  const verdict = adapter === undefined ? 'seen' : wrong.length === 0 ? 'ok  ' : 'FAIL';
  const seconds = ((measured.observation?.elapsedMs ?? 0) / 1000).toFixed(1);
  console.log(
    `  ${verdict}  ${name.padEnd(18)} ${measured.fault.padEnd(20)} ${seconds.padStart(5)} s  ${wrong.join('; ')}`,
  );
  if (result === undefined) return;
  result.measured.push(measured);
  if (wrong.length > 0) result.isRight = false;
}

/** Writes the matrix, or tells whether what stands there is the same, times aside. */
function publish(matrix: Matrix, write: boolean): boolean {
  const pages = { json: `${JSON.stringify(matrix, undefined, 2)}\n`, md: pageOf(matrix) };
  const isSame = Object.entries(pages).map(([kind, text]) => {
    const path = new URL(`../../apps/docs/failure-matrix.${kind}`, import.meta.url);
    if (write) writeFileSync(path, text);
    const before = withoutTimes(readFileSync(path, 'utf8'));
    const after = withoutTimes(text);
    if (before === after) return true;
    console.log(
      `apps/docs/failure-matrix.${kind} is another; \`npm run faults -- --write\` brings it up to date.`,
    );
    if (kind === 'md') for (const line of changed(before, after)) console.log(line);
    return false;
  });
  return isSame.every(Boolean);
}

/** Lines that are in one of two texts only. */
function changed(before: string, after: string): readonly string[] {
  const old = before.split('\n');
  const now = after.split('\n');
  return [
    ...old.filter((line) => !now.includes(line)).map((line) => `- ${line}`),
    ...now.filter((line) => !old.includes(line)).map((line) => `+ ${line}`),
  ];
}
