import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

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

/** Every document whose snippets are compiled and whose links are followed. */
export const documents: readonly string[] = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'apps/docs/errors.md',
  'apps/docs/capabilities.md',
  ...readmes.map(({ path }) => path),
];

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
