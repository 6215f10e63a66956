import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NewChangeset } from '@changesets/types';
import type { PublishedPackage } from '../api/packages.ts';
import { readManifest } from '../structure/src/manifest.ts';
import { readApi } from './api.ts';
import { compareApis } from './compare.ts';
import type { History } from './git.ts';
import type { Facts } from './judge.ts';
import { type Change, greatest, type Level } from './levels.ts';
import { compareManifests, readCatalog } from './manifests.ts';
import { isOlder, levelBetween, newestReleases } from './versions.ts';

/** What the facts of all packages are gathered from. */
export interface Sources {
  readonly root: string;
  readonly history: History;
  readonly packages: readonly PublishedPackage[];
  /** All changesets that wait for the next release. */
  readonly changesets: readonly NewChangeset[];
  /** The commit at which the change began; without it, each package's last release. */
  readonly since?: string;
}

const workspace = 'pnpm-workspace.yaml';

/** Gathers what is to be judged of each package. */
export function gatherFacts(sources: Sources): readonly Facts[] {
  const releases = newestReleases(sources.history.tags());
  return sources.packages.map((owner) => factsOf(owner, releases.get(owner.name), sources));
}

function factsOf(owner: PublishedPackage, released: string | undefined, sources: Sources): Facts {
  const { name, manifest } = owner;
  const version = String(manifest['version']);
  if (released === undefined && version !== '0.0.0')
    throw new Error(`${name} is at ${version}, and no tag ${name}@… is here: git fetch --tags`);
  if (released !== undefined && released !== version) assertWritten(owner, released, sources.root);
  const declared = levelOf(name, sources.changesets);
  const written = released === undefined ? 'none' : levelBetween(released, version);
  const page = join(sources.root, owner.folder, 'api.md');
  const now = existsSync(page) ? readFileSync(page, 'utf8') : '';
  const tag = released === undefined ? undefined : `${name}@${released}`;
  const base = sources.since ?? tag;
  const changedFiles = base === undefined ? undefined : shippedFiles(owner, base, sources);
  return {
    name,
    declared: greatest([declared, written]),
    named: greatest([levelOf(name, changesetsSince(sources)), written]),
    changes: tag === undefined ? [] : changesSince(tag, owner, now, sources),
    madeOf: importedPackages(now),
    ...(released !== undefined && { released }),
    ...(changedFiles !== undefined && { changedFiles }),
  };
}

/** A version counts for what was declared only where it came with its lines in the changelog. */
function assertWritten({ name, folder, manifest }: PublishedPackage, released: string, root: string): void {
  const version = String(manifest['version']);
  const path = join(root, folder, 'CHANGELOG.md');
  const changelog = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (isOlder(released, version) && changelog.includes(`\n## ${version}\n`)) return;
  throw new Error(
    `${name} was released as ${released} and is at ${version}, which \`changeset version\` did not write: set it back.`,
  );
}

function levelOf(name: string, changesets: readonly NewChangeset[]): Level {
  return greatest(
    changesets.flatMap(({ releases }) => releases.filter((one) => one.name === name).map(({ type }) => type)),
  );
}

/** Those that the change itself brings. */
function changesetsSince({ changesets, since, history }: Sources): readonly NewChangeset[] {
  if (since === undefined) return changesets;
  const changed = new Set(history.changedSince(since));
  return changesets.filter(({ id }) => changed.has(`.changeset/${id}.md`));
}

/** Files of a package that tools write: no changes of their own. */
const made: ReadonlySet<string> = new Set(['dist', 'CHANGELOG.md']);
const sourcesOfBuild = ['src', 'tsup.config.ts', 'tsconfig.build.json'] as const;

/** Changed files of a package that reach users, and its package.json where it matters to them. */
function shippedFiles(owner: PublishedPackage, base: string, { history, root }: Sources): readonly string[] {
  const { folder, manifest } = owner;
  const files = Array.isArray(manifest['files']) ? manifest['files'].map(String) : [];
  const shipped = [...sourcesOfBuild, ...files.filter((file) => !made.has(file))];
  const isShipped = (path: string) =>
    shipped.some((part) => path === `${folder}/${part}` || path.startsWith(`${folder}/${part}/`));
  const isOtherManifest = compareWithManifestAt(base, owner, '', { history, root }).length > 0;
  const changed = history.changedSince(base).filter(isShipped);
  return isOtherManifest ? [...changed, `${folder}/package.json`] : changed;
}

function changesSince(
  tag: string,
  owner: PublishedPackage,
  now: string,
  sources: Sources,
): readonly Change[] {
  const before = sources.history.fileAt(tag, `${owner.folder}/api.md`);
  if (before === undefined) throw new Error(`${tag} has no ${owner.folder}/api.md here: git fetch --tags`);
  const declarations = compareApis(readApi(before), readApi(now));
  return [...declarations, ...compareWithManifestAt(tag, owner, now, sources)];
}

function compareWithManifestAt(
  commit: string,
  { folder, manifest }: PublishedPackage,
  page: string,
  { history, root }: Pick<Sources, 'history' | 'root'>,
): readonly Change[] {
  const before = history.fileAt(commit, `${folder}/package.json`);
  if (before === undefined) return [];
  const publicTypes = new Set(importedPackages(page));
  return compareManifests(
    { manifest: readManifest(before), catalog: readCatalog(history.fileAt(commit, workspace) ?? '') },
    { manifest, catalog: readCatalog(readFileSync(join(root, workspace), 'utf8')) },
    (name) => publicTypes.has(name),
  );
}

/** The packages whose types an api.md names: by an import, by an export, or in place. */
function importedPackages(page: string): readonly string[] {
  const specifiers = [...page.matchAll(/(?:^(?:import|export) .* from |\bimport\()["']([^"'.][^"']*)["']/gm)];
  const packages = specifiers.map(([, from = '']) => /^(@[^/]+\/)?[^/]+/.exec(from)?.[0] ?? from);
  return [...new Set(packages)];
}
