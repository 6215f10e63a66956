import { importsOf, resolveRelative } from './imports.ts';
import { lineOfWord, recordIn } from './manifest.ts';
import { type Package, shipped, type Workspace } from './workspace.ts';

/** One package of ours that uses another, in what it ships. */
export interface Dependency {
  readonly from: Package;
  readonly to: Package;
  /** `relative` reaches past the other package's exports. */
  readonly through: 'manifest' | 'name' | 'relative';
  readonly path: string;
  readonly line: number;
}

/** The dependencies between our packages: by import in `src/`, and by the manifest. */
export function dependenciesBetween({ packages, tree }: Workspace): Dependency[] {
  return packages.flatMap((from) => [
    ...byImport(from, packages),
    ...byManifest(from, packages, tree.get(`${from.folder}/package.json`) ?? ''),
  ]);
}

function* byImport(from: Package, packages: readonly Package[]): Generator<Dependency> {
  for (const file of shipped(from)) {
    for (const { specifier, line } of importsOf(file)) {
      const isRelative = specifier.startsWith('.');
      const to = isRelative
        ? packages.find(({ folder }) => resolveRelative(file.path, specifier).startsWith(`${folder}/`))
        : packages.find(({ name }) => specifier === name || specifier.startsWith(`${name}/`));
      if (to === undefined || to === from) continue;
      yield { from, to, through: isRelative ? 'relative' : 'name', path: file.path, line };
    }
  }
}

function* byManifest(from: Package, packages: readonly Package[], text: string): Generator<Dependency> {
  const fields = ['dependencies', 'peerDependencies', 'optionalDependencies'];
  for (const name of fields.flatMap((field) => Object.keys(recordIn(from.manifest, field)))) {
    const to = packages.find((candidate) => candidate.name === name);
    if (to === undefined) continue;
    yield {
      from,
      to,
      through: 'manifest',
      path: `${from.folder}/package.json`,
      line: lineOfWord(text, name),
    };
  }
}
