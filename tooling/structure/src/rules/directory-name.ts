import { lineOfWord } from '../manifest.ts';
import type { Rule } from '../rule.ts';
import type { Package } from '../workspace.ts';

export const directoryName: Rule = {
  id: 'directory-name',
  says: 'The directory of a package and its name follow from each other.',
  *check({ packages, tree }) {
    for (const found of packages) {
      const expected = expectedName(found);
      if (found.name === expected) continue;
      const path = `${found.folder}/package.json`;
      yield {
        path,
        line: lineOfWord(tree.get(path) ?? '', 'name'),
        wrong: `The package here is named "${found.name}".`,
        fix: `Name it "${expected}", or move it to the directory of its name.`,
      };
    }
    yield* foldersWithoutManifest([...tree.keys()]);
  },
};

/** The name that a directory asks for. */
function expectedName({ kind, category, directory }: Package): string {
  if (kind === 'tooling') return `@patchbay/tooling-${directory}`;
  if (kind === 'contract') return `@patchbay/${category}`;
  return category === undefined ? `@patchbay/${directory}` : `@patchbay/${category}-${directory}`;
}

function* foldersWithoutManifest(paths: readonly string[]): ReturnType<Rule['check']> {
  const known = new Set(paths);
  const folders = new Set(paths.flatMap((path) => /^((?:packages|apps)\/.+?)\/src\//.exec(path)?.[1] ?? []));
  for (const folder of folders) {
    if (known.has(`${folder}/package.json`) && folder.split('/').length <= 3) continue;
    yield {
      path: paths.find((path) => path.startsWith(`${folder}/src/`)) ?? folder,
      line: 1,
      wrong: `"${folder}" holds sources but is not the directory of a package.`,
      fix: 'Packages live in packages/<name>, packages/<category>/<provider> and apps/<name>, each with a package.json.',
    };
  }
}
