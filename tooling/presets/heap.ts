import { setImmediate as turn } from 'node:timers/promises';

/** Bytes in use once everything that nobody holds is collected: needs `--expose-gc`. */
export async function heapUsed(): Promise<number> {
  const { gc } = globalThis;
  if (gc === undefined) throw new Error('The heap is measured with node --expose-gc.');
  let least = Number.POSITIVE_INFINITY;
  for (let round = 0; round < 6; round += 1) {
    await turn();
    gc();
    least = Math.min(least, process.memoryUsage().heapUsed);
  }
  return least;
}
