/** One thing to measure: a call that succeeds. */
export interface Row {
  readonly name: string;
  readonly call: () => Promise<unknown>;
}

export interface Measured {
  readonly name: string;
  /** Median CPU time of one call over all rounds, in microseconds. */
  readonly microseconds: number;
  readonly rounds: readonly number[];
}

/** CPU time per call, rows interleaved, so that load on the machine falls on all of them alike. */
export async function measure(
  rows: readonly Row[],
  rounds: number,
  calls: number,
): Promise<readonly Measured[]> {
  const times = new Map<string, number[]>(rows.map(({ name }) => [name, []]));
  for (const row of rows) await repeat(row, Math.ceil(calls / 2)); // warm
  for (let round = 0; round < rounds; round += 1) {
    for (const row of rows) {
      const before = process.cpuUsage();
      await repeat(row, calls);
      const { user, system } = process.cpuUsage(before);
      times.get(row.name)?.push((user + system) / calls);
    }
  }
  return [...times].map(([name, spent]) => ({ name, microseconds: median(spent), rounds: spent }));
}

async function repeat({ call }: Row, calls: number): Promise<void> {
  for (let index = 0; index < calls; index += 1) await call();
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
