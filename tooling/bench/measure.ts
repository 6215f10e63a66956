/** One way to do a thing; every call succeeds. */
export interface Row {
  readonly name: string;
  /** Before each round, outside of the measurement. */
  readonly prepare?: (calls: number) => Promise<void>;
  /** One call, the `index`-th of its round. */
  readonly call: (index: number) => Promise<unknown>;
}

/** Ways to do one thing, measured side by side. */
export interface Contest {
  readonly title: string;
  /** The first one is what the others are compared with. */
  readonly rows: readonly Row[];
  /** Calls of each row in a round; many short rounds compare better than few long ones. */
  readonly calls: number;
  readonly rounds: number;
  /** Calls in flight at a time. Default: 1. */
  readonly parallel?: number;
  /** Bytes that one call moves, where their rate is of interest. */
  readonly bytes?: number;
  readonly targets: readonly Target[];
}

/** What a row is to stay below. */
export type Target =
  | {
      readonly row: string;
      readonly beside: string;
      /** CPU time as a multiple of the other row's. */
      readonly atMost: number;
      /** Beyond it, by the median and by the best rounds, the run fails. Default: `atMost`. */
      readonly failsAbove?: number;
    }
  /** Time, which depends on the machine: it is printed and never fails the run. */
  | { readonly row: string; readonly microseconds: number };

/** What one row took: per round, of one call. */
export interface Measured {
  readonly name: string;
  /** CPU time in microseconds, of all threads of this process. */
  readonly cpu: readonly number[];
  /** Time by the clock in milliseconds, with other calls in flight. */
  readonly wall: readonly number[];
}

/**
 * CPU time per call. Rows take turns within each round, and every other round goes backwards, so that load on the
 * machine and the collection of garbage fall on all of them alike.
 */
export async function measure({ rows, calls, rounds, parallel = 1 }: Contest): Promise<readonly Measured[]> {
  const measured = rows.map((row) => ({ row, name: row.name, cpu: [] as number[], wall: [] as number[] }));
  const warm = Math.ceil(rounds / 4); // until then the engine is still compiling
  for (let round = -warm; round < rounds; round += 1) {
    for (const { row, cpu, wall } of round % 2 === 0 ? measured : measured.toReversed()) {
      const taken = await takeRound(row, calls, parallel);
      if (round < 0) continue;
      cpu.push(taken.cpu);
      wall.push(taken.wall);
    }
  }
  return measured;
}

/** What one call of a round took: CPU time in microseconds, time by the clock in milliseconds. */
export async function takeRound(row: Row, calls: number, parallel = 1) {
  await row.prepare?.(calls);
  const before = { cpu: process.cpuUsage(), wall: performance.now() };
  await repeat(row, calls, parallel);
  const { user, system } = process.cpuUsage(before.cpu);
  return { cpu: (user + system) / calls, wall: (performance.now() - before.wall) / calls };
}

async function repeat({ call }: Row, calls: number, parallel: number): Promise<void> {
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < calls) await call(next++);
  };
  await (parallel === 1 ? worker() : Promise.all(Array.from({ length: parallel }, worker)));
}

/** How many times as much CPU time a row takes as another: the median of the rounds, each beside its neighbour. */
export function ratioOf(row: Measured, beside: Measured): number {
  return median(row.cpu.map((time, round) => time / (beside.cpu[round] ?? Number.NaN)));
}

/** The same of the best round of each: what else the machine does only ever adds. */
export function bestRatioOf(row: Measured, beside: Measured): number {
  return Math.min(...row.cpu) / Math.min(...beside.cpu);
}

/** How many microseconds of CPU time a row takes more than another: the median of the rounds, likewise. */
export function addedBy(row: Measured, beside: Measured): number {
  return median(row.cpu.map((time, round) => time - (beside.cpu[round] ?? Number.NaN)));
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = sorted.length >> 1;
  const [upper = Number.NaN, lower = upper] = [sorted[middle], sorted[middle - 1]];
  return sorted.length % 2 === 1 ? upper : (upper + lower) / 2;
}
