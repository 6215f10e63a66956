import type { Rows } from './rows.ts';

/** What a server holds at a moment: bytes after a collection, and rows. */
export interface Sample {
  readonly atMs: number;
  readonly heap: number;
  readonly rows: Rows;
}

/** What goes in, and how long it is remembered. */
export interface Intake {
  readonly perSecond: number;
  readonly retentionMs: number;
  /** Events are of so many objects, whose newest moment is remembered as long as an event. */
  readonly objects: number;
}

/** How a run grew, and what it may. */
export interface Growth {
  readonly heapPerMinute: number;
  /** The most are also those of a moment in which the disk stood still: what grows has a larger median. */
  readonly rows: { readonly median: number; readonly most: number };
  readonly mostRows: number;
}

/** What is kept beyond its time until a write sweeps it, as a part of what is kept. */
const sweepSlack = 2;
/** A delivery and its job. */
const rowsPerEvent = 2;

/** The first fifth of the samples does not count: the store fills up in it. */
export function growthOf(samples: readonly Sample[], { perSecond, retentionMs, objects }: Intake): Growth {
  const late = samples.slice(Math.floor(samples.length / 5));
  const rows = late
    .map((sample) => sample.rows.records + sample.rows.jobs)
    .toSorted((one, other) => one - other);
  return {
    heapPerMinute: heapPerMinute(late),
    rows: { median: rows[Math.floor(rows.length / 2)] ?? Number.NaN, most: rows.at(-1) ?? Number.NaN },
    mostRows: Math.round((rowsPerEvent * perSecond * (retentionMs / 1000) + objects) * sweepSlack),
  };
}

/** What is wrong with the rows, in one sentence; empty where retention drops them. */
export function rowsTooMany({ rows: { median }, mostRows }: Growth): readonly string[] {
  if (Number.isNaN(median)) return ['no sample of the rows was taken'];
  return median <= mostRows ? [] : [`${median} rows, ${mostRows} are allowed: retention does not drop them`];
}

/** The slope of the straight line through the samples, in bytes a minute. */
function heapPerMinute(late: readonly Sample[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [time, middle] = [mean(late.map(({ atMs }) => atMs)), mean(late.map(({ heap }) => heap))];
  const across = late.reduce((sum, { atMs, heap }) => sum + (atMs - time) * (heap - middle), 0);
  const along = late.reduce((sum, { atMs }) => sum + (atMs - time) ** 2, 0);
  return (across / along) * 60_000;
}
