import type { GivenEntry, Mode } from '../config/entry.ts';
import type { Finding } from '../config/finding.ts';
import type { Requirement } from '../contract.ts';
import type { PolicyOptions } from '../policy/policy.ts';
import type { AdapterPackage, PackageSource } from './adapter-package.ts';
import { type ConfigFile, readConfigFile } from './config-file.ts';
import { resolutionBases } from './resolve-package.ts';
import type { ConfigSource } from './source.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** What the configuration of all instances is read from. */
export interface Context {
  readonly directory: string;
  readonly env: Environment;
  readonly isProduction: boolean;
  readonly file: ConfigFile;
  readonly source: ConfigSource;
  readonly packages: PackageSource;
}

/** One instance that the application needs, on its way to a facade. */
export interface Draft {
  readonly path: readonly string[];
  /** The path as reports show it: `storage.uploads`. */
  readonly label: string;
  readonly requirement: Requirement<unknown>;
  /** Weakest first; those whose options are meant for another provider are left out. */
  readonly entries: Readonly<Record<'defaults' | 'file' | 'values', GivenEntry>>;
  readonly policy: PolicyOptions;
  readonly provider?: string;
  readonly intended?: Mode;
  readonly adapter?: AdapterPackage;
  readonly findings: readonly Finding[];
}

export async function readContext(source: ConfigSource): Promise<Context> {
  const { directory = process.cwd(), env = process.env, adapters = {} } = source;
  const file = await readConfigFile(directory, source.file);
  const packages = { bases: resolutionBases(directory), adapters };
  return { directory, env, isProduction: env['NODE_ENV'] === 'production', file, source, packages };
}
