import { parseArgs } from 'node:util';
import { facades, isFacadeName } from './facades/table.ts';
import { addTo, counted, type Histogram, printHistogram } from './histogram.ts';
import type { Job } from './job.ts';
import { jobsOf } from './jobs.ts';
import type { Drawn } from './lane.ts';
import { isPlantName, planted } from './planted.ts';
import { workThrough } from './pool.ts';

const help = `Usage: npm run chaos [-- <options>]

Plays generated scripts: calls of two machines that share a memory, under a few keys, while requests are lost, late,
repeated, overtaken or answered with nonsense, callers ask twice or give up, clocks are set and processes end in the midst of it.
Time is virtual. What really happened is counted in the books of the vendor's fake:

  a key has at most one effect, and a call that resolved exactly one; \`not_applied\` means none, \`applied\` one;
  every call settles by its deadline, and at once when it is given up; retries stay within their budget;
  no timer, listener, attempt or socket is left; nothing secret is printed; no key is stuck when all faults are over.

What no client can do anything about is not in the scripts: a vendor without idempotency keys gets no request twice from
the network; no request is under way for more than 4 minutes (a ledger that asks the provider trusts it after 5);
without a ledger no key outlives the vendor's memory of it; the memory itself does not fail.

  --scripts <n>     how many; default 20000
  --sockets <n>     how many of them over loopback with the real SDKs; default a tenth
  --facade <name>   only this one, of: ${Object.keys(facades).join(', ')}
  --seed <n>        of the first script; default: another one each time
  --path <path>     with --facade and --seed: only this script, as a failure names it
  --planted <name>  with a guard broken, which must be found, of: all, ${Object.keys(planted).join(', ')}
  --help`;

/** How often everything in the histogram has to happen in a whole run. */
const leastTimes = 500;
const wholeRun = 20_000;
const plantedScripts = 2000;

const { values } = parseArgs({
  options: {
    scripts: { type: 'string', default: String(wholeRun) },
    sockets: { type: 'string' },
    facade: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    path: { type: 'string' },
    planted: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const { facade, path, planted: plant } = values;
  const scripts = Number(values.scripts);
  const sockets = Number(values.sockets ?? Math.floor(scripts / 10));
  const seed = Number(values.seed);
  const isRight =
    [scripts, sockets, seed].every((figure) => Number.isInteger(figure) && figure >= 0) &&
    sockets <= scripts &&
    (path === undefined || facade !== undefined) &&
    (plant === undefined || plant === 'all' || isPlantName(plant));
  if (!isRight || (facade !== undefined && !isFacadeName(facade))) {
    console.error(help);
    return 2;
  }
  if (plant !== undefined) return proveAll(plant, seed);
  console.log(`Seed ${seed}`);
  const one = { facade: facade ?? 'stripe', overSockets: sockets > 0, count: 1, seed, path };
  const isWell = await runAll(path === undefined ? jobsOf({ scripts, sockets, seed, facade }) : [one]);
  return isWell ? 0 : 1;
}

async function runAll(jobs: readonly Job[]): Promise<boolean> {
  const histogram: Histogram = {};
  const total = jobs.reduce((sum, { count }) => sum + count, 0);
  const startedAt = performance.now();
  let played = 0;
  let failures = 0;
  await workThrough(jobs, (job, drawn) => {
    played += drawn.played;
    addTo(histogram, drawn.histogram);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const way = job.overSockets ? 'sockets' : 'direct';
    const verdict = drawn.counterexample === undefined ? 'ok  ' : 'FAIL';
    console.log(
      `  ${verdict}  ${job.facade.padEnd(20)} ${way.padEnd(8)} seed ${String(job.seed).padEnd(10)} ` +
        `${String(played).padStart(6)} of ${total}  ${seconds.padStart(4)} s`,
    );
    if (drawn.counterexample === undefined) return 'go on';
    failures += 1;
    tell(job, drawn.counterexample);
    return 'enough';
  });
  console.log(`\n${printHistogram(histogram)}\n`);
  const rare = total < wholeRun ? [] : counted.filter((name) => (histogram[name] ?? 0) < leastTimes);
  if (rare.length > 0) console.log(`Fewer than ${leastTimes} times: ${rare.join(', ')}.`);
  console.log(failures === 0 ? `${played} scripts, and all is well.` : 'A script shows something wrong.');
  return failures === 0 && rare.length === 0;
}

function tell(job: Job, { path, wrong, script, story }: Drawn['counterexample'] & object): void {
  const which = path === '' ? `--scripts ${job.count} --sockets ${job.count}` : `--path ${path}`;
  const replay = [
    `--facade ${job.facade} --seed ${job.seed} ${which}`,
    job.overSockets ? '' : ' --sockets 0',
  ];
  console.log(`\n${wrong.map((line) => `WRONG: ${line}`).join('\n')}\n\n${script}\n\n${story.join('\n')}`);
  console.log(`\nOnce more: npm run chaos -- ${replay.join('')}\n`);
}

/** Each broken guard has to be found, and for the right reason. */
async function proveAll(name: string, seed: number): Promise<number> {
  const plants = Object.entries(planted).filter(([plant]) => name === 'all' || plant === name);
  let missed = 0;
  const jobs = plants.map(([plant, { facade }]) => ({
    facade,
    plant: isPlantName(plant) ? plant : undefined,
    overSockets: false,
    count: plantedScripts,
    seed,
  }));
  await workThrough(jobs, ({ plant }, { counterexample, played }) => {
    const wrong = counterexample?.wrong.join('; ') ?? 'nothing';
    const isFound = plant !== undefined && planted[plant].finds.test(wrong);
    if (!isFound) missed += 1;
    console.log(
      `  ${isFound ? 'found ' : 'MISSED'}  ${String(plant).padEnd(18)} ${String(played).padStart(5)}  ${wrong}`,
    );
    return 'go on';
  });
  return missed === 0 ? 0 : 1;
}
