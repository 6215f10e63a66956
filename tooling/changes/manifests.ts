import { isRecord, recordIn } from '../structure/src/manifest.ts';
import type { Change } from './levels.ts';

export type Manifest = Readonly<Record<string, unknown>>;

/** A manifest with the ranges that its catalog entries stand for. */
export interface ReadManifest {
  readonly manifest: Manifest;
  /** Name → range, of the default catalog. */
  readonly catalog: ReadonlyMap<string, string>;
}

/** The default catalog of a pnpm-workspace.yaml: flat lines, as this repository writes them. */
export function readCatalog(workspace: string): ReadonlyMap<string, string> {
  const block = /^catalog:\n((?: {2}.*\n|\n)*)/m.exec(workspace)?.[1] ?? '';
  const rows = [...block.matchAll(/^ {2}'?([^'\s:]+)'?: (\S+)$/gm)];
  return new Map(rows.map(([, name = '', range = '']) => [name, range]));
}

/** What a user notices of a changed package.json; what the subpaths export is compared elsewhere. */
export function compareManifests(
  before: ReadManifest,
  after: ReadManifest,
  isPublicType: (name: string) => boolean,
): readonly Change[] {
  return [
    ...compareRanges(before, after, 'engines'),
    ...compareRanges(before, after, 'peerDependencies'),
    ...newlyNeededPeers(before.manifest, after.manifest),
    ...['bin', 'type', 'os', 'cpu', 'libc'].flatMap((field) => compareField(before, after, field, 'major')),
    ...compareSubpaths(before.manifest, after.manifest),
    ...['exports', 'sideEffects', 'files'].flatMap((field) => compareField(before, after, field, 'patch')),
    ...compareDependencies(before, after, isPublicType),
  ];
}

/** What users have to have: an alternative more, or a demand less, harms nobody. */
function compareRanges(before: ReadManifest, after: ReadManifest, field: string): readonly Change[] {
  const [old, young] = [recordIn(before.manifest, field), recordIn(after.manifest, field)];
  return [...new Set([...Object.keys(old), ...Object.keys(young)])].flatMap((name): readonly Change[] => {
    const [was, is] = [alternativesOf(old[name]), alternativesOf(young[name])];
    if (was.join() === is.join()) return [];
    const isWider = is.length === 0 || (was.length > 0 && was.every((range) => is.includes(range)));
    const lines = [`- ${was.join(' || ')}`, `+ ${is.join(' || ')}`];
    return [
      { level: isWider ? 'minor' : 'major', what: `${name} in ${field} of package.json changed`, lines },
    ];
  });
}

/** Peers that could be left out before. */
function newlyNeededPeers(before: Manifest, after: Manifest): readonly Change[] {
  const isOptional = (manifest: Manifest, name: string) =>
    recordIn(recordIn(manifest, 'peerDependenciesMeta'), name)['optional'] === true;
  return Object.keys(recordIn(after, 'peerDependencies'))
    .filter((name) => isOptional(before, name) && !isOptional(after, name))
    .map((name) => ({ level: 'major', what: `the peer ${name} can no longer be left out`, lines: [] }));
}

/** Subpaths that are gone, and those that are found under other conditions, or in another order of them. */
function compareSubpaths(before: Manifest, after: Manifest): readonly Change[] {
  const [old, young] = [recordIn(before, 'exports'), recordIn(after, 'exports')];
  return Object.entries(old).flatMap(([subpath, target]): readonly Change[] => {
    const [was, is] = [conditionsOf(target), conditionsOf(young[subpath])];
    if (subpath in young && was === is) return [];
    const lines = [`- ${subpath}: ${was}`, ...(subpath in young ? [`+ ${subpath}: ${is}`] : [])];
    return [{ level: 'major', what: `${subpath} in exports of package.json changed`, lines }];
  });
}

function conditionsOf(target: unknown): string {
  return isRecord(target) ? Object.keys(target).join(', ') : 'always';
}

function alternativesOf(range: unknown): readonly string[] {
  return typeof range === 'string' ? range.split('||').map((part) => part.trim()) : [];
}

function compareField(
  before: ReadManifest,
  after: ReadManifest,
  field: string,
  level: Change['level'],
): readonly Change[] {
  const [old, young] = [JSON.stringify(before.manifest[field]), JSON.stringify(after.manifest[field])];
  if (old === young) return [];
  return [{ level, what: `${field} of package.json changed`, lines: [`- ${old}`, `+ ${young}`] }];
}

function compareDependencies(
  before: ReadManifest,
  after: ReadManifest,
  isPublicType: (name: string) => boolean,
): readonly Change[] {
  const [old, young] = [rangesOf(before), rangesOf(after)];
  return [...new Set([...old.keys(), ...young.keys()])].flatMap((name): readonly Change[] => {
    const [was, is] = [old.get(name), young.get(name)];
    if (was === is) return [];
    // What `native()` hands out has the types of this dependency.
    const isBreaking = isPublicType(name) && majorOf(was) !== majorOf(is);
    const what = `the dependency on ${name} changed${isBreaking ? ', whose types users see' : ''}`;
    const lines = [...(was === undefined ? [] : [`- ${was}`]), ...(is === undefined ? [] : [`+ ${is}`])];
    return [{ level: isBreaking ? 'major' : 'patch', what, lines }];
  });
}

function rangesOf({ manifest, catalog }: ReadManifest): ReadonlyMap<string, string> {
  const ranges = Object.entries(recordIn(manifest, 'dependencies')).map(
    ([name, range]) => [name, range === 'catalog:' ? (catalog.get(name) ?? '') : String(range)] as const,
  );
  return new Map(ranges);
}

/** The part of a version up to which a change breaks: of `0.5.1`, that is `0.5`. */
function majorOf(range: string | undefined): string {
  return /(?:0\.)*\d+/.exec(range ?? '')?.[0] ?? '';
}
