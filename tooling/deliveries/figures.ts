import type { Sent } from './sender.ts';

/** One line of a table: what was measured, and how much it was. */
export type Figure = readonly [name: string, value: string];

/** How long acknowledgements took. */
export interface Acknowledged {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Of genuine deliveries alone: one that is refused costs less. */
export function acknowledged(sent: readonly Sent[]): Acknowledged {
  const genuine = sent.filter(({ delivery }) => delivery.kind === 'genuine');
  const took = genuine.map(({ dueAt, endedAt }) => endedAt - dueAt).toSorted((one, other) => one - other);
  const at = (share: number): number => took[Math.max(0, Math.ceil(took.length * share) - 1)] ?? Number.NaN;
  // Not by arguments: of ten minutes there are more than a call takes.
  const first = sent.reduce((least, { dueAt }) => Math.min(least, dueAt), Infinity);
  const last = sent.reduce((most, { endedAt }) => Math.max(most, endedAt), -Infinity);
  return { perSecond: (sent.length * 1000) / (last - first), p50Ms: at(0.5), p99Ms: at(0.99) };
}

export function figuresOf({ perSecond, p50Ms, p99Ms }: Acknowledged): readonly Figure[] {
  return [
    ['acknowledged per second', perSecond.toFixed(0)],
    ['acknowledgement, p50', milliseconds(p50Ms)],
    ['acknowledgement, p99', milliseconds(p99Ms)],
  ];
}

export const milliseconds = (ms: number): string => `${ms.toFixed(1)} ms`;
export const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
export const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(2)} MB`;

/** Prints a table and what is wrong with it; true when nothing is. */
export function report(title: string, figures: readonly Figure[], wrong: readonly string[]): boolean {
  const width = Math.max(...figures.map(([name]) => name.length));
  console.log(`\n${title}`);
  for (const [name, value] of figures) console.log(`  ${name.padEnd(width)}  ${value}`);
  for (const phrase of wrong) console.log(`  FAIL  ${phrase}`);
  if (wrong.length === 0) console.log('  ok');
  return wrong.length === 0;
}

/** Says how far a run is, at most twice a second. */
export function progress(what: string, total: number): (count: number) => void {
  let saidAt = 0;
  return (count) => {
    const now = performance.now();
    if (now - saidAt < 500 && count < total) return;
    saidAt = now;
    if (process.stdout.isTTY) process.stdout.write(`\r  ${what}: ${count} of ${total}  `);
    else if (count === total) console.log(`  ${what}: ${count}`);
  };
}
