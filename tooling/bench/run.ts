import { parseArgs } from 'node:util';
import { type Measured, measure } from './measure.ts';
import { names, rows } from './rows.ts';
import { packedSize } from './size.ts';

const help = `npm run bench [-- --rounds 7] [--calls 20000]

CPU time of one successful call, medians of interleaved rounds, and the size of core's main entry.
Fails when our pipeline costs more than a third of cockatiel's, or core is larger than 12 kB.`;

const largestCore = 12 * 1024;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    rounds: { type: 'string', default: '7' },
    calls: { type: 'string', default: '20000' },
  },
});

if (values.help) console.log(help);
else process.exitCode = (await bench(Number(values.rounds), Number(values.calls))) ? 0 : 1;

async function bench(rounds: number, calls: number): Promise<boolean> {
  console.log(`Node ${process.version}: ${rounds} interleaved rounds of ${calls} calls …`);
  const measured = await measure(rows, rounds, calls);
  const bare = of(measured, names.bare);
  for (const { name, microseconds, rounds: all } of measured) {
    const spread = `${Math.min(...all).toFixed(2)}–${Math.max(...all).toFixed(2)}`;
    const ratio = (microseconds / bare).toFixed(1);
    console.log(
      `  ${name.padEnd(48)} ${microseconds.toFixed(2).padStart(7)} µs  (${spread})  ${ratio} × bare`,
    );
  }
  const share = of(measured, names.ours) / of(measured, names.cockatiel);
  const { minified, gzipped } = await packedSize('packages/core');
  return [
    verdict('our pipeline beside cockatiel', `${(share * 100).toFixed(0)} %`, 'at most 33 %', share <= 1 / 3),
    note(
      'our pipeline',
      `${of(measured, names.ours).toFixed(2)} µs`,
      'at most 6 µs',
      of(measured, names.ours) <= 6,
    ),
    verdict(
      'core’s main entry',
      `${gzipped} bytes (${minified} minified)`,
      `at most ${largestCore}`,
      gzipped <= largestCore,
    ),
  ].every(Boolean);
}

function of(measured: readonly Measured[], name: string): number {
  return measured.find((row) => row.name === name)?.microseconds ?? Number.NaN;
}

function verdict(what: string, figure: string, target: string, met: boolean): boolean {
  console.log(`${met ? 'met   ' : 'MISSED'}  ${what}: ${figure}; target ${target}`);
  return met;
}

/** A wall-clock target: printed, but the machine's load does not fail the run. */
function note(what: string, figure: string, target: string, met: boolean): boolean {
  verdict(what, figure, target, met);
  return true;
}
