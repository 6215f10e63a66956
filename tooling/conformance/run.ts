import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { formatPlanted } from '@patchbay/testing';
import { type AdapterFilter, findAdapters } from './src/adapters.ts';
import { type Category, categories } from './src/categories.ts';
import { runBrokenDrivers, runHarmless, runLenientFakes } from './src/planted-run.ts';
import { progressLine } from './src/progress.ts';
import { formatFailures, formatReports } from './src/report.ts';
import { type AdapterReport, type IdFilter, matches, runAdapter } from './src/suite.ts';

const help = `npm run conformance -- [options]

Runs the conformance suite of each category on every adapter that hands out a harness in
packages/<category>/<provider>/test/harness.ts.

  --list               the cases by id, with what they show
  --only <pattern>     cases, or with --planted broken things, whose id has this in it; * stands for anything
  --category <name>    one category: ${Object.keys(categories).join(', ')}
  --adapter <name>     one adapter, for example payments-sandbox, or sandbox
  --planted            adapters and fakes that are broken on purpose: a named case must notice each of them
  --help               this text

Exit status 1: a case failed, or a planted thing was not noticed.`;

const options = {
  list: { type: 'boolean' },
  only: { type: 'string' },
  category: { type: 'string' },
  adapter: { type: 'string' },
  planted: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

const root = fileURLToPath(new URL('../..', import.meta.url));

process.exitCode = await main(process.argv.slice(2));

async function main(given: readonly string[]): Promise<number> {
  const values = readOptions(given);
  if (values === undefined) return 2;
  if (values.help) return say(help);
  const only = matches(values.only === undefined ? '*' : `*${values.only}*`);
  const chosen = Object.entries(categories).filter(([name]) => name === (values.category ?? name));
  if (chosen.length === 0) return say(`There is no category ${values.category ?? ''} with a suite.`, 1);
  if (values.list) return say(listOf(chosen, only));
  if (values.planted) return plantedRun(chosen, only);
  return suiteRun(chosen, only, isNamed(values.adapter));
}

function readOptions(given: readonly string[]) {
  try {
    return parseArgs({ args: [...given], options }).values;
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    return undefined;
  }
}

function isNamed(name: string | undefined): AdapterFilter {
  return (category, provider) => name === undefined || [provider, `${category}-${provider}`].includes(name);
}

type Chosen = readonly (readonly [name: string, category: Category])[];

async function suiteRun(chosen: Chosen, only: IdFilter, isChosen: AdapterFilter): Promise<number> {
  const reports: AdapterReport[] = [];
  let failures = '';
  for (const [name, category] of chosen) {
    const all = casesOf(category);
    for (const adapter of await findAdapters(root, name, isChosen)) {
      const progress = progressLine(`${adapter.name}: `, all.filter(only).length);
      const report = await runAdapter(adapter, all, only, (done, { id }) => progress.show(done, id));
      progress.end();
      reports.push(report);
      failures += formatFailures(report, all);
    }
  }
  if (reports.length === 0) return say('There is no such adapter with a harness.', 1);
  if (reports.every(({ results }) => results.length === 0))
    return say('No case has such an id; see --list.', 1);
  say(`${failures}${formatReports(reports)}`);
  return failures === '' ? 0 : 1;
}

async function plantedRun(chosen: Chosen, only: IdFilter): Promise<number> {
  const line = progressLine('planted: ');
  let [done, missed] = [0, 0];
  for (const [name, category] of chosen) {
    const { planting } = category;
    const cases = casesOf(category);
    const progress = (id: string): void => line.show((done += 1), id);
    const setup = { cases, planting, adapters: await findAdapters(root, name), only, progress };
    const drivers = await runBrokenDrivers(setup);
    const fakes = await runLenientFakes(setup);
    const noticed = await runHarmless(setup);
    line.end();
    missed += drivers.missed.length + fakes.missed.length + noticed.length;
    say(`broken drivers of ${name}\n${formatPlanted(drivers)}\n`);
    say(`lenient fakes of ${name}\n${formatPlanted(fakes)}\n`);
    say(noticed.length === 0 ? 'no case noticed the same tools while they were idle' : noticed.join('\n'));
  }
  if (done === 0) return say('Nothing planted has such an id.', 1);
  return missed === 0 ? 0 : 1;
}

function casesOf({ cases, scenarios }: Category): Category['cases'] {
  return [...cases, ...scenarios];
}

function listOf(chosen: Chosen, only: IdFilter): string {
  return chosen
    .map(([name, category]) => {
      const rows = casesOf(category).filter(only);
      const lines = rows.map(({ id, title }) => `${id}\n    ${title}`);
      return [...lines, `${rows.length} cases of ${name}`].join('\n');
    })
    .join('\n\n');
}

function say(text: string, status = 0): number {
  console.log(text);
  return status;
}
