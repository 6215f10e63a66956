/** Files of tests that take long, or start servers or processes: they run only for the rows that name them. */
const slow = [
  /\/conformance(\/suite)?\.test\.ts$/,
  /\/lazy\.test\.ts$/,
  /\/peers\//,
  /^packages\/core\/test\/(admission|resources|webhook-abuse)\.test\.ts$/,
  /^packages\/core\/test\/failover\/file-memory\.test\.ts$/,
  /^packages\/core\/test\/(config|copies)\//,
  /^packages\/auth\/oidc\/test\/(attacks|keys|device-and-sign-out)\.test\.ts$/,
  /^packages\/storage\/[\w-]+\/test\/keys\.test\.ts$/,
  /\/edge\.test\.ts$/,
  /^packages\/sync\/test\/(convergence|directory)\.test\.ts$/,
  /^packages\/webhooks\/test\/(bridges|node|signatures)\//,
  /^packages\/webhooks\/test\/receive\/(batch|codec|handling|many|names|queue|restart)\.test\.ts$/,
  /^packages\/webhooks\/test\/send\/(message|resilience|schedule|sqlite)\.test\.ts$/,
];

/** The files of tests that a row names, and the quick ones beside them and in the package that is changed. */
export function filesFor(
  named: readonly string[],
  changed: string,
  all: readonly string[],
): readonly string[] {
  const folders = [...named.map((file) => before(file, '/test/')), before(changed, '/src/')];
  const isNear = (file: string): boolean => folders.includes(before(file, '/test/'));
  const isSlow = (file: string): boolean => slow.some((pattern) => pattern.test(file));
  return all.filter((file) => named.includes(file) || (isNear(file) && !isSlow(file)));
}

function before(path: string, part: string): string {
  return path.slice(0, Math.max(0, path.indexOf(part)));
}
