import { acceptedSpecs } from '../adapter.ts';
import { type Finding, invalid } from '../config/finding.ts';
import { describeFound } from '../config/found.ts';
import { isPackageName, isPath, packageOf, variableOf } from '../config/names.ts';
import { nearest } from '../config/nearest.ts';
import type { Problem } from '../error.ts';
import { redact } from '../redaction.ts';
import { type AdapterPackage, loadAdapterPackage } from './adapter-package.ts';
import type { Context, Draft } from './context.ts';
import { installCommand } from './package-manager.ts';
import { installedProviders } from './resolve-package.ts';

type Place = Pick<Problem, 'path' | 'variable'>;

const providerId = /^[a-z0-9][a-z0-9-]*$/;

/** Imports the adapter of the chosen provider. */
export async function loadAdapter(draft: Draft, context: Context): Promise<Draft> {
  const { provider, requirement } = draft;
  if (provider === undefined) return draft;
  if (!isPackageName(provider) && !providerId.test(provider))
    return withFinding(draft, unknownProvider(draft, provider, context));
  const name = packageOf(requirement.category, provider);
  const adapter = await loadAdapterPackage(
    { name, category: requirement.category, provider },
    context.packages,
  );
  if (adapter.status === 'loaded') return { ...draft, adapter };
  return withFinding(draft, describe(draft, provider, adapter, context));
}

function withFinding(draft: Draft, finding: Finding): Draft {
  return { ...draft, findings: [...draft.findings, finding] };
}

function describe(
  draft: Draft,
  provider: string,
  adapter: Exclude<AdapterPackage, { status: 'loaded' }>,
  context: Context,
): Finding {
  const at = whereOf(draft);
  const { category } = draft.requirement;
  if (adapter.status === 'failed') return failed(at, adapter);
  if (adapter.status === 'other') {
    const found = `${adapter.name}, which exports ${adapter.found}`;
    const fix = `Name a package with one adapter of this category, for interface ${acceptedSpecs.join(' or ')}.`;
    return invalid({ ...at, found, expected: `an adapter for ${category}`, fix });
  }
  return nearestProvider(provider, category, context) === undefined
    ? absent(at, adapter.name, context)
    : unknownProvider(draft, provider, context);
}

function failed(at: Place, { name, cause }: { readonly name: string; readonly cause: unknown }): Finding {
  const why = cause instanceof Error ? `${cause.name}: ${redact(cause.message)}` : 'it threw no error';
  const problem = {
    ...at,
    found: `${name} is installed and failed when it was imported (${why})`,
    expected: 'a package that can be imported',
    fix: 'Repair that error: a dependency of it may be missing, or this Node too old for it.',
  };
  return { ...invalid(problem), cause };
}

function absent(at: Place, name: string, { directory, env }: Context): Finding {
  const isFile = isPath(name);
  const problem = {
    ...at,
    found: `${name}, which is not ${isFile ? 'there' : 'installed'}`,
    expected: 'an installed adapter',
    fix: isFile
      ? `It was looked for from ${directory}.`
      : `Install it: ${installCommand(name, directory, env)}`,
  };
  return { problem, code: 'adapter_missing', cause: new Error(`${name} was not found from ${directory}`) };
}

function unknownProvider(draft: Draft, provider: string, context: Context): Finding {
  const { category } = draft.requirement;
  const installed = installedProviders(category, context.packages.bases);
  const meant = nearestProvider(provider, category, context);
  const problem = {
    ...whereOf(draft),
    found: describeFound(provider),
    expected:
      installed.length === 0
        ? `the id of a provider of ${category}`
        : `one of ${installed.join(', ')} (installed)`,
    fix:
      meant === undefined
        ? 'Name an id, or the package of a third party’s adapter.'
        : `Did you mean ${meant}?`,
  };
  return invalid(problem);
}

function nearestProvider(provider: string, category: string, { packages }: Context): string | undefined {
  return nearest(provider, installedProviders(category, packages.bases));
}

function whereOf({ path, label }: Draft): Place {
  return { path: `${label}.provider`, variable: variableOf(path, 'provider') };
}
