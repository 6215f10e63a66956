import { isDeepStrictEqual } from 'node:util';
import { isRecord, lineOfWord, recordIn } from '../manifest.ts';
import type { Rule, Violation } from '../rule.ts';
import type { Package, Workspace } from '../workspace.ts';

const sourceCondition = '@patchbay/source';

/** One file that a manifest promises, with the word in the manifest that promises it. */
interface Promised {
  readonly word: string;
  readonly file: string;
}

export const exportsBuilt: Rule = {
  id: 'exports-built',
  says: 'Every file that a package exports is built from an entry of its tsup.config.ts and published under the same subpath.',
  *check(workspace) {
    for (const owner of workspace.packages.filter(({ kind }) => kind !== 'app' && kind !== 'tooling')) {
      const text = workspace.tree.get(`${owner.folder}/package.json`) ?? '';
      for (const { word, ...found } of problemsOf(owner, workspace)) {
        yield { path: `${owner.folder}/package.json`, line: lineOfWord(text, word), ...found };
      }
    }
  },
};

type Problem = Pick<Violation, 'wrong' | 'fix'> & { readonly word: string };

function* problemsOf(owner: Package, { tree, builtFiles }: Workspace): Generator<Problem> {
  yield* publishedOtherwise(owner);
  yield* subpathsWithoutSource(owner, tree);
  const built = new Set(entriesOf(owner).flatMap(outputsOf));
  for (const { word, file } of promisedFiles(owner)) {
    if (!built.has(file)) {
      yield {
        word,
        wrong: `No entry of tsup.config.ts builds ${file}.`,
        fix: `Add the source of ${file} to the entries.`,
      };
    } else if (builtFiles !== undefined && !builtFiles.has(`${owner.folder}/${file}`)) {
      yield {
        word,
        wrong: `The build did not write ${file}.`,
        fix: 'Run the build, and see what it says about this package.',
      };
    }
  }
}

/** `publishConfig.exports` is `exports` without the condition that leads to the sources. */
function* publishedOtherwise({ manifest }: Package): Generator<Problem> {
  const published = recordIn(recordIn(manifest, 'publishConfig'), 'exports');
  const expected = Object.fromEntries(
    Object.entries(recordIn(manifest, 'exports')).map(([subpath, target]) => [
      subpath,
      withoutSource(target),
    ]),
  );
  if (isDeepStrictEqual(published, expected)) return;
  yield {
    word: 'publishConfig',
    wrong: 'publishConfig.exports is not what exports says.',
    fix: `Repeat exports there, without the "${sourceCondition}" lines.`,
  };
}

function withoutSource(target: unknown): unknown {
  if (!isRecord(target)) return target;
  return Object.fromEntries(Object.entries(target).filter(([condition]) => condition !== sourceCondition));
}

function* subpathsWithoutSource(owner: Package, tree: Workspace['tree']): Generator<Problem> {
  for (const [subpath, target] of Object.entries(recordIn(owner.manifest, 'exports'))) {
    if (!isRecord(target)) continue;
    const source = target[sourceCondition];
    if (typeof source === 'string' && tree.has(`${owner.folder}/${fileIn(source)}`)) continue;
    yield {
      word: subpath,
      wrong: `The subpath "${subpath}" has no source file.`,
      fix: `Point its first condition, "${sourceCondition}", at the file in src/ that it is built from.`,
    };
  }
}

function promisedFiles({ manifest }: Package): Promised[] {
  const subpaths = Object.entries(recordIn(manifest, 'exports')).flatMap(([subpath, target]) =>
    Object.entries(isRecord(target) ? target : { default: target })
      .filter(([condition]) => condition !== sourceCondition)
      .map(([, file]) => ({ word: subpath, file })),
  );
  const { bin } = manifest;
  const programs = Object.entries(isRecord(bin) ? bin : { bin }).map(([word, file]) => ({ word, file }));
  return [...subpaths, ...programs].flatMap(({ word, file }) =>
    typeof file === 'string' && file !== './package.json' ? [{ word, file: fileIn(file) }] : [],
  );
}

/** The entries in the package's tsup.config.ts: its string literals that name a file in `src/`. */
function entriesOf(owner: Package): string[] {
  const config = owner.sources.find(({ path }) => path === `${owner.folder}/tsup.config.ts`);
  return (config?.nodes ?? []).flatMap(({ node }) =>
    node.type === 'Literal' && typeof node.value === 'string' && node.value.startsWith('src/')
      ? [node.value]
      : [],
  );
}

function outputsOf(entry: string): string[] {
  const stem = entry.replace(/^src\//, 'dist/').replace(/\.tsx?$/, '');
  return [`${stem}.js`, `${stem}.d.ts`];
}

function fileIn(path: string): string {
  return path.replace(/^\.\//, '');
}
