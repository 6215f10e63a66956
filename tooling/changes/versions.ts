import type { Level } from './levels.ts';

type Version = readonly [major: number, minor: number, patch: number];

/** The newest release of each package, by its tags: `@patchbay/core@1.2.0`. Trial releases are none. */
export function newestReleases(tags: readonly string[]): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const tag of tags) {
    const [, name, version] = /^(@.+)@(\d+\.\d+\.\d+)$/.exec(tag) ?? [];
    if (name === undefined || version === undefined) continue;
    const known = newest.get(name);
    if (known === undefined || isOlder(known, version)) newest.set(name, version);
  }
  return newest;
}

/** How far one version is from another that came before it. */
export function levelBetween(before: string, after: string): Level {
  const [old, young] = [parse(before), parse(after)];
  const index = old.findIndex((number, at) => number !== young[at]);
  return (['major', 'minor', 'patch'] as const)[index] ?? 'none';
}

/** Whether one version came before another. */
export function isOlder(a: string, b: string): boolean {
  const [old, young] = [parse(a), parse(b)];
  const index = old.findIndex((number, at) => number !== young[at]);
  return index >= 0 && (old[index] ?? 0) < (young[index] ?? 0);
}

function parse(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}
