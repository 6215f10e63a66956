import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isRecord, readManifest, recordIn } from '../structure/src/manifest.ts';
import { packageFolders } from '../structure/src/workspace.ts';

/** A package that is published. */
export interface PublishedPackage {
  readonly name: string;
  /** From the root: `packages/payments/stripe`. */
  readonly folder: string;
  /** What users import (`@patchbay/core/node`) → its module, from the root. */
  readonly entries: ReadonlyMap<string, string>;
  readonly manifest: Readonly<Record<string, unknown>>;
}

/** The packages that are published, of the files of a repository. */
export function publishedPackages(root: string, files: Iterable<string>): PublishedPackage[] {
  const folders = packageFolders(new Map(Array.from(files, (path) => [path, ''])));
  return folders
    .filter((folder) => folder.startsWith('packages/'))
    .map((folder) =>
      toPackage(folder, readManifest(readFileSync(join(root, folder, 'package.json'), 'utf8'))),
    )
    .filter(({ manifest }) => manifest['private'] !== true);
}

function toPackage(folder: string, manifest: Readonly<Record<string, unknown>>): PublishedPackage {
  const name = String(manifest['name']);
  const entries = Object.entries(recordIn(manifest, 'exports')).flatMap(([subpath, target]) => {
    const source = isRecord(target) ? target['@patchbay/source'] : undefined;
    return typeof source === 'string' ? [[name + subpath.slice(1), join(folder, source)] as const] : [];
  });
  return { name, folder, entries: new Map(entries), manifest };
}

/** Dependencies that are not installed: types of theirs would be reported as `any`, without a word. */
export function missingDependencies(root: string, { folder, manifest }: PublishedPackage): string[] {
  return Object.keys(recordIn(manifest, 'dependencies')).filter(
    (name) => !existsSync(join(root, folder, 'node_modules', name)),
  );
}
