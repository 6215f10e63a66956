import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import committed from './budgets.json' with { type: 'json' };
import type { Size } from './packed.ts';

/** What an adapter costs whoever installs it. */
export interface Cost {
  /** Its main entry alone: without the vendor's SDK, the contract, core and zod. */
  readonly own: Size;
  /** The same with core, the contract and zod. */
  readonly whole: Size;
  /** Packages that are installed beside the vendor's, its own included. */
  readonly installs: readonly string[];
  readonly installedBytes: number;
  /** What the same operations need without us. */
  readonly vendor: {
    readonly names: readonly string[];
    readonly packages: number;
    readonly installedBytes: number;
  };
  /** A cold import without the SDK, as a part of one with it. Measured by hand, held against nothing. */
  readonly importRatio?: number;
}

/** All adapters by their names: `payments-stripe`. */
export type Budgets = Readonly<Record<string, Cost>>;

const file = fileURLToPath(new URL('budgets.json', import.meta.url));

/** What was measured last, and committed. */
export const budgets: Budgets = committed;

/** Writes it down, in the order of the names, as the formatter has it: a list that fits a line is one line. */
export function writeBudgets(measured: Budgets): void {
  const sorted = Object.entries(measured).toSorted(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify(Object.fromEntries(sorted), null, 2);
  const folded = text.replaceAll(/^ *"\w+": \[\n[^\]]*\],?$/gm, (list) => {
    const line = list.replaceAll(/\[\s+|\s+\]/g, (bracket) => bracket.trim()).replaceAll(/,\s+/g, ', ');
    return line.trimEnd().length <= lineWidth ? line.trimEnd() : list;
  });
  writeFileSync(file, `${folded}\n`);
}

/** Of biome.json. */
const lineWidth = 110;

/** How much larger something may be than what is committed. */
const margin = 1.02;

/** Where a cost is beyond its budget, one sentence each. Smaller is never a problem. */
export function excessOf(name: string, budget: Cost | undefined, cost: Cost): readonly string[] {
  if (budget === undefined) return [`${name} has no budget: npm run budgets.`];
  const limits = [
    ['its own code, gzipped', budget.own.gzipped, cost.own.gzipped],
    ['its own code, minified', budget.own.minified, cost.own.minified],
    ['with core, contract and zod, gzipped', budget.whole.gzipped, cost.whole.gzipped],
    ['with core, contract and zod, minified', budget.whole.minified, cost.whole.minified],
    ['installed beside the vendor’s', budget.installedBytes, cost.installedBytes],
    ['installed for the vendor', budget.vendor.installedBytes, cost.vendor.installedBytes],
  ] as const;
  const larger = limits
    .filter(([, allowed, found]) => found > allowed * margin)
    .map(([what, allowed, found]) => {
      const percent = ((found / allowed - 1) * 100).toFixed(1);
      return `${name}: ${what}: ${found} bytes, ${percent} % more than the ${allowed} of budgets.json.`;
    });
  const more = [
    ['installs more packages', without(budget.installs, cost.installs)],
    // Any dependency that is not ours counts as the vendor's: this is where somebody looks whether it is.
    ['takes more packages for the vendor’s', without(budget.vendor.names, cost.vendor.names)],
  ] as const;
  return [
    ...larger,
    ...more
      .filter(([, names]) => names.length > 0)
      .map(([what, names]) => `${name} ${what}: ${names.join(', ')}.`),
  ];
}

function without(known: readonly string[], found: readonly string[]): readonly string[] {
  return found.filter((one) => !known.includes(one));
}
