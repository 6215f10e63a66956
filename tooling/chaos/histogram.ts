/** What the histogram counts: each of them has to happen often. */
export const counted = [
  'drop_before',
  'drop_after',
  'unreachable',
  'hang',
  'delay',
  'slow_answer',
  'duplicate',
  'reorder',
  'error_before',
  'error_after',
  'stored_error',
  'refused',
  'limited',
  'garbled',
  'cut_answer',
  'delivered_twice',
  'abort',
  'clock_jump',
  'restart',
  'retry',
  'unknown',
  'reconcile',
  'failover',
] as const;

export type Counted = (typeof counted)[number];

/** How often each of them happened. */
export type Histogram = Partial<Record<Counted, number>>;

/** Adds one. */
export function count(histogram: Histogram, name: Counted, times = 1): void {
  histogram[name] = (histogram[name] ?? 0) + times;
}

/** Adds what happened elsewhere. */
export function addTo(histogram: Histogram, other: Histogram): void {
  for (const name of counted) count(histogram, name, other[name] ?? 0);
}

/** One line each, with a bar. */
export function printHistogram(histogram: Histogram): string {
  const most = Math.max(1, ...counted.map((name) => histogram[name] ?? 0));
  return counted
    .map((name) => {
      const times = histogram[name] ?? 0;
      return `  ${name.padEnd(15)} ${String(times).padStart(7)}  ${'#'.repeat(Math.ceil((40 * times) / most))}`;
    })
    .join('\n');
}
