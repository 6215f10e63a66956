import { type Dependency, dependenciesBetween } from '../dependencies.ts';
import type { Rule } from '../rule.ts';
import type { PackageKind } from '../workspace.ts';

/** What each kind of package may build on, in what it ships. */
const mayUse: Readonly<Record<PackageKind, readonly PackageKind[]>> = {
  core: [],
  testing: ['core'],
  contract: ['core'],
  adapter: ['core', 'contract'],
  library: ['core', 'contract', 'library'],
  app: ['core', 'contract', 'adapter', 'library', 'testing'],
  tooling: ['core', 'contract', 'adapter', 'library', 'testing', 'app', 'tooling'],
};

export const noCrossAdapterImport: Rule = {
  id: 'no-cross-adapter-import',
  says: 'One adapter does not know of another.',
  *check(workspace) {
    for (const { from, to, path, line } of dependenciesBetween(workspace).filter(isBetweenAdapters)) {
      yield {
        path,
        line,
        wrong: `The adapter ${from.name} uses the adapter ${to.name}.`,
        fix: 'Move what both need down to their contract or to core.',
      };
    }
  },
};

export const layers: Rule = {
  id: 'layers',
  says: 'Dependencies point one way, adapter → contract → core, and go through the names that a package exports.',
  *check(workspace) {
    for (const dependency of dependenciesBetween(workspace)) {
      if (isAllowed(dependency) || isBetweenAdapters(dependency)) continue;
      const { from, to, through, path, line } = dependency;
      yield {
        path,
        line,
        wrong: `${from.name} (${from.kind}) uses ${to.name} (${to.kind})${through === 'relative' ? ' by a relative path' : ''}.`,
        fix: `In what it ships, this kind may use ${mayUse[from.kind].join(', ') || 'no package of ours'}: by name, and only the contract of its own category.`,
      };
    }
  },
};

function isAllowed({ from, to, through }: Dependency): boolean {
  const isForeignContract =
    from.kind === 'adapter' && to.kind === 'contract' && to.category !== from.category;
  return mayUse[from.kind].includes(to.kind) && !isForeignContract && through !== 'relative';
}

function isBetweenAdapters({ from, to }: Dependency): boolean {
  return from.kind === 'adapter' && to.kind === 'adapter';
}
