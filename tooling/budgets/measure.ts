import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { Cost } from './cost.ts';
import { bytesOf, type Closure, closureOf, locate } from './installed.ts';
import { manifestOf } from './manifest.ts';
import { type Packed, pack, root } from './packed.ts';
import { isOursOrZod, vendorsOf } from './vendors.ts';

/** An adapter of the workspace. */
export interface AdapterFolder {
  /** `payments-stripe`, as its package is named. */
  readonly name: string;
  /** `packages/payments/stripe` */
  readonly folder: string;
  /** The contract of its category. */
  readonly contract: string;
}

/** Every adapter: what lies beside the contract of a category. */
export function adapterFolders(): readonly AdapterFolder[] {
  const packages = join(root, 'packages');
  const categories = readdirSync(packages).filter((name) => existsSync(join(packages, name, 'contract')));
  return categories.toSorted().flatMap((category) =>
    readdirSync(join(packages, category))
      .filter(
        (provider) =>
          provider !== 'contract' && existsSync(join(packages, category, provider, 'package.json')),
      )
      .toSorted()
      .map((provider) => ({
        name: `${category}-${provider}`,
        folder: `packages/${category}/${provider}`,
        contract: `packages/${category}/contract`,
      })),
  );
}

/** Measures adapters, all of which have to be built; tells of each when it is done. */
export async function measure(
  adapters: readonly AdapterFolder[],
  tell: (name: string, cost: Cost) => void,
): Promise<Readonly<Record<string, Cost>>> {
  const folders = new Set([
    'packages/core',
    ...adapters.flatMap(({ folder, contract }) => [folder, contract]),
  ]);
  using packed = await pack([...folders]);
  const costs: Record<string, Cost> = {};
  for (const adapter of adapters) {
    const cost = await costOf(adapter, packed);
    costs[adapter.name] = cost;
    tell(adapter.name, cost);
  }
  return costs;
}

async function costOf({ name, folder }: AdapterFolder, packed: Packed): Promise<Cost> {
  const wanted = vendorsOf(name, join(root, folder));
  const vendor = closureOf(wanted.map((one) => located(one, folder)));
  const besides = [...closureOf([join(root, folder)])].filter((path) => !vendor.has(path));
  return {
    own: await packed.sizeOf(folder, () => false),
    whole: await packed.sizeOf(folder, isOursOrZod),
    installs: namesOf(besides),
    installedBytes: total(
      besides.map((path) => (isOurs(path) ? packed.folderOf(relative(root, path)) : path)),
    ),
    vendor: { names: wanted, packages: vendor.size, installedBytes: total([...vendor]) },
  };
}

/** A vendor's package as the adapter, or the contract below it, finds it. */
function located(name: string, folder: string): string {
  const own = manifestOf(join(root, folder)).required.filter((one) => one.startsWith('@patchbay/'));
  const from = [
    join(root, folder),
    ...own.map((one) => realpathSync(join(root, folder, 'node_modules', one))),
  ];
  const found = from.map((each) => locate(name, each)).find((path) => path !== undefined);
  if (found === undefined)
    throw new Error(`tooling/budgets/vendors.ts: ${name} is not installed for ${folder}.`);
  return found;
}

function namesOf(paths: readonly string[]): readonly string[] {
  return paths.map((path) => manifestOf(path).name).toSorted();
}

function isOurs(path: string): boolean {
  return path.startsWith(join(root, 'packages'));
}

function total(paths: Closure | readonly string[]): number {
  return [...paths].map(bytesOf).reduce((sum, bytes) => sum + bytes, 0);
}
