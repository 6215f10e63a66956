import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { publishedPackages } from '../api/packages.ts';
import { readTree } from '../structure/src/tree.ts';
import { allowed } from './allowed.ts';
import { type Bill, readBills, root, writeBills } from './bill.ts';
import { refusalsIn, unbilled } from './judge.ts';

const help = `Usage: npm run licences [-- <options>]

Lists what each published package brings along when it is installed, with the licences; fails when one of them is not
allowed. Allowed: ${Object.keys(allowed).join(', ')}.

  --sbom <folder>  keeps the bills of materials there: CycloneDX 1.6, a JSON file for each package
  --list           names every package, not only how many there are
  --help`;

const { values } = parseArgs({
  options: {
    sbom: { type: 'string' },
    list: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) console.log(help);
else process.exitCode = await main();

async function main(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'patchbay-licences-'));
  try {
    await writeBills(folder);
    const bills = readBills(folder);
    for (const bill of bills) tell(bill);
    if (values.sbom !== undefined) keep(folder, resolve(values.sbom));
    return judge(bills);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function keep(bills: string, folder: string): void {
  cpSync(bills, folder, { recursive: true });
  console.log(`\nBills of materials: ${folder}`);
}

function tell({ of: owner, components }: Bill): void {
  const counts = new Map<string, number>();
  for (const { licence = 'none' } of components) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const licences = [...counts].map(([licence, count]) => `${count} ${licence}`);
  const number = String(components.length).padStart(3);
  console.log(`${owner.name.padEnd(28)} ${number} packages: ${licences.join(', ') || 'none'}`);
  if (!values.list) return;
  for (const { name, version, licence } of components) console.log(`  ${name}@${version}  ${licence}`);
}

function judge(bills: readonly Bill[]): number {
  const refusals = refusalsIn(bills);
  for (const { name, version, licence, broughtBy } of refusals) {
    const wrong =
      licence === undefined ? 'names no licence' : `is under ${licence}, which is not on the list`;
    console.log(`\n${name}@${version} ${wrong}. It comes with ${broughtBy.join(', ')}.`);
  }
  if (refusals.length > 0) {
    console.log('\nTake another package, or allow the licence with a reason in tooling/licences/allowed.ts.');
  }
  const published = publishedPackages(root, readTree(root).keys()).map(({ name }) => name);
  const missing = unbilled(bills, published);
  if (missing.length > 0) console.log(`\nNo bill of materials was written for ${missing.join(', ')}.`);
  const packages = new Set(bills.flatMap(({ components }) => components.map(({ name }) => name)));
  console.log(
    `\nlicences: ${refusals.length} refused, of ${packages.size} packages in ${bills.length} closures`,
  );
  return refusals.length === 0 && missing.length === 0 && bills.length > 0 ? 0 : 1;
}
