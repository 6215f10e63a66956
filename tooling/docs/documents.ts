import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readTree } from '../structure/src/tree.ts';

export const root = fileURLToPath(new URL('../../', import.meta.url));

/** What kind of package a README is about: what it has to say depends on it. */
export type ReadmeKind = 'adapter' | 'contract' | 'other';

/** The README of a published package. */
export interface Readme {
  /** From the root of the repository. */
  readonly path: string;
  readonly kind: ReadmeKind;
}

/** One README for each published package: `packages/*` and `packages/<category>/*`. */
export const readmes: readonly Readme[] = foldersIn('packages').flatMap((folder) =>
  [folder, ...foldersIn(folder)]
    .filter((each) => existsSync(join(root, each, 'package.json')))
    .map((each) => ({ path: `${each}/README.md`, kind: kindOf(each) })),
);

/** Every document whose snippets are compiled. Those of the guide for adapters are parts of the files that it names. */
export const documents: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'VERSIONING.md',
  'apps/docs/errors.md',
  'apps/docs/capabilities.md',
  'apps/shop/README.md',
  ...readmes.map(({ path }) => path),
];

/** Every document that people read, but for what a release eats up: their links are followed. */
export const everyDocument: readonly string[] = [...readTree(root).keys()].filter(
  (path) => path.endsWith('.md') && !/^(\.changeset|packages\/cli\/templates)\/|CHANGELOG\.md$/.test(path),
);

function kindOf(folder: string): ReadmeKind {
  if (folder.endsWith('/contract')) return 'contract';
  return folder.split('/').length === 3 ? 'adapter' : 'other';
}

/** The folders in a folder of the repository, in the order of their names. */
export function foldersIn(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .map(({ name }) => `${folder}/${name}`)
    .toSorted();
}
