import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { isPath } from '../config/names.ts';
import { isRecord } from '../config/record.ts';

/** Directories from which packages are resolved, the application's own first. */
export function resolutionBases(directory: string): readonly string[] {
  const script = process.argv[1];
  const program = script === undefined ? [] : [dirname(script)];
  return [...new Set([directory, process.cwd(), ...program, import.meta.dirname])];
}

/**
 * The file that `import` of the package would load from one of these directories; `undefined` where it is absent.
 * @throws What Node says where the package is there and cannot be resolved.
 */
export function resolvePackage(name: string, bases: readonly string[]): string | undefined {
  for (const base of isPath(name) ? bases.slice(0, 1) : bases) {
    const { resolve } = createRequire(join(base, 'resolve-from-here.js'));
    try {
      return resolve(name);
    } catch (error) {
      const directory = packageDirectory(name, resolve.paths(name) ?? []);
      if (directory === undefined) continue;
      const entry = importEntry(directory);
      if (entry !== undefined && existsSync(entry)) return entry;
      throw error;
    }
  }
  return undefined;
}

/** Version in the nearest package.json above a file. */
export function versionOf(file: string): string | undefined {
  for (let directory = dirname(file); directory !== dirname(directory); directory = dirname(directory)) {
    const { name, version } = readManifest(directory);
    if (typeof name === 'string') return typeof version === 'string' ? version : undefined;
  }
  return undefined;
}

/** The ids of the providers of a category that are installed. */
export function installedProviders(category: string, bases: readonly string[]): readonly string[] {
  const folders = bases.flatMap(
    (base) => createRequire(join(base, 'resolve-from-here.js')).resolve.paths('@patchbay/x') ?? [],
  );
  const names = [...new Set(folders)].flatMap((folder) => listOf(join(folder, '@patchbay')));
  const prefix = `${category}-`;
  return [...new Set(names)]
    .filter((name) => name.startsWith(prefix))
    .map((name) => name.slice(prefix.length));
}

function packageDirectory(name: string, folders: readonly string[]): string | undefined {
  return folders
    .map((folder) => join(folder, name))
    .find((directory) => existsSync(join(directory, 'package.json')));
}

/** `resolve` asks as `require` does; this reads the entry of a package that only offers itself to `import`. */
function importEntry(directory: string): string | undefined {
  const { exports } = readManifest(directory);
  let target: unknown = isRecord(exports) && '.' in exports ? exports['.'] : exports;
  while (isRecord(target)) {
    const conditions = target;
    target = Object.keys(conditions)
      .filter((condition) => importConditions.has(condition))
      .map((condition) => conditions[condition])[0];
  }
  return typeof target === 'string' ? join(directory, target) : undefined;
}

const importConditions: ReadonlySet<string> = new Set(['node', 'import', 'module-sync', 'default']);

function readManifest(directory: string): Readonly<Record<string, unknown>> {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
    return isRecord(manifest) ? manifest : {};
  } catch {
    return {}; // no package.json here, or one that cannot be read
  }
}

function listOf(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory) : [];
}
