import { parseArgs } from 'node:util';
import { type Budgets, budgets, type Cost, excessOf, writeBudgets } from './cost.ts';
import { type AdapterFolder, adapterFolders, measure } from './measure.ts';
import { importTimes } from './time.ts';

const help = `npm run budgets [-- --check | --time] [--only <adapter>]

What each adapter costs whoever installs it: the size of its main entry, minified and gzipped, alone and with core,
contract and zod; the packages and megabytes that are installed beside those of the vendor. Read from the tarballs that
would be published, and from node_modules. Writes tooling/budgets/budgets.json; \`npm run docs\` prints it into the READMEs.

  --check           writes nothing; fails where something is more than 2 % larger than budgets.json says, or where one
                    more package is installed, or depended on as the vendor's
  --time            measures cold imports instead: the adapter alone as a part of the adapter with its SDK, medians of
                    processes that take turns. Writes the ratios into budgets.json; nothing is held against them
  --rounds <count>  of --time; default 9
  --only <adapter>  only adapters whose names begin so: payments-stripe, state`;

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    check: { type: 'boolean', default: false },
    time: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    only: { type: 'string', default: '' },
  },
});

if (values.help) console.log(help);
else process.exitCode = (await main()) ? 0 : 1;

async function main(): Promise<boolean> {
  const adapters = adapterFolders().filter(({ name }) => name.startsWith(values.only));
  if (adapters.length === 0) throw new Error(`--only: no adapter begins with ${values.only}.`);
  if (values.time) return await time(adapters);
  console.log(`${adapters.length} adapters are packed and measured …`);
  const found = await measure(adapters, (name, cost) => console.log(lineOf(name, cost)));
  return values.check ? check(found) : write(found);
}

function check(found: Budgets): boolean {
  const excess = Object.entries(found).flatMap(([name, cost]) => excessOf(name, budgets[name], cost));
  for (const one of excess) console.log(one);
  if (excess.length > 0)
    console.log('If it is worth that: `npm run budgets && npm run docs`, and say why in the commit.');
  else console.log('Every adapter is within its budget.');
  return excess.length === 0;
}

/** What was not measured now stays as it was. */
function write(found: Budgets): boolean {
  const kept = Object.entries(found).map(([name, cost]) => {
    const importRatio = budgets[name]?.importRatio;
    return [name, { ...cost, ...(importRatio !== undefined && { importRatio }) }] as const;
  });
  writeBudgets({ ...(values.only === '' ? {} : budgets), ...Object.fromEntries(kept) });
  console.log('tooling/budgets/budgets.json is written; `npm run docs` prints it into the READMEs.');
  return true;
}

async function time(adapters: readonly AdapterFolder[]): Promise<boolean> {
  const measured: Record<string, Cost> = { ...budgets };
  console.log(`Cold imports on Node ${process.version}, without the SDK and with it:`);
  for (const adapter of adapters) {
    const cost = measured[adapter.name];
    const times = await importTimes(adapter, Number(values.rounds));
    if (cost === undefined || times === undefined) continue;
    const importRatio = Number((times.withoutSdkMs / times.withSdkMs).toFixed(2));
    measured[adapter.name] = { ...cost, importRatio };
    const each = `${times.withoutSdkMs.toFixed(0)} ms, ${times.withSdkMs.toFixed(0)} ms`;
    console.log(`${adapter.name.padEnd(18)} ${each}: ${importRatio}`);
  }
  writeBudgets(measured);
  return true;
}

function lineOf(name: string, { own, whole, installs, installedBytes, vendor }: Cost): string {
  const beside = `${installs.length} packages, ${megabytes(installedBytes)}`;
  const theirs =
    vendor.packages === 0 ? 'no vendor' : `${vendor.packages}, ${megabytes(vendor.installedBytes)}`;
  return `${name.padEnd(18)} ${own.gzipped} B, with all of ours ${whole.gzipped} B; ${beside} beside ${theirs}`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
