import * as z from 'zod';
import type { Published } from './release.ts';

/** What npm has installed: each package by its path, as npm's own lockfile has it. */
export type Installed = z.infer<typeof installedSchema>;

type InstalledPackage = Installed[string];

const names = z.record(z.string(), z.string()).optional();

export const installedSchema = z.record(
  z.string(),
  z.object({
    dependencies: names,
    optionalDependencies: names,
    peerDependencies: names,
    peerDependenciesMeta: z.record(z.string(), z.object({ optional: z.boolean().optional() })).optional(),
  }),
);

/** What a user gets with one package. */
export interface Cost {
  /** Paths of all packages that its install brings. */
  readonly paths: readonly string[];
  /** How many of these would not be there without us. */
  readonly overVendor: number;
  /** Packages of the vendor that are asked for by name. */
  readonly sdks: readonly string[];
}

/** A row of the closing table. */
export interface Row extends Published, Cost {
  readonly megabytes: number;
  /** Import with the SDK over import without; absent where there is no SDK. */
  readonly importRatio: number | undefined;
}

/** Core, contract, adapter, zod. */
const mostOverVendor = 4;

/** What an application without us would install as well, beside the adapter's own SDKs: it has tokens to verify. */
const neededAnyway: Readonly<Record<string, readonly string[]>> = { '@patchbay/auth': ['jose'] };

/** What the install of one package brings, and how much of that is ours. */
export function costOf(installed: Installed, name: string): Cost {
  const own = `node_modules/${name}`;
  const sdks = namesNeededBy(installed[own] ?? {}).filter(isVendors);
  const contract = contractOf(installed, name);
  const vendor = closureOf(installed, [...sdks, ...(neededAnyway[contract ?? ''] ?? [])]);
  const paths = [...closureOf(installed, [name])];
  return { paths, sdks, overVendor: paths.filter((path) => !vendor.has(path)).length };
}

/** What is wrong with a table: adapters that bring more than they have to. */
export function tooMuch(rows: readonly Row[], installed: Installed): readonly string[] {
  return rows
    .filter(
      ({ name, overVendor }) => contractOf(installed, name) !== undefined && overVendor > mostOverVendor,
    )
    .map(
      ({ name, overVendor }) =>
        `${name} brings ${overVendor} packages over the vendor's own, more than ${mostOverVendor}: core, contract, adapter, zod`,
    );
}

/** The table as lines of text. */
export function print(rows: readonly Row[]): readonly string[] {
  const line = (name: string, ...cells: readonly string[]): string =>
    name.padEnd(40) + cells.map((cell) => cell.padStart(13)).join('');
  return [
    line('Package', 'tarball', 'over vendor', 'all packages', 'installed', 'import ratio'),
    ...rows.map(({ name, version, tarballBytes, overVendor, paths, megabytes, importRatio }) =>
      line(
        `${name} ${version}`,
        `${(tarballBytes / 1000).toFixed(1)} kB`,
        String(overVendor),
        String(paths.length),
        `${megabytes.toFixed(1)} MB`,
        importRatio === undefined ? '' : importRatio.toFixed(1),
      ),
    ),
  ];
}

/** The value in the middle. */
export function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/** Of an adapter, `@patchbay/<category>-<provider>`; `undefined` for what is none. */
function contractOf(installed: Installed, name: string): string | undefined {
  const [contract = ''] = name.split('-');
  const { dependencies = {} } = installed[`node_modules/${name}`] ?? {};
  return contract !== name && contract in dependencies ? contract : undefined;
}

function isVendors(name: string): boolean {
  return !name.startsWith('@patchbay/') && name !== 'zod';
}

/** By an install: what it depends on, and the peers that npm adds. */
function namesNeededBy({
  dependencies,
  peerDependencies,
  peerDependenciesMeta,
}: InstalledPackage): readonly string[] {
  const peers = Object.keys(peerDependencies ?? {}).filter((name) => !peerDependenciesMeta?.[name]?.optional);
  return [...Object.keys(dependencies ?? {}), ...peers];
}

/** Paths of the packages that these bring along, themselves included. Optional ones count where they are installed. */
function closureOf(
  installed: Installed,
  names: readonly string[],
  from = '',
  found: Set<string> = new Set(),
): ReadonlySet<string> {
  for (const name of names) {
    const path = pathOf(installed, from, name);
    if (path === undefined || found.has(path)) continue;
    found.add(path);
    const one = installed[path] ?? {};
    closureOf(
      installed,
      [...namesNeededBy(one), ...Object.keys(one.optionalDependencies ?? {})],
      path,
      found,
    );
  }
  return found;
}

/** Where Node finds a package that one at `from` imports: in its own folder, else in that of whoever is around it. */
function pathOf(installed: Installed, from: string, name: string): string | undefined {
  const path = from === '' ? `node_modules/${name}` : `${from}/node_modules/${name}`;
  if (path in installed) return path;
  if (from === '') return undefined;
  const around = from.lastIndexOf('/node_modules/');
  return pathOf(installed, around < 0 ? '' : from.slice(0, around), name);
}
