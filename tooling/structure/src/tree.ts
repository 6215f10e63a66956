import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The text files of a repository: path from its root (with `/`) → text. */
export type Tree = ReadonlyMap<string, string>;

/** The files that git tracks, or would track: what `.gitignore` names and what is binary is left out. */
export function readTree(root: string): Tree {
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const tree = new Map<string, string>();
  for (const path of listed.split('\0').toSorted()) {
    const text = path === '' ? undefined : readText(join(root, path));
    if (text !== undefined) tree.set(path, text);
  }
  return tree;
}

/** The files that the build wrote for the given packages, as paths from the root. */
export function readBuiltFiles(root: string, folders: readonly string[]): ReadonlySet<string> {
  const paths = folders
    .map((folder) => `${folder}/dist`)
    .filter((dist) => existsSync(join(root, dist)))
    .flatMap((dist) =>
      readdirSync(join(root, dist), { encoding: 'utf8', recursive: true }).map((file) => `${dist}/${file}`),
    );
  return new Set(paths);
}

function readText(path: string): string | undefined {
  // A tracked file may be deleted or replaced by a link in the work tree.
  if (!existsSync(path) || !lstatSync(path).isFile()) return undefined;
  const bytes = readFileSync(path);
  return bytes.subarray(0, 8192).includes(0) ? undefined : bytes.toString('utf8');
}
