import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** Where a new package goes, and what it is called. */
export interface Place {
  readonly folder: string;
  readonly name: string;
  /** The root of this repository; absent for a package of somebody else. */
  readonly workspace?: string;
}

/** What decides where a package goes. */
export interface Wanted {
  readonly category: string;
  readonly provider: string;
  readonly folder?: string | undefined;
  readonly name?: string | undefined;
}

/** In this repository beside its siblings; elsewhere, or with a folder or name of one's own, a package of its own. */
export function placeFor({ category, provider, folder, name }: Wanted): Place {
  const workspace =
    folder === undefined && name === undefined ? findWorkspace(process.cwd(), category) : undefined;
  if (workspace !== undefined) {
    const beside = join(workspace, 'packages', category, provider);
    return { folder: beside, name: `@patchbay/${category}-${provider}`, workspace };
  }
  const own = `patchbay-${category}-${provider}`;
  return { folder: resolve(folder ?? own), name: name ?? own };
}

function findWorkspace(directory: string, category: string): string | undefined {
  const isHere =
    existsSync(join(directory, 'pnpm-workspace.yaml')) &&
    existsSync(join(directory, 'packages', category, 'contract', 'package.json'));
  if (isHere) return directory;
  const above = dirname(directory);
  return above === directory ? undefined : findWorkspace(above, category);
}
