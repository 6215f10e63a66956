import { globalsOf, isUseOf } from '../globals.ts';
import { importsOf, isNodeBuiltin, resolveRelative } from '../imports.ts';
import { recordIn } from '../manifest.ts';
import type { Rule, Violation } from '../rule.ts';
import type { SourceFile } from '../syntax.ts';
import { type Package, shipped } from '../workspace.ts';

/** Subpaths that need Node. */
const nodeSubpaths = ['./node', './sqlite'];

const nodeGlobals = ['Buffer', 'process', 'require', 'global', '__dirname', '__filename', 'setImmediate'];

export const coreNoNode: Rule = {
  id: 'core-no-node',
  says: 'Core, contracts, webhooks and what has a ./node subpath run without Node: only `./node` and `./sqlite` lead to it.',
  *check({ packages }) {
    for (const owner of packages.filter(isRuntimeNeutral)) {
      const onlyNode = reachedOnlyByNode(owner);
      for (const file of shipped(owner).filter(({ path }) => !onlyNode.has(path))) yield* nodeUses(file);
    }
  },
};

function isRuntimeNeutral({ kind, folder, manifest }: Package): boolean {
  const isNamed = kind === 'core' || kind === 'contract' || folder === 'packages/webhooks';
  return isNamed || './node' in recordIn(manifest, 'exports');
}

function* nodeUses(file: SourceFile): Generator<Violation> {
  const fix = 'Use the web-standard interface, or move the code behind the ./node subpath.';
  for (const { specifier, line } of importsOf(file)) {
    if (isNodeBuiltin(specifier))
      yield { path: file.path, line, wrong: `${specifier} exists only in Node.`, fix };
  }
  for (const use of globalsOf(file)) {
    const name = nodeGlobals.find((candidate) => isUseOf(use, candidate));
    if (name !== undefined)
      yield { path: file.path, line: use.line, wrong: `${name} exists only in Node.`, fix };
  }
}

/** The files that such a subpath leads to and no other does. */
function reachedOnlyByNode(owner: Package): ReadonlySet<string> {
  const entries = Object.entries(recordIn(owner.manifest, 'exports')).map(([subpath, target]) => ({
    isNode: nodeSubpaths.includes(subpath),
    path: `${owner.folder}/${String(recordIn({ target }, 'target')['@patchbay/source']).replace(/^\.\//, '')}`,
  }));
  const neutral = reach(
    owner,
    entries.filter(({ isNode }) => !isNode).map(({ path }) => path),
  );
  const node = reach(
    owner,
    entries.filter(({ isNode }) => isNode).map(({ path }) => path),
  );
  return new Set([...node].filter((path) => !neutral.has(path)));
}

function reach(owner: Package, entries: readonly string[]): ReadonlySet<string> {
  const reached = new Set(entries);
  for (const path of reached) {
    const file = owner.sources.find((candidate) => candidate.path === path);
    for (const { specifier } of file === undefined ? [] : importsOf(file)) {
      if (specifier.startsWith('.')) reached.add(resolveRelative(path, specifier));
    }
  }
  return reached;
}
