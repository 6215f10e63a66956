import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The part of a package.json that says what is installed with a package. */
export interface Manifest {
  readonly name: string;
  /** Names of packages that are installed with it. */
  readonly required: readonly string[];
  /** Installed where the platform fits; absent elsewhere. */
  readonly optional: readonly string[];
}

/** Reads the package.json of a folder. Peers that are not optional come along too, as npm and pnpm have it. */
export function manifestOf(folder: string): Manifest {
  const json = fieldsOf(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  const optionalPeers = Object.entries(fieldsOf(json['peerDependenciesMeta']))
    .filter(([, meta]) => fieldsOf(meta)['optional'] === true)
    .map(([name]) => name);
  const optional = namesIn(json['optionalDependencies']);
  const peers = namesIn(json['peerDependencies']).filter((name) => !optionalPeers.includes(name));
  const required = [...namesIn(json['dependencies']), ...peers].filter((name) => !optional.includes(name));
  return { name: String(json['name']), required, optional };
}

function namesIn(table: unknown): readonly string[] {
  return Object.keys(fieldsOf(table));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
