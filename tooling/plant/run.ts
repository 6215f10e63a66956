import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Clone, scratchClone } from './clone.ts';
import { type Command, type Fault, StaleEdit } from './fault.ts';
import { faults } from './faults.ts';
import { judge } from './judge.ts';

const help = `Usage: npm run plant [-- <options>]

Makes ${faults.length} mistakes, one after the other, in a copy of the repository, and runs the check that CI would run. It has to pass
before, and to fail with the mistake, by its exit code and by what it says.

  --only <name>  one mistake
  --list         what they are
  --help`;

const root = fileURLToPath(new URL('../..', import.meta.url));

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

process.exitCode = await main();

async function main(): Promise<number> {
  const { only, list, help: asked } = values;
  if (asked) console.log(help);
  else if (list) for (const { name, what } of faults) console.log(`${name.padEnd(22)} ${what}`);
  else {
    const chosen = faults.filter(({ name }) => only === undefined || name === only);
    if (chosen.length > 0) return plantAll(chosen);
    console.error(help);
    return 2;
  }
  return 0;
}

async function plantAll(chosen: readonly Fault[]): Promise<number> {
  const startedAt = performance.now();
  using clone = scratchClone(root);
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      clone[Symbol.dispose]();
      process.exit(1);
    });
  console.log(`A copy to make mistakes in (${secondsSince(startedAt)} s). Without one:`);
  for (const check of new Map(chosen.map((fault) => [fault.check.join(' '), fault.check])).values())
    if (!(await passes(clone, check))) return 1;
  console.log('With one:');
  let refused = 0;
  for (const fault of chosen) if (await isRefused(clone, fault)) refused += 1;
  console.log(
    `${refused} of ${chosen.length} mistakes are refused as they should be (${secondsSince(startedAt)} s).`,
  );
  return refused === chosen.length ? 0 : 1;
}

async function passes(clone: Clone, check: Command): Promise<boolean> {
  const startedAt = performance.now();
  const { exitCode, output } = await clone.run(check);
  tell(exitCode === 0, secondsSince(startedAt), check.join(' '));
  if (exitCode !== 0) console.log(endOf(output));
  return exitCode === 0;
}

async function isRefused(clone: Clone, fault: Fault): Promise<boolean> {
  const startedAt = performance.now();
  const { problems, output } = await tryFault(clone, fault);
  const isGood = problems.length === 0;
  tell(isGood, secondsSince(startedAt), `${fault.name.padEnd(22)} ${fault.what}`);
  for (const problem of problems) console.log(`          ${problem}`);
  if (!isGood) console.log(endOf(output));
  return isGood;
}

async function tryFault(
  clone: Clone,
  fault: Fault,
): Promise<{ readonly problems: readonly string[]; readonly output: string }> {
  let mend: (() => void) | undefined;
  try {
    mend = clone.plant(fault.edits);
    if (fault.afterwards !== undefined) await clone.run(fault.afterwards);
    const ended = await clone.run(fault.check);
    return { problems: judge(fault, ended), output: ended.output };
  } catch (error) {
    if (!(error instanceof StaleEdit)) throw error;
    return { problems: [`its row no longer fits: ${error.message}`], output: '' };
  } finally {
    mend?.();
  }
}

function tell(isGood: boolean, seconds: string, text: string): void {
  console.log(`  ${isGood ? 'ok  ' : 'FAIL'}  ${seconds.padStart(4)} s  ${text}`);
}

function endOf(output: string): string {
  return output.trim().split('\n').slice(-25).join('\n');
}

function secondsSince(startedAt: number): string {
  return ((performance.now() - startedAt) / 1000).toFixed(0);
}
