import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type PaymentsHarness, paymentsCases, paymentsScenarios } from '@patchbay/payments/conformance';
import { formatPlanted } from '@patchbay/testing';
import { paymentsHarnesses } from './src/adapters.ts';
import { runBrokenDrivers, runHarmless, runLenientFakes } from './src/planted-run.ts';
import { progressLine } from './src/progress.ts';
import { formatFailures, formatReports } from './src/report.ts';
import { type AdapterReport, type IdFilter, matches, runAdapter } from './src/suite.ts';

const help = `npm run conformance -- [options]

Runs the conformance suite of the payments contract on every adapter that hands out a harness in
packages/payments/*/test/harness.ts.

  --list               the cases by id, with what they show
  --only <pattern>     cases, or with --planted broken things, whose id has this in it; * stands for anything
  --adapter <name>     one adapter, for example sandbox
  --planted            adapters and fakes that are broken on purpose: a named case must notice each of them
  --help               this text

Exit status 1: a case failed, or a planted thing was not noticed.`;

const options = {
  list: { type: 'boolean' },
  only: { type: 'string' },
  adapter: { type: 'string' },
  planted: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const root = fileURLToPath(new URL('../..', import.meta.url));
const allCases = [...paymentsCases, ...paymentsScenarios];

process.exitCode = await main(process.argv.slice(2));

async function main(given: readonly string[]): Promise<number> {
  const values = readOptions(given);
  if (values === undefined) return 2;
  const only = matches(values.only === undefined ? '*' : `*${values.only}*`);
  if (values.help) return say(help);
  if (values.list) return say(listOf(only));
  const harnesses = await paymentsHarnesses(root);
  if (values.planted) return plantedRun(harnesses, only);
  const chosen = harnesses.filter(
    ({ provider }) => values.adapter === undefined || provider === values.adapter,
  );
  if (chosen.length === 0) return say(`There is no adapter ${values.adapter ?? ''} with a harness.`, 1);
  return suiteRun(chosen, only);
}

function readOptions(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return undefined;
  }
}

async function suiteRun(harnesses: readonly PaymentsHarness[], only: IdFilter): Promise<number> {
  const cases = allCases.filter(only);
  if (cases.length === 0) return say('No case has such an id; see --list.', 1);
  const reports: AdapterReport[] = [];
  for (const harness of harnesses) {
    const progress = progressLine(`${harness.provider}: `, cases.length);
    reports.push(await runAdapter(harness, cases, (done, { id }) => progress.show(done, id)));
    progress.end();
  }
  const failures = formatFailures(reports, cases);
  say(`${failures}${formatReports(reports)}`);
  return failures === '' ? 0 : 1;
}

async function plantedRun(harnesses: readonly PaymentsHarness[], only: IdFilter): Promise<number> {
  const line = progressLine('planted: ');
  let done = 0;
  const setup = { harnesses, only, progress: (id: string): void => line.show((done += 1), id) };
  const drivers = await runBrokenDrivers(setup);
  const fakes = await runLenientFakes(setup);
  const noticed = await runHarmless(setup);
  line.end();
  say(`broken drivers\n${formatPlanted(drivers)}\n\nlenient fakes\n${formatPlanted(fakes)}\n`);
  say(noticed.length === 0 ? 'no case noticed the same tools while they were idle' : noticed.join('\n'));
  if (done === 0) return say('Nothing planted has such an id.', 1);
  return drivers.missed.length + fakes.missed.length + noticed.length === 0 ? 0 : 1;
}

function listOf(only: IdFilter): string {
  const rows = allCases.filter(only).map(({ id, title }) => `${id}\n    ${title}`);
  return [...rows, `${rows.length} cases`].join('\n');
}

function say(text: string, status = 0): number {
  console.log(text);
  return status;
}
