import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { AdapterFolder } from './measure.ts';
import { root } from './packed.ts';
import { sdkOf } from './vendors.ts';

const run = promisify(execFile);

/** Milliseconds of one cold import in a process of its own, the start of Node left out. */
async function timeOf(modules: readonly string[], folder: string): Promise<number> {
  const imports = modules.map((name) => `await import(${JSON.stringify(name)});`).join('');
  const program = `const start = performance.now(); ${imports} console.log(performance.now() - start);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: join(root, folder),
  });
  return Number(stdout);
}

/** Milliseconds of a cold import of an adapter, and of one with its SDK, which otherwise the first call loads. */
export interface ImportTimes {
  readonly withoutSdkMs: number;
  readonly withSdkMs: number;
}

/** Medians of processes that take turns; `undefined` for an adapter without an SDK. */
export async function importTimes(
  { name, folder }: AdapterFolder,
  rounds: number,
): Promise<ImportTimes | undefined> {
  const sdk = sdkOf(name, join(root, folder));
  if (sdk.length === 0) return undefined;
  const adapter = `@patchbay/${name}`;
  const without: number[] = [];
  const together: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    without.push(await timeOf([adapter], folder));
    together.push(await timeOf([adapter, ...sdk], folder));
  }
  return { withoutSdkMs: median(without), withSdkMs: median(together) };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
