import {
  addedBy,
  bestRatioOf,
  type Contest,
  type Measured,
  median,
  ratioOf,
  type Target,
} from './measure.ts';

/**
 * What became of a target: one that is missed within its margin does not fail the run, nor does one that could not be
 * measured here.
 */
export type Verdict = 'met' | 'missed' | 'FAILED' | 'absent';

/** Prints what was measured, and what became of the targets. */
export function report(contest: Omit<Contest, 'rows'>, measured: readonly Measured[]): readonly Verdict[] {
  const { title, calls, rounds, parallel = 1, bytes, targets } = contest;
  const flight = parallel === 1 ? '' : `, ${parallel} in flight`;
  console.log(`\n${title} (${rounds} rounds of ${calls} calls${flight})`);
  const [first] = measured;
  for (const row of measured) {
    const isFirst = first === undefined || row === first;
    const ratio = isFirst ? '' : `${ratioOf(row, first).toFixed(2)} ×`;
    const added = isFirst ? '' : signed(addedBy(row, first));
    const rate = bytes === undefined ? '' : `  ${rateOf(bytes, median(row.wall))}`;
    const spread = `${time(Math.min(...row.cpu))}–${time(Math.max(...row.cpu))}`;
    console.log(
      `  ${row.name.padEnd(50)} ${time(median(row.cpu)).padStart(9)}  ${ratio.padStart(7)}  ${added.padStart(11)}  (${spread})${rate}`,
    );
  }
  return targets.map((target) => judge(target, measured));
}

function judge(target: Target, measured: readonly Measured[]): Verdict {
  const row = named(measured, target.row);
  if ('microseconds' in target) {
    const found = median(row.cpu);
    const verdict = found <= target.microseconds ? 'met' : 'missed';
    return say(verdict, row.name, time(found), `at most ${time(target.microseconds)}`);
  }
  const { beside, atMost, failsAbove = atMost } = target;
  const other = named(measured, beside);
  const ratio = ratioOf(row, other);
  const best = bestRatioOf(row, other);
  const margin = failsAbove === atMost ? '' : `, failure above ${failsAbove.toFixed(2)}`;
  const verdict = ratio <= atMost ? 'met' : Math.min(ratio, best) <= failsAbove ? 'missed' : 'FAILED';
  const figure = `${ratio.toFixed(2)} × ${beside} (best rounds ${best.toFixed(2)})`;
  return say(verdict, row.name, figure, `at most ${atMost.toFixed(2)}${margin}`);
}

/** Prints a verdict, and hands it on. */
export function say(verdict: Verdict, what: string, figure: string, target: string): Verdict {
  console.log(`  ${verdict.padEnd(6)}  ${what}: ${figure}; target ${target}`);
  return verdict;
}

function named(measured: readonly Measured[], name: string): Measured {
  const found = measured.find((row) => row.name === name);
  if (found === undefined) throw new Error(`No row is called ${name}.`);
  return found;
}

function time(microseconds: number): string {
  return microseconds < 10_000 ? `${microseconds.toFixed(2)} µs` : `${(microseconds / 1000).toFixed(1)} ms`;
}

function signed(microseconds: number): string {
  return `${microseconds < 0 ? '−' : '+'}${time(Math.abs(microseconds))}`;
}

function rateOf(bytes: number, ms: number): string {
  return `${Math.round(bytes / 1024 ** 2 / (ms / 1000))} MiB/s`;
}
