import type { PolicyOptions } from '../policy/policy.ts';
import { type Finding, invalid } from './finding.ts';
import { describeFound } from './found.ts';
import { unknownKey } from './option-problems.ts';
import { isRecord } from './record.ts';

/** The configuration of one instance. */
export interface ConfigEntry {
  /** Id of the provider (`stripe`), or the package of a third party's adapter. */
  readonly provider?: string;
  /** Options of the adapter. Secret ones may be `env:NAME` or `file:/run/secrets/name`. */
  readonly options?: Readonly<Record<string, unknown>>;
  readonly policy?: PolicyOptions;
  /** Which keys are meant. Default `live` where `NODE_ENV` is `production`, else `test`. */
  readonly mode?: Mode;
}

/** Whether an instance moves real money or data. */
export type Mode = 'live' | 'test';

/** Entries by the names of the requirements: `{ payments: …, storage: { uploads: … } }`. */
export interface ConfigValues {
  readonly [name: string]: ConfigEntry | { readonly [instance: string]: ConfigEntry };
}

/** One source's entry for one instance. */
export interface GivenEntry extends ConfigEntry {
  /** How the source is called in reports. */
  readonly source: string;
}

/** Reads the entry at `path` of a source whose shape is not known. */
export function readEntry(
  tree: unknown,
  path: readonly string[],
  source: string,
): { readonly entry: GivenEntry; readonly findings: readonly Finding[] } {
  let found: unknown = tree;
  for (const name of path) found = isRecord(found) && Object.hasOwn(found, name) ? found[name] : undefined;
  if (found === undefined) return { entry: { source }, findings: [] };
  const label = path.join('.');
  if (!isRecord(found)) {
    const expected = 'an object such as { "provider": "…", "options": { … } }';
    const problem = {
      path: label,
      found: describeFound(found, true),
      expected,
      fix: `Change it in ${source}.`,
    };
    return { entry: { source }, findings: [invalid(problem)] };
  }
  const { provider, options, policy, mode } = found;
  return {
    entry: {
      source,
      ...(typeof provider === 'string' && { provider }),
      ...(isRecord(options) && { options }),
      ...(isRecord(policy) && { policy }), // its figures are checked by policyFindings
      ...(isMode(mode) && { mode }),
    },
    findings: [...unknownKeys(found, label, source), ...misfits(found, label, source)],
  };
}

const entryKeys = {
  provider: {
    expected: 'the id of a provider',
    fits: (value: unknown) => typeof value === 'string' && value !== '',
  },
  options: { expected: 'an object with the options of the adapter', fits: isRecord },
  policy: { expected: 'an object with figures of the policy', fits: isRecord },
  mode: { expected: 'live or test', fits: isMode },
} as const;

/** True for `provider`, `options`, `policy` and `mode`. */
export function isEntryKey(name: string): boolean {
  return Object.hasOwn(entryKeys, name);
}

function isMode(value: unknown): value is Mode {
  return value === 'live' || value === 'test';
}

function unknownKeys(entry: object, label: string, source: string): readonly Finding[] {
  const names = Object.keys(entryKeys);
  return Object.keys(entry)
    .filter((key) => !names.includes(key))
    .map((key) => {
      const { fix, ...problem } = unknownKey(key, names);
      const options = 'Options of the adapter belong in "options".';
      return invalid({ ...problem, path: `${label}.${key}`, fix: `${fix} (${source}) ${options}` });
    });
}

function misfits(
  entry: Readonly<Record<string, unknown>>,
  label: string,
  source: string,
): readonly Finding[] {
  return Object.entries(entryKeys)
    .filter(([key, { fits }]) => entry[key] !== undefined && !fits(entry[key]))
    .map(([key, { expected }]) => {
      const found = describeFound(entry[key]);
      return invalid({ path: `${label}.${key}`, found, expected, fix: `Change it in ${source}.` });
    });
}
