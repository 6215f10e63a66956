import { isRecord, readManifest } from './manifest.ts';
import { parseSource, type SourceFile } from './syntax.ts';
import type { Tree } from './tree.ts';

/** What a package is for; it follows from its directory. */
export type PackageKind = 'core' | 'testing' | 'library' | 'contract' | 'adapter' | 'app' | 'tooling';

/** One package of the repository. */
export interface Package {
  /** Its directory, from the root: `packages/payments/stripe`. */
  readonly folder: string;
  readonly kind: PackageKind;
  /** The last part of its directory: `stripe`, `contract`, `core`. */
  readonly directory: string;
  /** Of a contract or an adapter: `payments`. */
  readonly category?: string;
  /** An adapter that is its own provider: no vendor, no account, no network. */
  readonly embedded: boolean;
  /** An adapter for whatever speaks a protocol (SMTP, OpenID Connect): its peers are servers, not a fake of ours. */
  readonly protocol: boolean;
  readonly name: string;
  readonly manifest: Readonly<Record<string, unknown>>;
  /** The parsed modules under its directory. */
  readonly sources: readonly SourceFile[];
}

/** A repository, read and parsed: what the rules look at. */
export interface Workspace {
  readonly tree: Tree;
  readonly packages: readonly Package[];
  /** All modules of packages, apps, tooling and the root. */
  readonly sources: readonly SourceFile[];
  /** The files that the build wrote; absent when only the sources are checked. */
  readonly builtFiles?: ReadonlySet<string>;
}

/** Reads the packages and parses the modules of a tree. */
export function readWorkspace(tree: Tree, builtFiles?: ReadonlySet<string>): Workspace {
  const sources = [...tree].filter(([path]) => isModule(path)).map(([path, text]) => parseSource(path, text));
  const packages = packageFolders(tree).map((folder) => readPackage(tree, folder, sources));
  return { tree, packages, sources, ...(builtFiles && { builtFiles }) };
}

/** The modules under `src/`: what the package ships. */
export function shipped(owner: Package): readonly SourceFile[] {
  return owner.sources.filter((file) => file.path.startsWith(`${owner.folder}/src/`));
}

/** Whether the file belongs to tests, and not to what is shipped. */
export function isTest(path: string): boolean {
  return path.includes('/test/') || /\.(test|test-d)\.tsx?$/.test(path);
}

/** The directories that hold a package: `packages/*`, `packages/<category>/*`, `apps/*`, `tooling/*`. */
export function packageFolders(tree: Tree): string[] {
  return [...tree.keys()]
    .filter((path) => /^(packages\/[^/]+(\/[^/]+)?|apps\/[^/]+|tooling\/[^/]+)\/package\.json$/.test(path))
    .map((path) => path.slice(0, -'/package.json'.length));
}

function isModule(path: string): boolean {
  return /\.[cm]?[jt]sx?$/.test(path);
}

function readPackage(tree: Tree, folder: string, sources: readonly SourceFile[]): Package {
  const [area = '', first = '', second] = folder.split('/');
  const manifest = readManifest(tree.get(`${folder}/package.json`) ?? '');
  const { name, patchbay } = manifest;
  return {
    folder,
    kind: kindOf(area, first, second, tree),
    directory: second ?? first,
    ...(second !== undefined && { category: first }),
    embedded: isRecord(patchbay) && patchbay['embedded'] === true,
    protocol: isRecord(patchbay) && patchbay['protocol'] === true,
    name: typeof name === 'string' ? name : '',
    manifest,
    sources: sources.filter((file) => file.path.startsWith(`${folder}/`)),
  };
}

function kindOf(area: string, first: string, second: string | undefined, tree: Tree): PackageKind {
  if (area === 'apps') return 'app';
  if (area === 'tooling') return 'tooling';
  if (second === 'contract') return 'contract';
  if (second === undefined) return first === 'core' || first === 'testing' ? first : 'library';
  // A folder without a contract (telemetry) groups libraries: there is nothing to adapt to.
  return tree.has(`packages/${first}/contract/package.json`) ? 'adapter' : 'library';
}
