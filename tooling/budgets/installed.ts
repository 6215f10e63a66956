import { existsSync, lstatSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { manifestOf } from './manifest.ts';

/** Packages that are installed with another one: where each lies, by its real path. */
export type Closure = ReadonlySet<string>;

/** A package with everything that it needs in production, as it is installed here. */
export function closureOf(folders: readonly string[]): Closure {
  const found = new Set<string>();
  const queue = folders.map((folder) => realpathSync(folder));
  for (const folder of queue) {
    if (found.has(folder)) continue;
    found.add(folder);
    const { name, required, optional } = manifestOf(folder);
    for (const needed of [...required, ...optional]) {
      const at = locate(needed, folder);
      if (at !== undefined) queue.push(at);
      else if (required.includes(needed)) throw new Error(`${name} needs ${needed}, which is not installed.`);
    }
  }
  return found;
}

/** Where a package is found by one that lies in `folder`, as Node looks for it. */
export function locate(name: string, folder: string): string | undefined {
  for (let at = folder; at !== dirname(at); at = dirname(at)) {
    const candidate = join(at, 'node_modules', name);
    if (existsSync(join(candidate, 'package.json'))) return realpathSync(candidate);
  }
  return undefined;
}

/** Bytes of a package's own files, without packages inside it. */
export function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => name !== 'node_modules')
    .map((entry) => {
      const path = join(folder, entry.name);
      return entry.isDirectory() ? bytesOf(path) : lstatSync(path).size;
    })
    .reduce((sum, bytes) => sum + bytes, 0);
}
