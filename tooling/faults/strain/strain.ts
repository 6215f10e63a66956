import { fork } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { seconds } from './report.ts';

/** One program, in a process of its own. */
export interface Measurement {
  readonly program: URL;
  readonly given: readonly string[];
}

const outage = new URL('./outage/outage.ts', import.meta.url);
export const aborts = new URL('./aborts/aborts.ts', import.meta.url);
export const leaks = new URL('./leaks/leaks.ts', import.meta.url);
const noOp = new URL('./leaks/subjects/no-op.ts', import.meta.url).href;
const loopback = new URL('./leaks/subjects/loopback.ts', import.meta.url).href;

/** What is measured, by its name on the command line; the longest first. */
const measurements = {
  leaks: [
    { program: leaks, given: [loopback, '20000', '2000'] },
    { program: leaks, given: [noOp, '200000', '20000'] },
  ],
  outage: [
    { program: outage, given: ['no-budget', '503'] },
    { program: outage, given: ['breaker', '503'] },
    { program: outage, given: ['breaker', 'reset'] },
    { program: outage, given: ['budget', '503'] },
    { program: outage, given: ['budget', 'reset'] },
    { program: outage, given: ['defaults', '503'] },
    { program: outage, given: ['defaults', 'reset'] },
  ],
  aborts: [{ program: aborts, given: [] }],
} as const satisfies Record<string, readonly Measurement[]>;

export type Strain = keyof typeof measurements;

export const strains = ['outage', 'aborts', 'leaks'] as const satisfies readonly Strain[];

export function isStrain(name: string): name is Strain {
  return Object.hasOwn(measurements, name);
}

/** Runs the programs and prints their tables; tells whether all bounds hold. */
export async function strain(chosen: readonly Strain[]): Promise<boolean> {
  const startedAt = performance.now();
  // Where counts and bytes are measured, two at a time disturb nobody; where time is, one is alone.
  const two = (['leaks', 'outage'] as const).filter((name) => chosen.includes(name));
  const holds = await runAll(
    two.flatMap((name): readonly Measurement[] => measurements[name]),
    2,
  );
  const alone = chosen.includes('aborts') ? await runAll(measurements.aborts, 1) : true;
  console.log(
    `\nUnder strain for ${seconds(performance.now() - startedAt)}: ${holds && alone ? 'all bounds hold.' : 'a bound is broken.'}`,
  );
  return holds && alone;
}

async function runAll(all: readonly Measurement[], processes: number): Promise<boolean> {
  const waiting = [...all];
  let holds = true;
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { printed, isRight } = await run(next);
      console.log(printed.trimEnd());
      holds &&= isRight;
    }
  };
  await Promise.all(Array.from({ length: processes }, work));
  return holds;
}

/** What a program printed, and whether its bounds hold. */
export async function run({
  program,
  given,
}: Measurement): Promise<{ readonly printed: string; readonly isRight: boolean }> {
  const child = fork(fileURLToPath(program), [...given], {
    // Code that has not run for a while would be thrown away, and hide what grows.
    execArgv: ['--conditions=@patchbay/source', '--expose-gc', '--no-flush-bytecode'],
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(child, 'exit');
  const printed = child.stdout === null ? '' : await text(child.stdout);
  const exit: readonly unknown[] = await ended;
  return { printed, isRight: exit[0] === 0 };
}
