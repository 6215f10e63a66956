import { type GivenEntry, readEntry } from '../config/entry.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { describeFound } from '../config/found.ts';
import { mergePolicies } from '../config/merge-policies.ts';
import { embeddedProviders, variableOf } from '../config/names.ts';
import { policyFindings } from '../config/policy-findings.ts';
import type { Requirement } from '../contract.ts';
import type { Context, Draft } from './context.ts';

/** Reads what all sources say of an instance and chooses its provider. */
export function chooseProvider(
  path: readonly string[],
  requirement: Requirement<unknown>,
  context: Context,
): Draft {
  const { read, findings } = readAll(path, context);
  const { values, variables, file, defaults } = read;
  const strongestFirst = [values, variables, file, defaults];
  const named = strongestFirst.find((entry) => entry.provider !== undefined)?.provider;
  const intended = strongestFirst.find((entry) => entry.mode !== undefined)?.mode;
  const provider = named ?? (context.isProduction ? undefined : embeddedProviders[requirement.category]);
  const label = path.join('.');
  const entries = {
    defaults: meantFor(provider, defaults),
    file: meantFor(provider, file),
    values: meantFor(provider, values),
  };
  const policies = Object.values(entries).flatMap(({ policy }) => policy ?? []);
  return {
    path,
    label,
    requirement,
    entries,
    policy: mergePolicies(policies),
    ...(provider !== undefined && { provider }),
    ...(intended !== undefined && { intended }),
    findings: [
      ...findings,
      ...policyFindings(policies, label),
      ...(provider === undefined ? [noProvider(path, context)] : []),
    ],
  };
}

type SourceName = 'defaults' | 'file' | 'variables' | 'values';

function readAll(
  path: readonly string[],
  context: Context,
): { readonly read: Readonly<Record<SourceName, GivenEntry>>; readonly findings: readonly Finding[] } {
  const { file, source } = context;
  const defaults = readEntry(source.defaults, path, 'the defaults');
  const filed = readEntry(file.content, path, file.name);
  const variables = readVariables(path, context);
  const values = readEntry(source.values, path, 'the code');
  return {
    read: { defaults: defaults.entry, file: filed.entry, variables: variables.entry, values: values.entry },
    findings: [defaults, filed, variables, values].flatMap(({ findings }) => findings),
  };
}

/** What the instance's own variables say besides options; an empty one counts as not set. */
function readVariables(path: readonly string[], { env }: Context): ReturnType<typeof readEntry> {
  const provider = env[variableOf(path, 'provider')] || undefined;
  const variable = variableOf(path, 'mode');
  const mode = env[variable] || undefined;
  const entry = { source: 'the environment', ...(provider !== undefined && { provider }) };
  if (mode === undefined) return { entry, findings: [] };
  if (mode === 'live' || mode === 'test') return { entry: { ...entry, mode }, findings: [] };
  const problem = {
    path: `${path.join('.')}.mode`,
    variable,
    found: describeFound(mode),
    expected: 'live or test',
  };
  return { entry, findings: [invalid(problem)] };
}

/** Options and policy of an entry that names another provider are not for this one. */
function meantFor(provider: string | undefined, entry: GivenEntry): GivenEntry {
  return entry.provider === undefined || entry.provider === provider ? entry : { source: entry.source };
}

function noProvider(path: readonly string[], { isProduction, file }: Context): Finding {
  const variable = variableOf(path, 'provider');
  const expected = isProduction ? 'the id of a provider: production has no default' : 'the id of a provider';
  const fix = `Set ${variable}, or "provider" in ${file.name}.`;
  return invalid({ path: `${path.join('.')}.provider`, variable, found: 'nothing', expected, fix });
}
