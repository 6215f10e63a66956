import { isDeepStrictEqual } from 'node:util';
import { lineOfWord, recordIn } from '../manifest.ts';
import type { Rule, Violation } from '../rule.ts';
import type { Package } from '../workspace.ts';

/** Scripts that a package manager starts by itself run on users' machines, or where we publish. */
const ownScripts: ReadonlySet<string> = new Set(['build']);

/** pnpm takes any field of `publishConfig` for what the manifest says. */
const publishFields: ReadonlySet<string> = new Set(['access', 'provenance', 'exports']);

/** What every tarball has beside its manifest, README and licence. */
const filesOfAll = ['dist', 'CHANGELOG.md'] as const;

export const manifests: Rule = {
  id: 'manifests',
  says: 'A package under packages/ is published as it stands here: built files and its changelog, nothing that runs at an install.',
  *check({ packages, tree }) {
    for (const owner of packages.filter(({ kind }) => kind !== 'app' && kind !== 'tooling')) {
      const path = `${owner.folder}/package.json`;
      const text = tree.get(path) ?? '';
      for (const { word, ...found } of problemsOf(owner))
        yield { path, line: lineOfWord(text, word), ...found };
    }
  },
};

type Problem = Pick<Violation, 'wrong' | 'fix'> & { readonly word: string };

function* problemsOf({ manifest, folder }: Package): Generator<Problem> {
  if (manifest['private'] === true)
    yield { word: 'private', wrong: 'The package is never published.', fix: 'Move it to tooling/ or apps/.' };
  for (const word of Object.keys(recordIn(manifest, 'scripts')).filter((name) => !ownScripts.has(name)))
    yield {
      word,
      wrong: `It has the script "${word}".`,
      fix: 'Keep `build` alone; the tasks are those of the root.',
    };
  const { directory = folder } = recordIn(manifest, 'repository');
  if (directory !== folder)
    yield { word: 'directory', wrong: 'It says that it lies elsewhere.', fix: `Write "${folder}".` };
  yield* dependencyProblems(manifest);
  if ('exports' in manifest || 'bin' in manifest) yield* publishProblems(manifest);
}

/** Ranges stand in the catalog, where a change of one is a change of all; our own are whatever is released together. */
function* dependencyProblems(manifest: Package['manifest']): Generator<Problem> {
  const ranges = ['dependencies', 'optionalDependencies'].flatMap((field) =>
    Object.entries(recordIn(manifest, field)),
  );
  for (const [word, range] of ranges) {
    const wanted = word.startsWith('@patchbay/') ? 'workspace:^' : 'catalog:';
    if (range === wanted) continue;
    yield { word, wrong: `It takes ${word} as "${String(range)}".`, fix: `Write "${wanted}".` };
  }
}

function* publishProblems(manifest: Package['manifest']): Generator<Problem> {
  const files = Array.isArray(manifest['files']) ? manifest['files'].map(String) : [];
  const missing = filesOfAll.filter((file) => !files.includes(file));
  if (missing.length > 0)
    yield {
      word: 'files',
      wrong: `files lacks ${missing.join(', ')}.`,
      fix: 'Users read them in node_modules.',
    };
  if (manifest['license'] !== 'MIT')
    yield { word: 'license', wrong: 'It is not under MIT.', fix: 'All packages are: write "MIT".' };
  const settings = recordIn(manifest, 'publishConfig');
  for (const word of Object.keys(settings).filter((field) => !publishFields.has(field)))
    yield { word, wrong: `publishConfig has "${word}".`, fix: 'Say it in the manifest itself.' };
  const { access, provenance } = settings;
  if (!isDeepStrictEqual([access, provenance], ['public', true]))
    yield {
      word: 'publishConfig',
      wrong: 'It is not public with provenance.',
      fix: 'Write both into publishConfig.',
    };
}
